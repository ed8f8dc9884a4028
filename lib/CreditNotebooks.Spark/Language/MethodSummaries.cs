using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CreditNotebooks.Spark.Language;

/// <summary>What the docstrings of <see cref="Functions"/> say, for those that <see cref="FunctionTable"/> does not list: read from the
/// documentation file beside this library. Where that is missing there is nothing to say.</summary>
internal static partial class MethodSummaries
{
    private static readonly Lazy<Dictionary<string, string>> ByName = new(Read);

    /// <summary>The summary of the method that has an SQL function's name, underscores aside; null when there is none.</summary>
    public static string? Of(string sqlName) => ByName.Value.GetValueOrDefault(sqlName.Replace("_", "", StringComparison.Ordinal));

    private static Dictionary<string, string> Read()
    {
        var summaries = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var file = Path.ChangeExtension(typeof(MethodSummaries).Assembly.Location, ".xml");
        if (!File.Exists(file)) return summaries;
        var prefix = $"M:{typeof(Functions).FullName}.";
        foreach (var member in XDocument.Load(file).Descendants("member"))
        {
            var id = (string?)member.Attribute("name") ?? "";
            if (!id.StartsWith(prefix, StringComparison.Ordinal) || member.Element("summary") is not { } summary) continue;
            var name = id[prefix.Length..].Split('(', '`')[0];
            summaries.TryAdd(name, Blanks().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim());
        }
        return summaries;
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } e => ((string?)e.Attribute("cref") ?? (string?)e.Attribute("name") ?? "").Split('(')[0].Split('.')[^1],
        XElement e => e.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
