using System.Diagnostics;

namespace CreditNotebooks.Benchmarks;

/// <summary>Times two ways to the same answer in turn, A B A B …, so that a noisy machine disturbs both alike.</summary>
internal static class SideBySide
{
    public static (double MedianA, double MedianB, double MedianRatio) Measure(Func<object> a, Func<object> b, int runs)
    {
        var (timesA, timesB, ratios) = (new List<double>(), new List<double>(), new List<double>());
        a();
        b();
        for (var i = 0; i < runs; i++)
        {
            timesA.Add(Time(a));
            timesB.Add(Time(b));
            ratios.Add(timesA[^1] / timesB[^1]);
        }
        return (Median(timesA), Median(timesB), Median(ratios));
    }

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Time(Func<object> run)
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalMilliseconds;
    }
}
