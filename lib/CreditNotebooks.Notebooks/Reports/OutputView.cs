using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;

namespace CreditNotebooks.Notebooks.Reports;

/// <summary>An nbformat output as HTML: of a bundle the richest form that a page can show.</summary>
internal sealed partial class OutputView
{
    private int _figures;

    /// <summary>Whether a figure was written, so that the page needs plotly.js.</summary>
    public bool HasFigures => _figures > 0;

    public void Write(StringBuilder html, JsonObject output, MarkdownView markdown)
    {
        switch ((string?)output["output_type"])
        {
            case "stream":
                var isError = (string?)output["name"] == "stderr";
                html.Append($"<pre class=\"output {(isError ? "stderr" : "stdout")}\">").Append(Text(output["text"])).Append("</pre>\n");
                break;
            case "error":
                var lines = (output["traceback"] as JsonArray)?.Select(l => (string?)l ?? "") ?? [];
                html.Append("<pre class=\"output error\" role=\"alert\">").Append(Encode(string.Join('\n', lines))).Append("</pre>\n");
                break;
            default:
                WriteBundle(html, output["data"] as JsonObject ?? [], markdown);
                break;
        }
    }

    private void WriteBundle(StringBuilder html, JsonObject data, MarkdownView markdown)
    {
        if (data[MimeBundle.Plotly] is { } figure)
        {
            _figures++;
            var drawn = data[MimeBundle.Svg] is { } svg ? Picture(MimeBundle.Svg, Base64(svg), "Chart") : $"<pre>{Text(data[MimeBundle.PlainText])}</pre>";
            // The default encoder escapes "<", so that the JSON cannot end the element it stands in.
            var json = figure.ToJsonString();
            html.Append($"<figure class=\"output figure\" data-figure=\"{_figures}\"><div class=\"cn-picture\">{drawn}</div><div class=\"cn-stage\"></div>")
                .Append($"<script type=\"application/json\">{json}</script></figure>\n");
        }
        else if (data[MimeBundle.Html] is { } fragment)
        {
            html.Append("<div class=\"output html\">").Append(MultilineText.Read(fragment)).Append("</div>\n");
        }
        else if (data[MimeBundle.Svg] is { } svg)
        {
            html.Append("<figure class=\"output figure\">").Append(Picture(MimeBundle.Svg, Base64(svg), "Picture")).Append("</figure>\n");
        }
        else if (data.FirstOrDefault(d => d.Key is "image/png" or "image/jpeg" or "image/gif") is { Key: { } type, Value: { } image })
        {
            html.Append("<figure class=\"output figure\">").Append(Picture(type, MultilineText.Read(image).ReplaceLineEndings(""), "Picture")).Append("</figure>\n");
        }
        else if (data[MimeBundle.Markdown] is { } text)
        {
            html.Append("<div class=\"output prose\">").Append(markdown.Render(MultilineText.Read(text))).Append("</div>\n");
        }
        else
        {
            html.Append("<pre class=\"output\">").Append(Text(data[MimeBundle.PlainText] ?? data.FirstOrDefault().Value)).Append("</pre>\n");
        }
    }

    // As an image, an SVG's ids and styles stay its own.
    private static string Picture(string type, string base64, string alt) => $"<img alt=\"{alt}\" src=\"data:{type};base64,{base64}\">";

    private static string Base64(JsonNode svg) => Convert.ToBase64String(Encoding.UTF8.GetBytes(MultilineText.Read(svg)));

    private static string Text(JsonNode? node) =>
        Encode(TerminalColors().Replace(node is JsonObject json ? json.ToJsonString() : MultilineText.Read(node), ""));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex("\u001b\\[[0-9;]*[A-Za-z]")]
    private static partial Regex TerminalColors();
}
