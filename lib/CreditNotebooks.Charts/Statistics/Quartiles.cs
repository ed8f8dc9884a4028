namespace CreditNotebooks.Charts.Statistics;

/// <summary>The five numbers of a box, as plotly.js computes them (traces/box/calc.js, quartilemethod "linear").</summary>
internal sealed record Quartiles(double LowerFence, double Q1, double Median, double Q3, double UpperFence, double Mean, double[] Outliers)
{
    public static Quartiles? Of(double[] values)
    {
        if (values.Length == 0)
        {
            return null;
        }

        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        var (q1, median, q3) = (At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75));
        var reach = 1.5 * (q3 - q1);
        var lower = Math.Min(q1, sorted.First(v => v >= q1 - reach));
        var upper = Math.Max(q3, sorted.Last(v => v <= q3 + reach));
        return new Quartiles(lower, q1, median, q3, upper, values.Average(), Array.FindAll(sorted, v => v < lower || v > upper));
    }

    // Hyndman and Fan's fifth definition: the sorted values stand in the middle of equal parts.
    private static double At(double[] sorted, double share)
    {
        var place = (share * sorted.Length) - 0.5;
        if (place <= 0)
        {
            return sorted[0];
        }

        if (place >= sorted.Length - 1)
        {
            return sorted[^1];
        }

        var index = (int)place;
        var part = place - index;
        return ((1 - part) * sorted[index]) + (part * sorted[index + 1]);
    }
}
