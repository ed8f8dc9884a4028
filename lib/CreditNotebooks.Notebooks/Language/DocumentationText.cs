using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>A member's XML documentation as sections of a help text.</summary>
internal static partial class DocumentationText
{
    /// <summary>Summary, parameters, answer and errors; with <paramref name="all"/> the remarks too.</summary>
    public static IEnumerable<HelpSection> Sections(XElement member, bool all)
    {
        yield return Section("", member.Elements("summary"));
        var parameters = member.Elements("typeparam").Concat(member.Elements("param"));
        yield return List("Parameters", parameters, e => (string?)e.Attribute("name") ?? "");
        yield return Section("Returns", member.Elements("returns").Concat(member.Elements("value")));
        yield return List("Exceptions", member.Elements("exception"), e => LastName((string?)e.Attribute("cref") ?? ""));
        if (all)
        {
            yield return Section("Remarks", member.Elements("remarks"));
        }
    }

    private static HelpSection Section(string title, IEnumerable<XElement> elements)
    {
        var list = elements.ToList();
        return new HelpSection(title, string.Join('\n', list.Select(e => Text(e, false))),
            string.Join("\n\n", list.Select(e => Text(e, true))));
    }

    private static HelpSection List(string title, IEnumerable<XElement> elements, Func<XElement, string> name)
    {
        var list = elements.ToList();
        return new HelpSection(title, string.Join('\n', list.Select(e => $"  {name(e)}: {Text(e, false)}")),
            string.Join('\n', list.Select(e => $"- `{name(e)}`: {Text(e, true)}")));
    }

    private static string Text(XElement element, bool isMarkdown) =>
        Blanks().Replace(string.Concat(element.Nodes().Select(n => Text(n, isMarkdown))), " ")
        .Replace(" \u2029 ", "\n\n", StringComparison.Ordinal).Replace("\u2029", "\n\n", StringComparison.Ordinal).Trim();

    private static string Text(XNode node, bool isMarkdown) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } e when e.Value.Length == 0 =>
            Code(e.Attribute("cref") is { } cref ? LastName(cref.Value)
                : (string?)e.Attribute("langword") ?? (string?)e.Attribute("href") ?? "", isMarkdown),
        XElement { Name.LocalName: "paramref" or "typeparamref" } e => Code((string?)e.Attribute("name") ?? "", isMarkdown),
        XElement { Name.LocalName: "c" or "code" } e => Code(e.Value, isMarkdown),
        // A paragraph's end outlives the joining of blanks.
        XElement { Name.LocalName: "para" or "item" } e => "\u2029" + Text(e, isMarkdown) + "\u2029",
        XElement e => Text(e, isMarkdown),
        _ => "",
    };

    private static string Code(string text, bool isMarkdown) => isMarkdown ? $"`{text}`" : text;

    /// <summary><c>M:System.String.Join(System.String)</c> as <c>String.Join</c>, a type as its name alone.</summary>
    private static string LastName(string cref)
    {
        var open = cref.IndexOf('(', StringComparison.Ordinal);
        var parts = (open < 0 ? cref : cref[..open]).Split('.', ':');
        var name = cref.StartsWith("T:", StringComparison.Ordinal) || parts.Length < 3 ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
        return Arity().Replace(name, "");
    }

    [GeneratedRegex(@"[ \t\r\n]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}
