using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Json;

/// <summary>Writes a figure as plotly.js reads it (plotly.com/javascript/reference): data, layout, config.
/// Axis types, categories and bins are written out, so that plotly.js has nothing to guess and agrees with the drawing.</summary>
internal static class FigureWriter
{
    // <, > and & come out as \u00xx: the text may stand inside a script element.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write(Figure figure)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            var seriesIndex = 0;
            for (var i = 0; i < figure.Panels.Length; i++)
            {
                var panel = figure.Panels[i];
                var (x, y) = ResolvedAxis.Of(panel);
                var traces = new TraceWriter(json, figure, panel, i, x, y);
                for (var t = 0; t < panel.Traces.Length; t++)
                {
                    traces.Write(panel.Traces[t], t, seriesIndex++);
                }
            }

            json.WriteEndArray();
            LayoutWriter.Write(json, figure);
            json.WriteStartObject("config");
            json.WriteBoolean("responsive", true);
            json.WriteBoolean("displaylogo", false);
            // A credit chart is nobody else's: no button that uploads it.
            json.WriteBoolean("showSendToCloud", false);
            json.WriteTexts("modeBarButtonsToRemove", ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"]);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
