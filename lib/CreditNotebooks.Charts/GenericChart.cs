using System.Globalization;
using System.Text;
using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Html;
using CreditNotebooks.Charts.Json;
using CreditNotebooks.Charts.Svg;
using CreditNotebooks.Display;

namespace CreditNotebooks.Charts;

/// <summary>A chart, as <see cref="Chart"/> makes it. It never changes: each <c>With…</c> method answers a new one.</summary>
public sealed partial class GenericChart : IDisplayable
{
    internal GenericChart(Figure figure) => Figure = figure;

    internal Figure Figure { get; }

    /// <summary>The figure as plotly.js reads it: <c>data</c>, <c>layout</c> and <c>config</c>. A gap is a null.</summary>
    public string ToJson() => FigureWriter.Write(Figure);

    /// <summary>The figure as a picture that needs no script, wide as the place it stands in.</summary>
    public string ToSvg() => FigureDrawing.Draw(Figure);

    /// <summary>An HTML fragment: the picture, and a script that puts the interactive figure in its place where plotly.js is
    /// on the page (see <see cref="PlotlyJs"/>).</summary>
    public string ToHtml() => FigureHtml.Fragment(Figure);

    /// <inheritdoc/>
    public MimeBundle ToMimeBundle() => new(new Dictionary<string, string>
    {
        [MimeBundle.Plotly] = ToJson(),
        [MimeBundle.Svg] = ToSvg(),
        [MimeBundle.Html] = ToHtml(),
        [MimeBundle.PlainText] = ToString(),
    });

    /// <summary>Writes a page that shows the interactive chart without any network.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    public void SaveHtml(string path) => Save(path, FigureHtml.Page(Figure));

    /// <summary>Writes the picture.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    public void SaveSvg(string path) => Save(path, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + ToSvg());

    /// <summary>One line: the kinds of chart, the title, how many series and points.</summary>
    public override string ToString()
    {
        var traces = Figure.Traces.ToList();
        var kinds = string.Join(" + ", traces.Select(t => t.Kind).Distinct());
        var text = new StringBuilder(kinds.Length == 0 ? "empty" : char.ToUpperInvariant(kinds[0]) + kinds[1..]).Append(" chart");
        if (traces.Count > 0 && (kinds.EndsWith("plot", StringComparison.Ordinal) || kinds.EndsWith("map", StringComparison.Ordinal)
            || kinds.EndsWith("histogram", StringComparison.Ordinal)))
        {
            text.Length -= " chart".Length;
        }

        if (!string.IsNullOrEmpty(Figure.Title))
        {
            text.Append(" \"").Append(Figure.Title.ReplaceLineEndings(" ")).Append('"');
        }

        text.Append(": ").Append(Count(traces.Count, "series", "series"));
        var names = traces.Select(t => t.Name).Where(n => !string.IsNullOrEmpty(n)).ToList();
        if (names.Count is > 0 and <= 8)
        {
            text.Append(" (").AppendJoin(", ", names.Select(n => n!.ReplaceLineEndings(" "))).Append(')');
        }

        return text.Append(", ").Append(Count(traces.Sum(t => t.PointCount), "point", "points")).ToString();
    }

    private static string Count(int count, string one, string many) =>
        count.ToString("#,0", CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many);

    private static void Save(string path, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        // Beside the file and then over it: a full disk leaves no half chart behind.
        var partial = path + ".partial";
        try
        {
            File.WriteAllText(partial, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
