using System.Globalization;
using System.Net;
using System.Text;

namespace CreditNotebooks.Display;

/// <summary>A column of a <see cref="TableHtml"/>.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="IsNumber">Whether its values stand to the right.</param>
/// <param name="Type">The values' type, in small below the name; null where it is not told.</param>
internal sealed record TableColumn(string Name, bool IsNumber, string? Type = null);

/// <summary>A table as an HTML fragment for every front end: no script, no class and no colour of its own, so that it can be read on dark
/// and light; wide ones scroll in their own box.</summary>
/// <remarks>Styles stand on the cells because JupyterLab's and VS Code's own rules name cells too (to the right, and wrapped).</remarks>
internal static class TableHtml
{
    private const string Faint = "opacity:.6";
    private const int MaxText = 100;
    private const int MaxTitle = 2_000;

    /// <summary>The table; a null cell is a visible <c>null</c>, a long one is cut and tells the rest when it is pointed at.</summary>
    public static string Write(IReadOnlyList<TableColumn> columns, IEnumerable<IEnumerable<string?>> rows, string? footer)
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto\"><table><thead><tr>");
        foreach (var column in columns)
        {
            Open(html, "th", column.IsNumber, column.Name);
            if (column.Type is { } type)
            {
                html.Append($"<div style=\"font-weight:normal;font-size:85%;{Faint}\"{Title(type)}>").Append(Encode(Cut(type))).Append("</div>");
            }
            html.Append("</th>");
        }
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var (i, cell) in row.Index())
            {
                Open(html, "td", columns[i].IsNumber, cell);
                html.Append("</td>");
            }
            html.Append("</tr>");
        }
        html.Append("</tbody></table></div>");
        return footer is null ? html.ToString() : html.Append($"<div style=\"{Faint}\">{Encode(footer)}</div>").ToString();
    }

    /// <summary>How much is shown: <c>20 rows of 100,000</c>. <paramref name="total"/> is null where there are more, nobody knows how many.</summary>
    public static string RowCount(int shown, long? total) => total switch
    {
        null => $"the first {shown} rows; there are more",
        1 => "1 row",
        _ when total == shown => $"{shown} rows",
        _ => string.Create(CultureInfo.InvariantCulture, $"{shown} rows of {total:#,0}"),
    };

    private static void Open(StringBuilder html, string element, bool isNumber, string? text)
    {
        // A value's own spaces are part of what a reader of raw data looks for.
        html.Append($"<{element} style=\"text-align:{(isNumber ? "right" : "left")};white-space:pre\"");
        if (text is null)
        {
            html.Append($"><span style=\"{Faint};font-style:italic\">null</span>");
        }
        else
        {
            html.Append(Title(text)).Append('>').Append(Encode(Cut(text)));
        }
    }

    private static string Title(string text) =>
        text.Length <= MaxText ? "" : $" title=\"{Encode(text.Length <= MaxTitle ? text : Start(text, MaxTitle) + "…")}\"";

    private static string Cut(string text) => text.Length <= MaxText ? text : Start(text, MaxText - 1) + "…";

    // Not between the halves of a character.
    private static string Start(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
