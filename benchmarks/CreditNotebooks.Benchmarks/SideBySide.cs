using System.Diagnostics;

namespace CreditNotebooks.Benchmarks;

/// <summary>Times several ways to the same answer in turn, A B C A B C …, so that a noisy machine disturbs all alike.</summary>
internal static class SideBySide
{
    public static (double MedianA, double MedianB, double MedianRatio) Measure(Func<object> a, Func<object> b, int runs)
    {
        var times = Times(runs, a, b);
        return (Median(times[0]), Median(times[1]), MedianRatio(times[0], times[1]));
    }

    /// <summary>The milliseconds of each run of each way, behind one run of each that does not count.</summary>
    public static IReadOnlyList<List<double>> Times(int runs, params IReadOnlyList<Func<object>> ways)
    {
        var times = ways.Select(_ => new List<double>()).ToList();
        foreach (var way in ways) way();
        for (var i = 0; i < runs; i++)
        {
            for (var w = 0; w < ways.Count; w++) times[w].Add(Time(ways[w]));
        }
        return times;
    }

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>The median of what each turn's two times are to one another.</summary>
    public static double MedianRatio(IEnumerable<double> a, IEnumerable<double> b) => Median([.. a.Zip(b, (x, y) => x / y)]);

    private static double Time(Func<object> run)
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalMilliseconds;
    }
}
