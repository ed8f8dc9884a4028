using CreditNotebooks.Spark.Parsing;

namespace CreditNotebooks.Spark.Language;

/// <summary>Where in a text of SQL the cursor stands: the word that is being typed, and the tokens of its statement.</summary>
internal sealed class SqlCursor
{
    private SqlCursor(string text, int start, string typed, IReadOnlyList<Token> before, IReadOnlyList<Token> statement) =>
        (Text, Start, Typed, Before, Statement) = (text, start, typed, before, statement);

    public string Text { get; }

    /// <summary>Where the word begins.</summary>
    public int Start { get; }

    /// <summary>What of the word stands before the cursor.</summary>
    public string Typed { get; }

    /// <summary>The statement's tokens before the word.</summary>
    public IReadOnlyList<Token> Before { get; }

    /// <summary>All tokens of the statement, those behind the cursor included where the text can be read to its end.</summary>
    public IReadOnlyList<Token> Statement { get; }

    /// <summary>What the grammar sees before the word: null at the statement's beginning, empty behind a number, a text or a quoted
    /// name.</summary>
    public string? Previous => Before.Count > 0 ? Before[^1].Key : null;

    /// <summary>The cursor at the position; null inside a comment or a string.</summary>
    public static SqlCursor? At(string text, int position)
    {
        var start = position;
        while (start > 0 && IsWord(text[start - 1])) start--;
        if (start > 0 && text[start - 1] == '`') start--;
        // A letter in place of the word shows whether one would be read there.
        if (Tokens(text[..start] + "x") is not [.., var probe, _] before || probe.Span.Start != start
            || before.Any(IsOpenQuote)) return null;
        before.RemoveRange(before.Count - 2, 2);
        var first = before.FindLastIndex(t => t.Key == ";") + 1;
        before.RemoveRange(0, first);
        return new SqlCursor(text, start, text[start..position], before, Tokens(text) is { } all ? Around(all, start) : before);
    }

    /// <summary>The tokens of the text; null where a comment is not closed.</summary>
    public static List<Token>? Tokens(string text)
    {
        try
        {
            return Lexer.Tokenize(text);
        }
        catch (SparkException e) when (e.Condition == "UNCLOSED_BRACKETED_COMMENT")
        {
            return null;
        }
    }

    private static List<Token> Around(List<Token> all, int position)
    {
        var first = all.FindLastIndex(t => t.Key == ";" && t.Span.Start < position) + 1;
        var last = all.FindIndex(t => t.Kind == TokenKind.End || (t.Key == ";" && t.Span.Start >= position));
        return all[first..last];
    }

    private static bool IsOpenQuote(Token token) => token.Kind == TokenKind.Unknown && token.Text is "'" or "\"" or "`";

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c);
}
