using System.Diagnostics;
using System.Runtime.CompilerServices;
using CreditNotebooks.Spark;

namespace CreditNotebooks.Benchmarks;

/// <summary>What the engine adds to a Spark behind Spark Connect: to a small query, to a million rows as typed columns, to ten million rows as
/// a stream, to queries at once.</summary>
internal static class ConnectBenchmark
{
    private const int Turns = 101, Large = 1_000_000, Stream = 10_000_000, AtOnce = 8;

    private const string Columns = "id, CAST(id % 100 AS INT) AS i, id * 0.5D AS d, "
        + "date_add(DATE'2024-01-01', CAST(id % 365 AS INT)) AS day, concat('name ', id % 1000) AS s";

    public static async Task RunAsync(string remote)
    {
        using var spark = SparkSession.Builder().Remote(remote).Create();
        Console.WriteLine($"Spark {spark.Version()} through Spark Connect:");
        Small(spark, remote);
        Typed(spark);
        Streamed(spark);
        await TogetherAsync(spark);
    }

    private static void Small(SparkSession spark, string remote)
    {
        using var bare = new BareCalls(remote);
        const string sql = "SELECT 1";
        Func<object> engine = () => spark.Sql(sql).Collect(), rows = () => bare.RowsAsync(sql).GetAwaiter().GetResult();
        Func<object> both = () => bare.SchemaAsync(sql).GetAwaiter().GetResult() + bare.RowsAsync(sql).GetAwaiter().GetResult();
        // The server's own compiler needs some hundred queries.
        SideBySide.Times(Turns, engine, both, rows);
        var times = SideBySide.Times(Turns, engine, both, rows);
        double Over(int way) => SideBySide.Median([.. times[0].Zip(times[way], (a, b) => a - b)]);
        Console.WriteLine($"  {sql} warm, median of {Turns} turns: engine {SideBySide.Median(times[0]):0.0} ms; "
            + $"the bare calls that it makes (columns, rows) {SideBySide.Median(times[1]):0.0} ms, over them {Over(1):0.0} ms; "
            + $"the bare call for the rows alone {SideBySide.Median(times[2]):0.0} ms, over it {Over(2):0.0} ms, aim 5 ms: {Met(Over(2) <= 5)}");
    }

    private static void Typed(SparkSession spark)
    {
        var rows = spark.Sql($"SELECT {Columns} FROM range({Large})");
        var runs = Enumerable.Range(0, 7).Select(_ => Frame(rows)).ToList();
        var (median, peak) = (SideBySide.Median([.. runs.Select(r => r.Time)]), runs.Max(r => r.Peak) >> 20);
        var computing = SideBySide.Median([.. runs.Select(r => r.Computing)]);
        Console.WriteLine($"  {Large:N0} rows x 5 columns into a Frame: median {median:N0} ms, aim 2,000 ms: {Met(median < 2000)} "
            + $"(first {runs[0].Time:N0} ms; this process computes {computing:N0} ms of it); "
            + $"working set of this process at its highest {peak:N0} MiB, aim 300 MiB: {Met(peak < 300)}");
    }

    // A method of its own, so that no frame outlives its turn.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (double Time, double Computing, long Peak) Frame(DataFrame rows)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        using var memory = new WorkingSet();
        var frame = rows.ToFrame();
        var time = watch.Elapsed.TotalMilliseconds;
        process.Refresh();
        Check(frame.RowCount == Large && frame.Column<long>("id").Values[Large - 1] == Large - 1);
        return (time, (process.TotalProcessorTime - before).TotalMilliseconds, memory.Peak);
    }

    private static void Streamed(SparkSession spark)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        long count = 0, sum = 0, early = 0;
        using var memory = new WorkingSet();
        foreach (var row in spark.Sql($"SELECT {Columns} FROM range({Stream})").ToLocalIterator())
        {
            sum += (long)row[0]!;
            if (++count == Stream / 10) early = memory.Peak;
        }
        Check(count == Stream && sum == (long)Stream * (Stream - 1) / 2);
        Console.WriteLine($"  {Stream:N0} rows x 5 columns as a stream of rows: {watch.Elapsed.TotalSeconds:0.0} s; "
            + $"working set at its highest {early >> 20:N0} MiB in the first tenth, {memory.Peak >> 20:N0} MiB in all");
    }

    private static async Task TogetherAsync(SparkSession spark)
    {
        long Query(int i) => (long)spark.Sql($"SELECT sum(id % {i + 2}) FROM range(3000000)").Collect()[0][0]!;
        for (var i = 0; i < AtOnce; i++) Query(i);
        var watch = Stopwatch.StartNew();
        var one = Enumerable.Range(0, AtOnce).Select(Query).ToList();
        var alone = watch.ElapsedMilliseconds;
        watch.Restart();
        var together = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => Query(i))));
        Check(one.SequenceEqual(together));
        Console.WriteLine($"  {AtOnce} queries one after the other {alone:N0} ms, "
            + $"at once on one session {watch.ElapsedMilliseconds:N0} ms");
    }

    private static string Met(bool isMet) => isMet ? "met" : "missed";

    private static void Check(bool isRight)
    {
        if (!isRight) throw new InvalidOperationException("The answer is not the right one.");
    }

    /// <summary>How much memory the process has at its highest while this is open.</summary>
    private sealed class WorkingSet : IDisposable
    {
        private readonly Timer _timer;
        private long _peak;

        public WorkingSet() => _timer = new Timer(_ => Look(), null, 0, 5);

        public long Peak
        {
            get
            {
                Look();
                return Interlocked.Read(ref _peak);
            }
        }

        public void Dispose() => _timer.Dispose();

        private void Look()
        {
            using var process = Process.GetCurrentProcess();
            var now = process.WorkingSet64;
            for (var peak = Interlocked.Read(ref _peak); now > peak; peak = Interlocked.Read(ref _peak))
                Interlocked.CompareExchange(ref _peak, now, peak);
        }
    }
}
