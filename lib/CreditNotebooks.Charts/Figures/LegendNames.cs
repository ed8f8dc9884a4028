using System.Globalization;

namespace CreditNotebooks.Charts.Figures;

/// <summary>One line of a legend.</summary>
internal sealed record LegendEntry(string Name, string Color, Trace Trace);

/// <summary>What the legend of a figure lists.</summary>
internal static class LegendNames
{
    public static string Of(Figure figure, Panel panel, int traceIndex)
    {
        var name = panel.Traces[traceIndex].Name;
        return !string.IsNullOrEmpty(name) ? name
            : figure.Traces.Count() == 1 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"Series {traceIndex + 1}");
    }

    /// <summary>A pie's slices are listed unless they bear their own names.</summary>
    public static bool PieShows(Figure figure, PieTrace pie) =>
        pie.ShowLegend ?? figure.ShowLegend ?? pie.TextInfo is not (
            StyleParam.TextInfo.Label or StyleParam.TextInfo.LabelPercent or StyleParam.TextInfo.LabelValue);

    public static bool Shows(Figure figure) => figure.ShowLegend ?? Entries(figure).Count > 1;

    public static bool IsRight(Figure figure) => figure.LegendPlace switch
    {
        LegendPlace.Right => true,
        LegendPlace.Top => false,
        _ => figure.Traces.Any(t => t is PieTrace) && figure.Panels.Length == 1,
    };

    public static List<LegendEntry> Entries(Figure figure)
    {
        var entries = new List<LegendEntry>();
        var slices = SeriesColors.SliceLabels(figure);
        foreach (var panel in figure.Panels)
        {
            for (var i = 0; i < panel.Traces.Length; i++)
            {
                switch (panel.Traces[i])
                {
                    case HeatmapTrace:
                        break;
                    case PieTrace pie:
                        if (PieShows(figure, pie))
                        {
                            entries.AddRange(Enumerable.Range(0, pie.Labels.Count)
                                .Select(e => new LegendEntry(pie.Labels.Text(e) ?? "", SeriesColors.OfSlice(pie, e, slices), pie)));
                        }

                        break;
                    case var trace:
                        // Unnamed single series of a grid explain themselves by their panel's title.
                        if (trace.ShowLegend ?? (panel.Traces.Length > 1 || !string.IsNullOrEmpty(trace.Name)))
                        {
                            entries.Add(new LegendEntry(Of(figure, panel, i), SeriesColors.Of(panel, i), trace));
                        }

                        break;
                }
            }
        }

        return [.. entries.Where(e => e.Name.Trim().Length > 0).DistinctBy(e => (e.Name, e.Color))];
    }
}
