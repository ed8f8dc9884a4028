using System.IO.Compression;
using System.Text;

namespace CreditNotebooks.Charts;

/// <summary>plotly.js itself, which travels inside this assembly: a page that embeds it once needs no network.</summary>
public static class PlotlyJs
{
    private static readonly Lazy<string> Text = new(Read);

    /// <summary>The version, as <c>package.json</c> names it.</summary>
    public static string Version { get; } = ReadVersion();

    /// <summary>The script's text, about 5 MB; it defines <c>window.Plotly</c>.</summary>
    public static string Source => Text.Value;

    /// <summary>A script element for a page, once, before or after its charts: plotly.js, and the call that draws the charts which
    /// stood there before it.</summary>
    public static string ScriptElement =>
        $"<script>{Source}\n;(window.creditNotebooksFigures||[]).splice(0).forEach(function(draw){{draw();}});</script>";

    /// <summary>A JavaScript function of an id and a figure (plotly.js's JSON). Once plotly.js is there it draws the figure at its width,
    /// a phone's too, in every element whose <c>data-figure</c> is the id: in the child of class <c>cn-stage</c>, in place of the picture
    /// in the child of class <c>cn-picture</c>, which gets the class <c>cn-drawn</c>.</summary>
    public static string DrawFunction => Html.FigureHtml.DrawFunction;

    private static string Read()
    {
        using var resource = typeof(PlotlyJs).Assembly.GetManifestResourceStream("plotly.min.js.gz")
            ?? throw new InvalidOperationException("CreditNotebooks.Charts was built without plotly.js: build it again.");
        using var source = new GZipStream(resource, CompressionMode.Decompress);
        using var reader = new StreamReader(source, Encoding.UTF8);
        // The end of a script element inside a string would end ours.
        return reader.ReadToEnd().Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase);
    }

    private static string ReadVersion()
    {
        using var resource = typeof(PlotlyJs).Assembly.GetManifestResourceStream("package.json")
            ?? throw new InvalidOperationException("CreditNotebooks.Charts was built without its package.json: build it again.");
        using var package = System.Text.Json.JsonDocument.Parse(resource);
        return package.RootElement.GetProperty("dependencies").GetProperty("plotly.js-dist-min").GetString()!;
    }
}
