namespace CreditNotebooks.Cli;

/// <summary>The option <c>-p NAME VALUE</c>, as papermill has it: two words after an option, which may be repeated, and any value,
/// also one that begins with a dash. The parser sees it as one word, <c>NAME=VALUE</c>, which may be typed as well.</summary>
internal static class NamedValues
{
    public static string[] Join(string[] args)
    {
        var joined = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            joined.Add(args[i]);
            if (args[i] is "-p" or "--parameter" && i + 1 < args.Length)
            {
                var name = args[++i];
                joined.Add(name.Contains('=', StringComparison.Ordinal) || i + 1 == args.Length ? name : $"{name}={args[++i]}");
            }
        }
        return [.. joined];
    }

    /// <summary>Name and value of each; a later value of a name replaces an earlier one. Null when one has no value.</summary>
    public static Dictionary<string, string>? Split(IEnumerable<string> joined, out string? wrong)
    {
        var values = new Dictionary<string, string>();
        wrong = null;
        foreach (var pair in joined)
        {
            var sign = pair.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0)
            {
                wrong = pair;
                return null;
            }
            values[pair[..sign]] = pair[(sign + 1)..];
        }
        return values;
    }
}
