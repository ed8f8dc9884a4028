namespace CreditNotebooks.Spark;

/// <summary>Splits a text at the semicolons between its statements.</summary>
internal static class SqlScript
{
    /// <summary>The statements that are not empty; each keeps its comments. Semicolons in strings, quoted names and comments do not count.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        var hasContent = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case ';':
                    if (hasContent) yield return text[start..i].Trim();
                    start = i + 1;
                    hasContent = false;
                    break;
                case '\'' or '"' or '`':
                    i = EndOfQuoted(text, i);
                    hasContent = true;
                    break;
                case '-' when At(text, i + 1) == '-':
                    i = text.IndexOf('\n', i) is var end and >= 0 ? end : text.Length;
                    break;
                case '/' when At(text, i + 1) == '*':
                    i = EndOfComment(text, i);
                    break;
                case var c:
                    hasContent |= !char.IsWhiteSpace(c);
                    break;
            }
        }
        if (hasContent) yield return text[start..].Trim();
    }

    private static char At(string text, int index) => index < text.Length ? text[index] : '\0';

    private static int EndOfQuoted(string text, int start)
    {
        var quote = text[start];
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && quote != '`') i++;
            else if (text[i] == quote) return i;
        }
        return text.Length;
    }

    // Spark's comments nest.
    private static int EndOfComment(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '/' && At(text, i + 1) == '*')
            {
                depth++;
                i++;
            }
            else if (text[i] == '*' && At(text, i + 1) == '/')
            {
                i++;
                if (--depth == 0) return i;
            }
        }
        return text.Length;
    }
}
