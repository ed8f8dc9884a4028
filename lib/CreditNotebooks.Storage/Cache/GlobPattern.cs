using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Storage.Cache;

/// <summary>Hadoop's patterns for paths, one name at a time: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a]</c>, <c>{a,b}</c>, and <c>\</c>
/// before a character that stands for itself. Braces may hold slashes, so they are spread out first.</summary>
internal static class GlobPattern
{
    private const string Special = "*?[{\\";

    /// <summary>Whether a path is a pattern.</summary>
    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny(Special) >= 0;

    /// <summary>A pattern as several without braces that hold slashes; others stay.</summary>
    /// <exception cref="StorageException">InvalidSetting: a brace is not closed.</exception>
    public static IEnumerable<string> Spread(string pattern)
    {
        for (var open = 0; open < pattern.Length; open++)
        {
            if (pattern[open] == '\\') open++;
            else if (pattern[open] == '{')
            {
                var (close, choices) = Choices(pattern, open);
                if (!choices.Any(choice => choice.Contains('/', StringComparison.Ordinal)))
                {
                    open = close;
                    continue;
                }

                var (before, after) = (pattern[..open], pattern[(close + 1)..]);
                return choices.SelectMany(choice => Spread(before + choice + after));
            }
        }

        return [pattern];
    }

    /// <summary>The part of a name's pattern before the first character that stands for others.</summary>
    public static string Literal(string pattern)
    {
        var at = pattern.AsSpan().IndexOfAny(Special);
        return at < 0 ? pattern : pattern[..at];
    }

    /// <summary>What a name has to be to match.</summary>
    public static Regex ToRegex(string pattern) =>
        new($@"\A{Translate(pattern)}\z", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);

    private static string Translate(string pattern)
    {
        var text = new StringBuilder();
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '*':
                    text.Append("[^/]*");
                    break;
                case '?':
                    text.Append("[^/]");
                    break;
                case '\\' when at + 1 < pattern.Length:
                    text.Append(Regex.Escape(pattern[++at].ToString()));
                    break;
                case '[':
                    at = Set(pattern, at, text);
                    break;
                case '{':
                    var (close, choices) = Choices(pattern, at);
                    text.Append(CultureInfo.InvariantCulture, $"(?:{string.Join('|', choices.Select(Translate))})");
                    at = close;
                    break;
                default:
                    text.Append(Regex.Escape(pattern[at].ToString()));
                    break;
            }
        }

        return text.ToString();
    }

    private static int Set(string pattern, int open, StringBuilder text)
    {
        var start = open + 1;
        var negated = start < pattern.Length && (pattern[start] is '^' or '!');
        if (negated) start++;
        var close = pattern.IndexOf(']', Math.Min(start + 1, pattern.Length));
        if (close < 0) throw Unclosed(pattern, '[');
        text.Append(negated ? "[^/" : "[");
        for (var at = start; at < close; at++)
        {
            if (pattern[at] == '\\' && at + 1 < close) at++;
            else if (pattern[at] == '-' && at > start && at + 1 < close)
            {
                text.Append('-');
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"\\u{(int)pattern[at]:X4}");
        }

        text.Append(']');
        return close;
    }

    private static (int Close, List<string> Choices) Choices(string pattern, int open)
    {
        var choices = new List<string>();
        var (depth, start) = (0, open + 1);
        for (var at = open; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\':
                    at++;
                    break;
                case '{':
                    depth++;
                    break;
                case ',' when depth == 1:
                    choices.Add(pattern[start..at]);
                    start = at + 1;
                    break;
                case '}' when --depth == 0:
                    choices.Add(pattern[start..at]);
                    return (at, choices);
            }
        }

        throw Unclosed(pattern, '{');
    }

    private static StorageException Unclosed(string pattern, char bracket) =>
        new(StorageConditions.InvalidSetting, pattern,
            $"The pattern has a '{bracket}' that is not closed. Close it, or write \\{bracket} for the character itself.");
}
