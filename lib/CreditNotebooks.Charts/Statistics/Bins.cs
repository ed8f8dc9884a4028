using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Statistics;

/// <summary>The edges of a histogram's bins. They are written into the figure, so that the printed and the interactive form agree.
/// Numbers follow plotly.js (plots/cartesian/axes.js, autoBin): a width from the spread of the data, rounded to 1, 2 or 5, and edges
/// moved off the data where many values stand on them.</summary>
internal sealed record Bins(double[] Edges, double Size, int Months)
{
    private const int MostBins = 10_000;

    public int Count => Edges.Length - 1;

    public double Start => Edges[0];

    public double End => Edges[^1];

    public static Bins Numbers(double[] data, int? most, double? start, double? size)
    {
        if (data.Length == 0)
        {
            return new Bins([0, 1], 1, 0);
        }

        var (min, max) = (data.Min(), data.Max());
        var width = size ?? NiceSize(most is { } n ? (max - min) / n : AutomaticSize(data));
        // Of a huge number a small width is lost: x + width has to differ from x.
        width = Math.Max(width, Math.Max(Math.Abs(min), Math.Abs(max)) * 1e-12);
        var first = start ?? (size is null ? Shifted(FirstEdge(min, max, width), data, width, min, max) : Math.Floor(min / width) * width);
        var count = 1 + Math.Floor((max - first) / width);
        if (!(count is >= 1 and <= MostBins))
        {
            throw new ArgumentException(
                $"Bins of {width} from {first} to {max} would be {count:F0}: choose a BinStart before the data and a larger BinSize.");
        }

        return Even(first, width, (int)count);
    }

    public static Bins Dates(double[] data, int? most)
    {
        if (data.Length == 0)
        {
            return new Bins([0, Moment.Day], Moment.Day, 0);
        }

        var (min, max) = (data.Min(), data.Max());
        var rough = Math.Max(most is { } n ? (max - min) / n : AutomaticSize(data), 1);
        if (rough > 20 * Moment.Day)
        {
            var months = new[] { 1, 3, 6, 12, 24, 60, 120 }.FirstOrDefault(m => m * Moment.Month >= rough * 0.9, 240);
            var day = Moment.ToDateTime(min);
            var edge = Moment.ToMilliseconds(new DateTime(day.Year, months >= 12 ? 1 : ((day.Month - 1) / months * months) + 1, 1));
            var edges = new List<double> { edge };
            while (edges[^1] <= max)
            {
                edges.Add(Moment.AddMonths(edges[0], months * edges.Count));
            }

            return new Bins([.. edges], months * Moment.Month, months);
        }

        double[] sizes =
        [
            Moment.Second, 5 * Moment.Second, 15 * Moment.Second, Moment.Minute, 5 * Moment.Minute, 15 * Moment.Minute, Moment.Hour,
            3 * Moment.Hour, 6 * Moment.Hour, 12 * Moment.Hour, Moment.Day, 2 * Moment.Day, Moment.Week, 2 * Moment.Week,
        ];
        var size = sizes.FirstOrDefault(s => s >= rough * 0.9, 2 * Moment.Week);
        // Weeks begin on Monday; 1970 began on a Thursday.
        var origin = size >= Moment.Week ? 4 * Moment.Day : 0;
        var first = (Math.Floor((min - origin) / size) * size) + origin;
        return Even(first, size, (int)Math.Floor((max - first) / size) + 1);
    }

    /// <summary>The bin of a value; -1 for one outside.</summary>
    public int IndexOf(double value)
    {
        var found = Array.BinarySearch(Edges, value);
        var index = found >= 0 ? found : ~found - 1;
        return index >= 0 && index < Count ? index : -1;
    }

    private static Bins Even(double first, double width, int count)
    {
        var edges = new double[count + 1];
        for (var i = 0; i <= count; i++)
        {
            // 0.1 + 0.2 is not to become 0.30000000000000004 on an edge.
            edges[i] = Math.Round(first + (i * width), Math.Clamp(12 - (int)Math.Ceiling(Math.Log10(Math.Max(width, 1e-9))), 0, 15));
        }

        return new Bins(edges, width, 0);
    }

    private static double AutomaticSize(double[] data)
    {
        var sorted = (double[])data.Clone();
        Array.Sort(sorted);
        var span = sorted[^1] - sorted[0];
        var least = span == 0 ? 1 : span;
        var noise = least / Math.Max(1, sorted.Length - 1) / 10_000;
        var previous = sorted[0];
        foreach (var value in sorted)
        {
            if (value - previous > noise)
            {
                least = Math.Min(least, value - previous);
                previous = value;
            }
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var part = least / power;
        var smallest = power * (part >= 9.9 ? 9.9 : part >= 4.9 ? 4.9 : part >= 1.9 ? 1.9 : 0.9);
        var mean = data.Average();
        var deviation = Math.Sqrt(data.Sum(v => (v - mean) * (v - mean)) / data.Length);
        return Math.Max(smallest, 2 * deviation / Math.Pow(data.Length, 0.4));
    }

    private static double NiceSize(double rough)
    {
        if (!(rough > 0))
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var part = rough / power;
        return power * (part < 2 ? 2 : part < 5 ? 5 : 10);
    }

    private static double FirstEdge(double min, double max, double width)
    {
        var start = min - (0.0001 * (max - min));
        return (Math.Ceiling(start / width) * width) - width;
    }

    private static double Shifted(double first, double[] data, double width, double min, double max)
    {
        if (data.All(v => v % 1 == 0))
        {
            if (width < 1)
            {
                return min - (0.5 * width);
            }

            return first - 0.5 + width < min ? first - 0.5 + width : first - 0.5;
        }

        var middle = data.Count(v => IsNearEdge(v + (width / 2)));
        if (middle < data.Length * 0.1 && (data.Count(IsNearEdge) > data.Length * 0.3 || IsNearEdge(min) || IsNearEdge(max)))
        {
            return first + (first + (width / 2) < min ? width / 2 : -width / 2);
        }

        return first;

        bool IsNearEdge(double v) => (1 + ((v - first) * 100 / width)) % 100 < 2;
    }
}
