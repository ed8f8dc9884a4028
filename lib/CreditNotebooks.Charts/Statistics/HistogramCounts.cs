using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Statistics;

/// <summary>The heights of a histogram's columns.</summary>
internal static class HistogramCounts
{
    /// <summary>The bins that all histograms of the panel share along one axis; null where the axis has categories.</summary>
    public static Bins? SharedBins(Panel panel, ResolvedAxis axis, bool horizontal)
    {
        var histograms = panel.Traces.OfType<HistogramTrace>().Where(h => h.Horizontal == horizontal).ToList();
        if (histograms.Count == 0 || axis.Type == StyleParam.AxisType.Category)
        {
            return null;
        }

        double[] data = [.. histograms.SelectMany(h => h.Data.Present())];
        var most = histograms.Select(h => h.BinCount).FirstOrDefault(n => n is not null);
        return axis.Type == StyleParam.AxisType.Date
            ? Bins.Dates(data, most)
            : Bins.Numbers(data, most, histograms.Select(h => h.BinStart).FirstOrDefault(s => s is not null),
                histograms.Select(h => h.BinSize).FirstOrDefault(s => s is not null));
    }

    /// <summary>How many values fall into each bin.</summary>
    public static double[] Raw(HistogramTrace histogram, Bins bins)
    {
        var counts = new double[bins.Count];
        foreach (var value in histogram.Data.Present())
        {
            var bin = bins.IndexOf(value);
            if (bin >= 0)
            {
                counts[bin]++;
            }
        }

        return counts;
    }

    /// <summary>How often each category occurs.</summary>
    public static double[] Raw(HistogramTrace histogram, ResolvedAxis axis)
    {
        var counts = new double[axis.Categories.Count];
        for (var i = 0; i < histogram.Data.Count; i++)
        {
            var place = axis.Coordinate(histogram.Data, i);
            if (!double.IsNaN(place))
            {
                counts[(int)place]++;
            }
        }

        return counts;
    }

    /// <summary>What the columns show: shares where they are asked for, and sums up to each bin.</summary>
    public static double[] Shown(HistogramTrace histogram, double[] counts, Bins? bins)
    {
        var total = counts.Sum();
        var shown = new double[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            var share = total == 0 ? 0 : counts[i] / total;
            shown[i] = histogram.Norm switch
            {
                StyleParam.HistNorm.None => counts[i],
                StyleParam.HistNorm.Percent => share * 100,
                StyleParam.HistNorm.Probability => share,
                StyleParam.HistNorm.ProbabilityDensity => share / (bins is null ? 1 : bins.Edges[i + 1] - bins.Edges[i]),
                _ => throw new InvalidOperationException($"The norm {histogram.Norm} is unknown."),
            };
            if (histogram.Cumulative && i > 0)
            {
                var width = bins is null || histogram.Norm != StyleParam.HistNorm.ProbabilityDensity ? 1
                    : bins.Edges[i + 1] - bins.Edges[i];
                shown[i] = shown[i - 1] + (shown[i] * width);
            }
        }

        return shown;
    }
}
