using System.Text.Json;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Json;

/// <summary>Writes the words in a figure: the panels' titles, the words on lines, and the caller's own.</summary>
internal static class AnnotationWriter
{
    public static void Write(Utf8JsonWriter json, Figure figure)
    {
        if (figure.Traces.Sum(t => t.PointCount) > 0
            && figure.Panels.All(p => p.Title is null && p.Annotations.IsEmpty && p.Lines.All(l => l.Text is null)))
        {
            return;
        }

        json.WriteStartArray("annotations");
        for (var i = 0; i < figure.Panels.Length; i++)
        {
            var panel = figure.Panels[i];
            if (panel.Title is { } title)
            {
                WritePanelTitle(json, figure, i, title);
            }

            var (x, y) = (JsonParts.Nth("x", i), JsonParts.Nth("y", i));
            foreach (var line in panel.Lines.Where(l => l.Text is not null))
            {
                WriteLineText(json, line, x, y);
            }

            foreach (var annotation in panel.Annotations)
            {
                WriteOwn(json, annotation, x, y, ResolvedAxis.Of(panel));
            }

            if (panel.Traces.Sum(t => t.PointCount) == 0)
            {
                WriteNoData(json, figure, i);
            }
        }

        json.WriteEndArray();
    }

    private static void WritePanelTitle(Utf8JsonWriter json, Figure figure, int panel, string title)
    {
        var (left, _, _, top) = GridPlaces.Domain(figure, panel);
        json.WriteStartObject();
        json.WriteWords("text", title);
        json.WriteString("xref", "paper");
        json.WriteString("yref", "paper");
        json.WriteOptional("x", left);
        json.WriteOptional("y", top);
        json.WriteString("xanchor", "left");
        json.WriteString("yanchor", "bottom");
        json.WriteOptional("yshift", 6);
        json.WriteBoolean("showarrow", false);
        json.WriteFont(14);
        json.WriteEndObject();
    }

    private static void WriteNoData(Utf8JsonWriter json, Figure figure, int panel)
    {
        var (left, right, bottom, top) = GridPlaces.Domain(figure, panel);
        json.WriteStartObject();
        json.WriteString("text", "no data");
        json.WriteString("xref", "paper");
        json.WriteString("yref", "paper");
        json.WriteOptional("x", (left + right) / 2);
        json.WriteOptional("y", (bottom + top) / 2);
        json.WriteBoolean("showarrow", false);
        json.WriteEndObject();
    }

    private static void WriteLineText(Utf8JsonWriter json, ReferenceLine line, string x, string y)
    {
        json.WriteStartObject();
        json.WriteWords("text", line.Text);
        json.WriteBoolean("showarrow", false);
        json.WriteString("xref", line.Horizontal ? x + " domain" : x);
        json.WriteString("yref", line.Horizontal ? y : y + " domain");
        json.WritePropertyName("x");
        if (line.Horizontal)
        {
            json.WriteNumberValue(1);
        }
        else
        {
            json.WriteElement(line.At, 0, asWords: false);
        }

        json.WritePropertyName("y");
        if (line.Horizontal)
        {
            json.WriteElement(line.At, 0, asWords: false);
        }
        else
        {
            json.WriteNumberValue(1);
        }

        json.WriteString("xanchor", line.Horizontal ? "right" : "left");
        json.WriteString("yanchor", line.Horizontal ? "bottom" : "top");
        if (!line.Horizontal)
        {
            json.WriteOptional("xshift", 4);
        }

        // It may stand over bars.
        json.WriteString("bgcolor", "rgba(255,255,255,0.8)");
        json.WriteStartObject("font");
        json.WriteOptional("size", 12);
        json.WriteString("color", line.Line.Color ?? Palette.Muted);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOwn(Utf8JsonWriter json, Annotation annotation, string xRef, string yRef,
        (ResolvedAxis X, ResolvedAxis Y) axes)
    {
        json.WriteStartObject();
        json.WriteWords("text", annotation.Text);
        json.WriteString("xref", xRef);
        json.WriteString("yref", yRef);
        WritePlace(json, "x", annotation.X, axes.X);
        WritePlace(json, "y", annotation.Y, axes.Y);
        json.WriteBoolean("showarrow", annotation.ShowArrow);
        if (annotation.ShowArrow)
        {
            json.WriteOptional("ax", 0);
            json.WriteOptional("ay", -34);
            json.WriteOptional("arrowhead", 2);
            json.WriteOptional("arrowwidth", 1.2);
            json.WriteString("arrowcolor", Palette.Muted);
        }

        json.WriteEndObject();
    }

    // Annotations on a log axis are the one place where plotly.js wants the logarithm.
    private static void WritePlace(Utf8JsonWriter json, string property, Values place, ResolvedAxis axis)
    {
        json.WritePropertyName(property);
        if (axis.Type == StyleParam.AxisType.Log)
        {
            json.WriteNumberOrNull(axis.Coordinate(place, 0));
        }
        else
        {
            json.WriteElement(place, 0, axis.Type == StyleParam.AxisType.Category);
        }
    }
}
