using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Json;
using CreditNotebooks.Charts.Svg;

namespace CreditNotebooks.Charts.Html;

/// <summary>A figure for a page: the picture, which is there at once and in print, and the script that makes it interactive.</summary>
internal static class FigureHtml
{
    private const string Style =
        ".cn-chart{position:relative;margin:.5rem 0}.cn-stage{display:none}.cn-picture{overflow-x:auto}" +
        ".cn-picture svg{display:block;min-width:480px}.cn-picture.cn-drawn{display:none}" +
        "@media print{.cn-stage{display:none!important}.cn-picture.cn-drawn{display:block}.cn-picture svg{min-width:0}}";

    private static readonly Lazy<string> Script = new(ReadScript);

    /// <summary>A function of an id and a figure's JSON: draws the figure in the elements whose <c>data-figure</c> is the id.</summary>
    public static string DrawFunction => Script.Value;

    public static string Fragment(Figure figure)
    {
        var json = FigureWriter.Write(figure);
        // The same figure has the same id, so that a report that runs twice has the same bytes.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16];
        var width = figure.Width is { } pixels ? string.Create(CultureInfo.InvariantCulture, $" style=\"max-width:{pixels}px\"") : "";
        return $"<div class=\"cn-chart\" data-figure=\"{id}\"{width}><style>{Style}</style>\n" +
            $"<div class=\"cn-picture\">{FigureDrawing.Draw(figure)}</div>\n<div class=\"cn-stage\"></div>\n" +
            $"<script>{Script.Value}(\"{id}\",{json});</script></div>\n";
    }

    public static string Page(Figure figure)
    {
        var title = SvgText.Escape(figure.Title ?? "Chart");
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{title}}</title>
            <style>body{margin:1rem auto;max-width:1100px;padding:0 1rem;background:#fff}</style>
            </head>
            <body>
            {{Fragment(figure)}}{{PlotlyJs.ScriptElement}}
            </body>
            </html>

            """;
    }

    private static string ReadScript()
    {
        using var resource = typeof(FigureHtml).Assembly.GetManifestResourceStream("figure.js")
            ?? throw new InvalidOperationException("CreditNotebooks.Charts was built without figure.js: build it again.");
        using var reader = new StreamReader(resource, Encoding.UTF8);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim());
        return string.Join('\n', lines.Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal)));
    }
}
