using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Statistics;

/// <summary>The values of a colour scale's two ends.</summary>
internal static class HeatmapRange
{
    public static (double Min, double Max) Of(HeatmapTrace map)
    {
        double[] numbers = [.. map.Rows.SelectMany(r => r.Present())];
        var min = map.Min ?? (numbers.Length == 0 ? 0 : numbers.Min());
        var max = map.Max ?? (numbers.Length == 0 ? 1 : numbers.Max());
        return min < max ? (min, max) : (min - 0.5, min + 0.5);
    }
}
