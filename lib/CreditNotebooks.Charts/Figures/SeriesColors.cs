namespace CreditNotebooks.Charts.Figures;

/// <summary>Which colour a series has when the caller names none. Colours go on through a combined chart and start again in each
/// panel of a grid, except that a lone series of a panel keeps the first colour.</summary>
internal static class SeriesColors
{
    public static string Of(Panel panel, int traceIndex)
    {
        var trace = panel.Traces[traceIndex];
        return (trace as ScatterTrace)?.Line.Color ?? trace.Marker.Color ?? Palette.SeriesColor(traceIndex);
    }

    public static string OfElement(Panel panel, int traceIndex, int element)
    {
        var colors = panel.Traces[traceIndex].Marker.Colors;
        return colors.IsEmpty ? Of(panel, traceIndex) : colors[element % colors.Length];
    }

    /// <summary>A slice's colour: slices of one name have one colour in all pies of a figure.</summary>
    public static string OfSlice(PieTrace pie, int element, IReadOnlyList<string> labels)
    {
        var colors = pie.Marker.Colors;
        if (!colors.IsEmpty)
        {
            return colors[element % colors.Length];
        }

        var label = pie.Labels.Text(element) ?? "";
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label)
            {
                return Palette.SeriesColor(i);
            }
        }

        return Palette.SeriesColor(element);
    }

    public static List<string> SliceLabels(Figure figure) =>
        [.. figure.Traces.OfType<PieTrace>().SelectMany(p => Enumerable.Range(0, p.Labels.Count).Select(i => p.Labels.Text(i) ?? ""))
            .Distinct()];
}
