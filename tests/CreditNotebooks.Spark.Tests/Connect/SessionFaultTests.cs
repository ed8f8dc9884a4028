using System.Diagnostics;

namespace CreditNotebooks.Spark.Tests.Connect;

/// <summary>The whole engine against a real Spark: queries at once, queries that are stopped, and a server that is gone.</summary>
[Trait("Needs", "Spark")]
public sealed class SessionFaultTests
{
    // A minute in steps of a tenth of a second, with few rows: the server holds each step's rows in memory.
    private const string Slow = "SELECT id, aggregate(sequence(1, 200000 + id), 0L, (a, x) -> a + x) FROM range(0, 6000, 1, 600)";

    [SkippableFact]
    public async Task Eight_queries_at_once_on_one_session_answer_rightly_and_one_that_is_cancelled_leaves_the_others()
    {
        using var spark = SparkSession.Builder().Remote(SparkServer.ConnectionString()).Create();
        using var cancel = new CancellationTokenSource();
        var isRunning = new TaskCompletionSource();
        var slow = Task.Run(() =>
        {
            foreach (var _ in spark.Sql(Slow).ToLocalIterator(cancel.Token)) isRunning.TrySetResult();
        });
        var others = Enumerable.Range(1, 7).Select(i => Task.Run(() => Enumerable.Range(0, 4).Select(j =>
        {
            var rows = spark.Sql($"SELECT id * {i} + {j} AS n FROM range(25000)").Collect();
            return rows.Sum(r => (long)r[0]!) - (i * 25_000L * 24_999 / 2) - (j * 25_000);
        }).ToList())).ToList();
        await isRunning.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        Assert.All(await Task.WhenAll(others), differences => Assert.Equal([0, 0, 0, 0], differences));
        Assert.Equal(3, spark.Range(3).Count());
    }

    [SkippableFact]
    public void A_server_killed_in_mid_query_is_one_clear_error_and_a_new_session_works_once_it_is_back()
    {
        using var server = SparkServer.StartOwn();
        using var spark = SparkSession.Builder().Remote(server.ConnectionString).Create();
        spark.Range(3).CreateOrReplaceTempView("v");
        using var rows = spark.Sql(Slow).ToLocalIterator().GetEnumerator();
        Assert.True(rows.MoveNext());
        server.Kill();
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<SparkException>(() =>
        {
            while (rows.MoveNext())
            {
            }
        });
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal("SPARK_CONNECT.UNAVAILABLE", error.Condition);
        server.Start();
        var lost = Assert.Throws<SparkException>(() => spark.Sql("SELECT * FROM v"));
        Assert.Equal("INVALID_HANDLE.SESSION_CHANGED", lost.Condition);
        Assert.Contains("a new session with SparkSession.Builder().GetOrCreate() after Stop()", lost.Message, StringComparison.Ordinal);
        spark.Stop();
        using var next = SparkSession.Builder().Remote(server.ConnectionString).GetOrCreate();
        Assert.NotSame(spark, next);
        Assert.Equal(3, next.Range(3).Count());
    }
}
