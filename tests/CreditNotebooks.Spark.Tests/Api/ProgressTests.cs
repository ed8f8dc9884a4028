using System.Diagnostics;
using CreditNotebooks.Display;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Spark.Tests.Api;

/// <summary>What a notebook is told while a query runs.</summary>
public sealed class ProgressTests : IDisposable
{
    private readonly ProgressRecorder sink = new();
    private readonly SparkSession spark;

    public ProgressTests()
    {
        CellContext.Current = new CellContext { Sink = sink };
        spark = SparkSession.Builder().GetOrCreate();
    }

    public void Dispose()
    {
        spark.Dispose();
        CellContext.Current = new CellContext();
    }

    [Fact]
    public void A_quick_query_tells_nothing()
    {
        var watch = Stopwatch.StartNew();
        spark.Range(10).Collect();
        // A machine that is busy may make it a slow one.
        Assert.True(sink.Told.Count == 0 || watch.ElapsedMilliseconds >= 500);
    }

    [Fact]
    public void A_slow_query_tells_what_it_does_and_when_it_has_ended()
    {
        var watch = Stopwatch.StartNew();
        Slow(spark.Range(1), reports: 2).Collect();
        // One at half a second, then four a second, and the end.
        Assert.InRange(sink.Told.Count, 3, 2 + watch.ElapsedMilliseconds / 250);
        Assert.Matches(@"^computing, \d+ s$", sink.Told[0].What);
        Assert.Equal(("computing", 1), sink.Told[^1]);
    }

    [Fact]
    public void A_failing_query_tells_its_end_too()
    {
        Func<long, long> fail = n =>
        {
            WaitFor(reports: 1);
            throw new InvalidOperationException("no");
        };
        Assert.Throws<SparkException>(() => spark.Range(1).Select(Udf(fail)(Col("id"))).Collect());
        Assert.Equal(1, sink.Told[^1].Fraction);
    }

    [Fact]
    public void A_file_that_is_read_is_named()
    {
        var path = Path.Combine(Path.GetTempPath(), $"progress-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, "1\n");
        try
        {
            Slow(spark.Read().Csv(path).Select(Col("_c0").Cast("long").As("id")), reports: 1).Collect();
            Assert.StartsWith($"reading {Path.GetFileName(path)}, ", sink.Told[0].What);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Rows_that_nobody_asks_for_are_no_progress()
    {
        using var rows = spark.Range(100_000).ToLocalIterator().GetEnumerator();
        Assert.True(rows.MoveNext());
        var told = sink.Told.Count;
        Thread.Sleep(900);
        Assert.Equal(told, sink.Told.Count);
    }

    /// <summary>A query that runs until so much was told of it.</summary>
    private DataFrame Slow(DataFrame frame, int reports)
    {
        Func<long, long> wait = n =>
        {
            WaitFor(reports);
            return n;
        };
        return frame.Select(Udf(wait)(Col("id")).As("id"));
    }

    private void WaitFor(int reports)
    {
        var watch = Stopwatch.StartNew();
        while (sink.Told.Count < reports && watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            Thread.Sleep(10);
        }
    }
}
