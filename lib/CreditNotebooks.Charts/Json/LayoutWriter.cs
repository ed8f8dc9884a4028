using System.Text.Json;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Json;

/// <summary>Writes what the series of a figure stand on: titles, axes, legend, annotations.</summary>
internal static class LayoutWriter
{
    public static void Write(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartObject("layout");
        WriteFrame(json, figure);
        WriteBars(json, figure);
        WriteLegend(json, figure);
        var axes = figure.Panels.Select(ResolvedAxis.Of).ToList();
        for (var i = 0; i < figure.Panels.Length; i++)
        {
            if (!figure.Panels[i].IsPie)
            {
                WriteAxis(json, figure, i, "x", axes[i].X);
                WriteAxis(json, figure, i, "y", axes[i].Y);
            }
        }

        WriteShapes(json, figure);
        AnnotationWriter.Write(json, figure);
        json.WriteEndObject();
    }

    private static void WriteFrame(Utf8JsonWriter json, Figure figure)
    {
        if (figure.Title is not null || figure.Subtitle is not null)
        {
            json.WriteStartObject("title");
            json.WriteString("text", HeadRoom.TitleText(figure));
            json.WriteString("xref", "container");
            json.WriteOptional("x", 0.02);
            json.WriteString("xanchor", "left");
            json.WriteString("yref", "container");
            json.WriteOptional("y", Math.Round(1 - (HeadRoom.Above / Height(figure)), 4));
            json.WriteString("yanchor", "top");
            json.WriteStartObject("font");
            json.WriteOptional("size", 17);
            json.WriteOptional("weight", 600);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteBoolean("autosize", true);
        json.WriteOptional("width", figure.Width);
        json.WriteOptional("height", Height(figure));
        json.WriteStartObject("font");
        json.WriteString("family", Palette.FontFamily);
        json.WriteOptional("size", 13);
        json.WriteString("color", Palette.Ink);
        json.WriteEndObject();
        json.WriteTexts("colorway", Palette.Series);
        json.WriteString("paper_bgcolor", Palette.Paper);
        json.WriteString("plot_bgcolor", Palette.Paper);
        json.WriteString("hovermode", "closest");
        json.WriteStartObject("margin");
        json.WriteOptional("l", 30);
        json.WriteOptional("r", 24);
        json.WriteOptional("t", HeadRoom.Total(figure));
        json.WriteOptional("b", 40);
        json.WriteEndObject();
        WriteMeta(json, figure);
    }

    // For the page's script, which lays a figure out anew for its width: the unbroken titles, the names in the legend above,
    // and where each panel begins (left, top).
    private static void WriteMeta(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartObject("meta");
        json.WriteWords("title", figure.Title);
        json.WriteWords("subtitle", figure.Subtitle);
        if (HeadRoom.HasLegend(figure))
        {
            json.WriteTexts("legend", LegendNames.Entries(figure).Select(e => JsonParts.Words(e.Name)));
        }

        if (figure.Panels.Length > 1)
        {
            json.WriteStartArray("panels");
            for (var i = 0; i < figure.Panels.Length; i++)
            {
                var (left, _, _, top) = GridPlaces.Domain(figure, i);
                json.WriteStartArray();
                json.WriteNumberOrNull(left);
                json.WriteNumberOrNull(top);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static int Height(Figure figure) => figure.Height ?? 420;

    private static void WriteBars(Utf8JsonWriter json, Figure figure)
    {
        if (figure.Traces.Any(t => t is BarTrace or HistogramTrace))
        {
            var negative = figure.Traces.OfType<BarTrace>().Any(b => b.Lengths.Present().Any(n => n < 0));
            json.WriteString("barmode", figure.BarMode switch
            {
                null or StyleParam.BarMode.Group => "group",
                StyleParam.BarMode.Stack => negative ? "relative" : "stack",
                StyleParam.BarMode.Overlay => "overlay",
                _ => throw new InvalidOperationException($"The bar mode {figure.BarMode} is unknown."),
            });
            if (figure.BarNorm != StyleParam.BarNorm.None)
            {
                json.WriteString("barnorm", figure.BarNorm == StyleParam.BarNorm.Percent ? "percent" : "fraction");
            }

            json.WriteOptional("bargap", figure.Gap);
        }

        if (figure.Panels.Any(p => p.Traces.Count(t => t is BoxTrace { Groups: not null }) > 1))
        {
            json.WriteString("boxmode", "group");
        }
    }

    private static void WriteLegend(Utf8JsonWriter json, Figure figure)
    {
        json.WriteBoolean("showlegend", LegendNames.Shows(figure));
        json.WriteStartObject("legend");
        if (!LegendNames.IsRight(figure))
        {
            json.WriteString("orientation", "h");
            json.WriteString("xref", "container");
            json.WriteOptional("x", 0.02);
            json.WriteString("xanchor", "left");
            json.WriteString("yref", "container");
            json.WriteOptional("y", Math.Round(1 - (HeadRoom.BeforeLegend(figure) / Height(figure)), 4));
            json.WriteString("yanchor", "top");
        }

        json.WriteString("traceorder", "normal");

        if (figure.LegendTitle is { } title)
        {
            json.WriteStartObject("title");
            json.WriteWords("text", title);
            json.WriteFont(12);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteAxis(Utf8JsonWriter json, Figure figure, int panel, string letter, ResolvedAxis axis)
    {
        var asked = axis.Asked;
        var isX = letter == "x";
        json.WriteStartObject(JsonParts.Nth(letter + "axis", panel));
        json.WriteString("type", axis.Type switch
        {
            StyleParam.AxisType.Linear => "linear",
            StyleParam.AxisType.Log => "log",
            StyleParam.AxisType.Date => "date",
            StyleParam.AxisType.Category => "category",
            _ => throw new InvalidOperationException($"The axis type {axis.Type} is unknown."),
        });
        if (axis.Type == StyleParam.AxisType.Category)
        {
            json.WriteString("categoryorder", "array");
            json.WriteTexts("categoryarray", axis.Categories);
        }

        if (asked.Title is { } title)
        {
            json.WriteStartObject("title");
            json.WriteWords("text", title);
            json.WriteOptional("standoff", isX ? 12 : 10);
            json.WriteFont(13);
            json.WriteEndObject();
        }

        if (figure.Panels.Length > 1)
        {
            var (left, right, bottom, top) = GridPlaces.Domain(figure, panel);
            json.WriteNumbers("domain", isX ? [left, right] : [bottom, top]);
            json.WriteString("anchor", JsonParts.Nth(isX ? "y" : "x", panel));
        }

        WriteRange(json, axis);
        var panelTraces = figure.Panels[panel].Traces;
        json.WriteBoolean("showgrid", asked.ShowGrid ?? AxisDefaults.ShowsGrid(panelTraces, isX, axis));
        json.WriteString("gridcolor", Palette.Grid);
        json.WriteBoolean("zeroline", AxisDefaults.ShowsZero(panelTraces, axis));
        json.WriteString("zerolinecolor", Palette.Axis);
        json.WriteStartObject("tickfont");
        json.WriteString("color", Palette.Muted);
        json.WriteEndObject();
        json.WriteString("linecolor", Palette.Axis);
        json.WriteBoolean("showline", AxisDefaults.ShowsLine(panelTraces, isX, axis));
        json.WriteBoolean("automargin", true);
        json.WriteBoolean("showticklabels", asked.ShowTicks);
        json.WriteBoolean("separatethousands", true);
        if (asked.TickFormat is not null)
        {
            json.WriteString("tickformat", asked.TickFormat);
        }

        json.WriteWords("tickprefix", asked.TickPrefix);
        json.WriteWords("ticksuffix", asked.TickSuffix);
        json.WriteOptional("tickangle", asked.TickAngle);
        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, ResolvedAxis axis)
    {
        var asked = axis.Asked;
        if (asked.Min is { } min && asked.Max is { } max)
        {
            var (low, high) = axis.Type == StyleParam.AxisType.Log ? (Math.Log10(min), Math.Log10(max)) : (min, max);
            json.WriteNumbers("range", asked.Reversed ? [high, low] : [low, high]);
        }
        else if (asked.Reversed)
        {
            json.WriteString("autorange", "reversed");
        }
    }

    private static void WriteShapes(Utf8JsonWriter json, Figure figure)
    {
        if (figure.Panels.All(p => p.Lines.IsEmpty))
        {
            return;
        }

        json.WriteStartArray("shapes");
        for (var i = 0; i < figure.Panels.Length; i++)
        {
            var (x, y) = (JsonParts.Nth("x", i), JsonParts.Nth("y", i));
            foreach (var line in figure.Panels[i].Lines)
            {
                var (along, across) = line.Horizontal ? ("y", "x") : ("x", "y");
                json.WriteStartObject();
                json.WriteString("type", "line");
                json.WriteString("xref", line.Horizontal ? x + " domain" : x);
                json.WriteString("yref", line.Horizontal ? y : y + " domain");
                json.WriteOptional(across + "0", 0);
                json.WriteOptional(across + "1", 1);
                json.WritePropertyName(along + "0");
                json.WriteElement(line.At, 0, asWords: false);
                json.WritePropertyName(along + "1");
                json.WriteElement(line.At, 0, asWords: false);
                json.WriteLine(line.Line, line.Line.Color ?? Palette.Muted);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}
