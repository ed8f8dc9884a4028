using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A schema given to a function as text: a list of columns, or a type.</summary>
internal static class SchemaArgument
{
    public static DataType At(CallSite s, int index)
    {
        if (s[index].Type is not StringType || !s[index].IsFoldable || s.Analyzer.Fold(s[index]) is not TypedLiteral { Value: string text })
            throw new SparkException("INVALID_SCHEMA.NON_STRING_LITERAL", $"The input schema \"{PrettyName.Of(s[index])}\" is not a valid schema string. The input expression must be string literal and not null.", s.Span);
        try
        {
            return SqlParser.ParseDataType(text);
        }
        catch (SparkException)
        {
            // No type; columns then, and the error is that of columns. Elsewhere a colon may stand behind their names, here not.
            return HasColon(text) ? throw new SparkException("PARSE_SYNTAX_ERROR", $"Syntax error at or near ':' in the schema '{text}'.", s.Span) : SqlParser.ParseSchema(text);
        }
    }

    /// <summary>Whether a colon stands outside of brackets and quotes.</summary>
    private static bool HasColon(string text)
    {
        var (depth, quote) = (0, '\0');
        foreach (var c in text)
        {
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '`' or '\'' or '"') quote = c;
            else if (c == '<') depth++;
            else if (c == '>') depth--;
            else if (c == ':' && depth == 0) return true;
        }
        return false;
    }
}
