using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Notebooks.Reports;

/// <summary>HTML inside prose: elements that only mark up text stay, with harmless attributes; any other tag is shown as text.</summary>
internal static partial class RawHtml
{
    private static readonly HashSet<string> Tags = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "b", "blockquote", "br", "caption", "center", "code", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption", "figure",
        "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span",
        "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
    };

    private static readonly HashSet<string> Attributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "align", "alt", "class", "colspan", "height", "href", "id", "open", "rowspan", "src", "style", "title", "valign", "width",
    };

    public static string Clean(string html)
    {
        var clean = new StringBuilder();
        var end = 0;
        foreach (Match tag in Tag().Matches(html))
        {
            clean.Append(html, end, tag.Index - end);
            end = tag.Index + tag.Length;
            if (tag.Value.StartsWith("<!--", StringComparison.Ordinal))
            {
                continue;
            }
            clean.Append(Tags.Contains(tag.Groups["name"].Value) ? Keep(tag) : WebUtility.HtmlEncode(tag.Value));
        }
        return clean.Append(html, end, html.Length - end).ToString();
    }

    private static string Keep(Match tag)
    {
        if (tag.Groups["close"].Length > 0)
        {
            return $"</{tag.Groups["name"].Value}>";
        }
        var kept = new StringBuilder("<" + tag.Groups["name"].Value);
        foreach (Match attribute in Attribute().Matches(tag.Groups["attributes"].Value))
        {
            var name = attribute.Groups["name"].Value;
            var value = WebUtility.HtmlDecode(attribute.Groups["value"].Value.Trim('"', '\''));
            if (Attributes.Contains(name) && IsHarmless(name, value))
            {
                kept.Append($" {name}=\"{WebUtility.HtmlEncode(value)}\"");
            }
        }
        return kept.Append('>').ToString();
    }

    private static bool IsHarmless(string name, string value) => name.ToLowerInvariant() switch
    {
        "href" => !value.Trim().Contains("script:", StringComparison.OrdinalIgnoreCase),
        "src" => value.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase),
        "style" => !value.Contains("url", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    [GeneratedRegex("<!--.*?-->|<(?<close>/?)(?<name>[A-Za-z][A-Za-z0-9-]*)(?<attributes>(?:\"[^\"]*\"|'[^']*'|[^'\">])*)>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex("(?<name>[^\\s=/\"']+)(?:\\s*=\\s*(?<value>\"[^\"]*\"|'[^']*'|[^\\s\"']+))?")]
    private static partial Regex Attribute();
}
