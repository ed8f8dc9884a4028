using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

/// <summary>Syntax errors, with a hint where a keyword was probably misspelt.</summary>
internal static class SyntaxErrors
{
    public static SparkException At(string sql, List<Token> tokens, int position)
    {
        if (string.IsNullOrWhiteSpace(sql)) return new SparkException("PARSE_EMPTY_STATEMENT", "Syntax error, unexpected empty statement.", tokens[0].Span);
        var token = tokens[position];
        var found = token.Kind == TokenKind.End ? "end of input" : $"'{sql[token.Span.Start..token.Span.End]}'";
        return new SparkException("PARSE_SYNTAX_ERROR", $"Syntax error at or near {found}.{Hint(tokens, position)}", token.Span);
    }

    // The word that is wrong is often the one before the one that no longer fits: in SELECT a FORM t the parser takes FORM for an alias and stops at t.
    private static string Hint(List<Token> tokens, int position)
    {
        for (var i = position; i >= 0 && i >= position - 1; i--)
        {
            if (tokens[i].Kind == TokenKind.Word && Nearest(tokens[i].Key) is { } keyword) return $" Did you mean {keyword} instead of {tokens[i].Text}?";
        }
        return "";
    }

    private static string? Nearest(string word)
    {
        if (word.Length < 3 || Keywords.Common.Contains(word)) return null;
        foreach (var keyword in Keywords.Common)
        {
            if (keyword.Length >= 3 && Math.Abs(keyword.Length - word.Length) <= 1 && IsNear(word, keyword)) return keyword;
        }
        return null;
    }

    /// <summary>Whether one letter more, less or other, or two neighbours swapped, make one word the other.</summary>
    private static bool IsNear(string a, string b)
    {
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start]) start++;
        var (restA, restB) = (a[start..], b[start..]);
        return restA.Length > 1 && restB.Length > 1 && restA[0] == restB[1] && restA[1] == restB[0] && restA[2..] == restB[2..]
            || restA.Length > 0 && restA[1..] == restB
            || restB.Length > 0 && restA == restB[1..]
            || restA.Length > 0 && restB.Length > 0 && restA[1..] == restB[1..];
    }
}
