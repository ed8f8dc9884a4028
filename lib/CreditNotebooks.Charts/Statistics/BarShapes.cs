using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Statistics;

/// <summary>One column: where its middle is and how wide it is along the axis of positions, where it begins and ends along the
/// other.</summary>
internal sealed record BarShape(int TraceIndex, int Element, bool Horizontal, double Center, double Width, double From, double To,
    double Value);

/// <summary>Puts the columns of a panel side by side, on one another or in front of one another.</summary>
internal static class BarShapes
{
    private sealed record Series(int TraceIndex, bool Horizontal, double[] Centers, double[] Lengths, double[]? Widths, bool IsBinned);

    public static List<BarShape> Of(Figure figure, Panel panel, ResolvedAxis x, ResolvedAxis y)
    {
        var series = new List<Series>();
        for (var t = 0; t < panel.Traces.Length; t++)
        {
            if (panel.Traces[t] is BarTrace bar)
            {
                series.Add(OfBar(bar, t, bar.Horizontal ? y : x));
            }
            else if (panel.Traces[t] is HistogramTrace histogram)
            {
                series.Add(OfHistogram(histogram, t, panel, histogram.Horizontal ? y : x));
            }
        }

        if (series.Count == 0)
        {
            return [];
        }

        var gap = figure.Gap;
        var positions = panel.Traces.Any(t => t is BarTrace { Horizontal: true } or HistogramTrace { Horizontal: true }) ? y : x;
        var slot = Spacing(series, positions);
        return figure.BarMode switch
        {
            StyleParam.BarMode.Stack => Stacked(series, slot, gap, figure.BarNorm),
            StyleParam.BarMode.Overlay => [.. series.SelectMany(s => Beside(s, slot, gap, 0, 1))],
            _ => [.. series.SelectMany((s, i) => Beside(s, slot, gap, i, series.Count))],
        };
    }

    private static Series OfBar(BarTrace bar, int index, ResolvedAxis axis)
    {
        double[] centers = [.. Enumerable.Range(0, bar.Positions.Count).Select(i => axis.Coordinate(bar.Positions, i))];
        double[] lengths = [.. Enumerable.Range(0, bar.Lengths.Count).Select(bar.Lengths.Number)];
        return new Series(index, bar.Horizontal, centers, lengths, bar.Width is { } width ? [.. centers.Select(_ => width)] : null, false);
    }

    private static Series OfHistogram(HistogramTrace histogram, int index, Panel panel, ResolvedAxis axis)
    {
        var bins = HistogramCounts.SharedBins(panel, axis, histogram.Horizontal);
        if (bins is null)
        {
            var byCategory = HistogramCounts.Shown(histogram, HistogramCounts.Raw(histogram, axis), null);
            return new Series(index, histogram.Horizontal, [.. Enumerable.Range(0, byCategory.Length).Select(i => (double)i)], byCategory,
                null, false);
        }

        var counts = HistogramCounts.Shown(histogram, HistogramCounts.Raw(histogram, bins), bins);
        double[] centers = [.. counts.Select((_, i) => (axis.Coordinate(bins.Edges[i]) + axis.Coordinate(bins.Edges[i + 1])) / 2)];
        double[] widths = [.. counts.Select((_, i) => axis.Coordinate(bins.Edges[i + 1]) - axis.Coordinate(bins.Edges[i]))];
        return new Series(index, histogram.Horizontal, centers, counts, widths, true);
    }

    /// <summary>The distance of two neighbouring positions: the room that the columns at one position share.</summary>
    private static double Spacing(List<Series> series, ResolvedAxis axis)
    {
        if (axis.Type == StyleParam.AxisType.Category)
        {
            return 1;
        }

        double[] places = [.. series.SelectMany(s => s.Centers).Where(c => !double.IsNaN(c)).Distinct().Order()];
        var least = double.PositiveInfinity;
        for (var i = 1; i < places.Length; i++)
        {
            least = Math.Min(least, places[i] - places[i - 1]);
        }

        return double.IsFinite(least) ? least : axis.Type == StyleParam.AxisType.Date ? Moment.Day : 1;
    }

    private static IEnumerable<BarShape> Beside(Series series, double slot, double gap, int place, int places)
    {
        for (var i = 0; i < series.Centers.Length; i++)
        {
            if (double.IsNaN(series.Centers[i]) || double.IsNaN(series.Lengths[i]))
            {
                continue;
            }

            var room = series.Widths is { } widths ? widths[i] : slot;
            // Bins touch but for a hair; a width of the caller's own is that width.
            var free = series.Widths is null ? gap : series.IsBinned ? Math.Min(gap, 0.04) : 0;
            var width = room * (1 - free) / places;
            var center = series.Centers[i] + ((place - ((places - 1) / 2.0)) * width);
            yield return new BarShape(series.TraceIndex, i, series.Horizontal, center, width, 0, series.Lengths[i], series.Lengths[i]);
        }
    }

    private static List<BarShape> Stacked(List<Series> series, double slot, double gap, StyleParam.BarNorm norm)
    {
        var totals = new Dictionary<double, double>();
        foreach (var one in series)
        {
            for (var i = 0; i < one.Centers.Length; i++)
            {
                if (!double.IsNaN(one.Centers[i]) && !double.IsNaN(one.Lengths[i]))
                {
                    totals[one.Centers[i]] = totals.GetValueOrDefault(one.Centers[i]) + Math.Abs(one.Lengths[i]);
                }
            }
        }

        var shapes = new List<BarShape>();
        var tops = new Dictionary<(double Center, bool Negative), double>();
        foreach (var bar in series.SelectMany(s => Beside(s, slot, gap, 0, 1)))
        {
            // A column of any width stands on those with the same middle.
            var total = totals.GetValueOrDefault(bar.Center);
            var length = norm == StyleParam.BarNorm.None ? bar.Value
                : total == 0 ? 0 : bar.Value / total * (norm == StyleParam.BarNorm.Percent ? 100 : 1);
            var key = (bar.Center, length < 0);
            var from = tops.GetValueOrDefault(key);
            tops[key] = from + length;
            shapes.Add(bar with { From = from, To = from + length, Value = length });
        }

        return shapes;
    }
}
