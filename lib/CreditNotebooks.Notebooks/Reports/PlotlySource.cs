using System.IO.Compression;
using System.Reflection;

namespace CreditNotebooks.Notebooks.Reports;

/// <summary>The one place that knows where plotly.js comes from.</summary>
internal static class PlotlySource
{
    public static string Read()
    {
        var stream = Assembly.Load("CreditNotebooks.Charts").GetManifestResourceStream("plotly.min.js.gz")
            ?? throw new InvalidOperationException("The assembly CreditNotebooks.Charts was built without plotly.js; build it again.");
        using var text = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        return text.ReadToEnd();
    }
}
