using System.Net;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Rows as an HTML table: a row of names, one of types, numbers to the right.</summary>
internal static class ShowHtml
{
    public const int MaxRows = 20;

    /// <summary>The table with a line below it. Values are text already; at most <see cref="MaxRows"/> rows are shown.</summary>
    public static string Table(StructType schema, IEnumerable<string[]> cells, string footer)
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var field in schema.Fields) html.Append("<th>").Append(WebUtility.HtmlEncode(field.Name)).Append("</th>");
        html.Append("</tr><tr>");
        foreach (var field in schema.Fields)
        {
            html.Append("<th style=\"font-weight:normal;font-style:italic\">").Append(WebUtility.HtmlEncode(field.DataType.SimpleString))
                .Append("</th>");
        }
        html.Append("</tr></thead><tbody>");
        foreach (var row in cells.Take(MaxRows))
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                html.Append(schema.Fields[i].DataType.IsNumeric ? "<td style=\"text-align:right\">" : "<td>")
                    .Append(WebUtility.HtmlEncode(row[i])).Append("</td>");
            }
            html.Append("</tr>");
        }
        return html.Append("</tbody></table><p>").Append(WebUtility.HtmlEncode(footer)).Append("</p>").ToString();
    }
}
