namespace CreditNotebooks.Spark.Parsing;

/// <summary>Cuts a script into statements.</summary>
internal static class SqlScript
{
    /// <summary>A statement ends with a semicolon at the end of a line; lines that begin with -- are comments.</summary>
    public static IReadOnlyList<string> Split(string script)
    {
        var statements = new List<string>();
        var one = new System.Text.StringBuilder();
        foreach (var line in script.Split('\n'))
        {
            if (line.AsSpan().Trim().StartsWith("--")) continue;
            var text = line.TrimEnd();
            if (text.EndsWith(';'))
            {
                statements.Add(one.Append(text, 0, text.Length - 1).ToString().Trim());
                one.Clear();
            }
            else one.Append(line).Append('\n');
        }
        statements.Add(one.ToString().Trim());
        statements.RemoveAll(string.IsNullOrWhiteSpace);
        return statements;
    }

    /// <summary>A statement ends with a semicolon anywhere outside quotes and comments, as in a notebook's cell. Each keeps its comments;
    /// <c>Line</c> is the 1-based line of the cell on which the statement's text begins.</summary>
    public static IReadOnlyList<(string Text, int Line)> SplitCell(string cell)
    {
        var statements = new List<(string, int)>();
        var start = 0;
        var hasTokens = false;
        foreach (var token in Lexer.Tokenize(cell))
        {
            if (token.Kind != TokenKind.End && token.Key != ";")
            {
                hasTokens = true;
                continue;
            }
            if (hasTokens) statements.Add(Trimmed(cell, start, token.Span.Start));
            start = token.Span.End;
            hasTokens = false;
        }
        return statements;
    }

    private static (string Text, int Line) Trimmed(string cell, int start, int end)
    {
        while (char.IsWhiteSpace(cell[start])) start++;
        return (cell[start..end].TrimEnd(), 1 + cell.AsSpan(0, start).Count('\n'));
    }
}
