using System.Text;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>Hadoop's globs: <c>*</c>, <c>?</c>, <c>[ab]</c>, <c>[^a-c]</c>, <c>{a,b}</c>, a backslash before a character that stands for itself.</summary>
internal static class GlobPattern
{
    public static bool IsGlob(string path) => path.AsSpan().IndexOfAny("*?[{") >= 0;

    /// <summary>Alternatives that contain slashes, written out: <c>a/{b/c,d}</c> is a/b/c and a/d.</summary>
    public static IEnumerable<string> Expand(string path)
    {
        var open = -1;
        var depth = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '\\') { i++; continue; }
            if (path[i] == '{' && depth++ == 0) open = i;
            if (path[i] != '}' || depth == 0 || --depth > 0) continue;
            var body = path[(open + 1)..i];
            if (!body.Contains('/')) continue;
            foreach (var alternative in SplitAlternatives(body))
                foreach (var expanded in Expand(path[..open] + alternative + path[(i + 1)..])) yield return expanded;
            yield break;
        }
        yield return path;
    }

    /// <summary>The expression for one name.</summary>
    public static Regex ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            switch (c)
            {
                case '\\' when i + 1 < pattern.Length: regex.Append(Regex.Escape(pattern[++i].ToString())); break;
                case '*': regex.Append(".*"); break;
                case '?': regex.Append('.'); break;
                case '{':
                    depth++;
                    regex.Append("(?:");
                    break;
                case ',' when depth > 0: regex.Append('|'); break;
                case '}' when depth > 0:
                    depth--;
                    regex.Append(')');
                    break;
                case '[' when pattern.IndexOf(']', i + 1) is > 0 and var close:
                    var set = pattern[(i + 1)..close];
                    if (set.StartsWith('!')) set = "^" + set[1..];
                    regex.Append('[').Append(set.Replace("[", "\\[")).Append(']');
                    i = close;
                    break;
                default: regex.Append(Regex.Escape(c.ToString())); break;
            }
        }
        try
        {
            return new Regex(regex.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (ArgumentException e)
        {
            throw new SparkException("INVALID_OPTION", $"'{pattern}' is no file name pattern: its brackets do not match.", e);
        }
    }

    private static IEnumerable<string> SplitAlternatives(string body)
    {
        var depth = 0;
        var begin = 0;
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '{') depth++;
            else if (body[i] == '}') depth--;
            else if (body[i] == ',' && depth == 0)
            {
                yield return body[begin..i];
                begin = i + 1;
            }
        }
        yield return body[begin..];
    }
}
