using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// Names of columns, tables and functions.
internal sealed partial class Parser
{
    /// <summary>One name. Any bare word may be one; Spark wants letters beyond ASCII quoted.</summary>
    private string ParseIdentifier()
    {
        if (!Current.IsName) throw SyntaxError();
        var token = Take();
        if (token.Kind == TokenKind.Word && !token.Text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) throw InvalidIdentifier(token.Text, token.Span);
        return token.Text;
    }

    /// <summary>One name where no expression may stand: a-b is then a name that lacks its quotes.</summary>
    private string ParseName()
    {
        var start = position;
        var name = ParseIdentifier();
        if (!At("-") || !Peek().IsName) return name;
        while (At("-") && Peek().IsName) position += 2;
        var span = SpanFrom(start);
        throw InvalidIdentifier(sql[span.Start..span.End], span);
    }

    private static SparkException InvalidIdentifier(string name, SourceSpan span) =>
        new("INVALID_IDENTIFIER", $"The unquoted identifier {name} is invalid and must be back quoted as: `{name}`. Unquoted identifiers can only contain ASCII letters ('a' - 'z', 'A' - 'Z'), digits ('0' - '9'), and underbar ('_').", span);

    public Seq<string> ParseMultipartName()
    {
        var parts = new List<string> { ParseName() };
        while (At(".") && Peek().IsName)
        {
            position++;
            parts.Add(ParseName());
        }
        return parts.ToSeq();
    }

    /// <summary>The name of a table or view, also as <c>IDENTIFIER('a.b')</c>.</summary>
    private Seq<string> ParseReference()
    {
        if (!At("IDENTIFIER", "(")) return ParseMultipartName();
        var start = position;
        position += 2;
        var name = ParseExpression();
        Expect(")");
        return name is Literal { Value: string text } ? SqlParser.ParseName(text) : throw Unsupported("IDENTIFIER of an expression that is no string literal", start);
    }

    private string ExpectString()
    {
        if (Current.Kind != TokenKind.String) throw SyntaxError();
        return Take().Text;
    }
}
