using System.Diagnostics;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("SELECT 'ü', a FROM range(1)", DuckDbErrorType.Binder, 12, "Referenced column \"a\" not found")]
    [InlineData("SELECT 1 FROM nowhere", DuckDbErrorType.Catalog, 14, "Table with name nowhere does not exist")]
    [InlineData("SELECT 1; SELECT 2 FROM nowhere", DuckDbErrorType.Catalog, 24, "Table with name nowhere does not exist")]
    [InlineData("SELEC 1", DuckDbErrorType.Parser, 0, "syntax error at or near \"SELEC\"")]
    [InlineData("SELECT nofunction(1)", DuckDbErrorType.Catalog, 7, "Scalar Function with name nofunction does not exist")]
    [InlineData("SELECT CAST('x' || i AS INTEGER) FROM range(3) r(i)", DuckDbErrorType.Conversion, 7, "Could not convert string 'x0'")]
    [InlineData("", DuckDbErrorType.Parser, null, "no SQL statement")]
    public void Tells_what_is_wrong_and_where(string sql, DuckDbErrorType type, int? position, string message)
    {
        var error = Assert.Throws<DuckDbException>(() => _session.Rows(sql));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Error:", error.Message, StringComparison.Ordinal);
        Assert.Equal((type, position), (error.ErrorType, error.Position));
    }

    [Theory]
    [InlineData("SELECT count(*) FROM range(100000) a, range(100000) b WHERE a.range * b.range % 7 = 8")]
    [InlineData("SELECT * FROM range(100000) a, range(100000) b WHERE a.range * b.range % 7 = 8")]
    [InlineData("SELECT a.range, b.range FROM range(100000) a, range(100000) b")]
    public async Task Cancels_promptly_and_leaves_the_connection_usable(string sql)
    {
        using var source = new CancellationTokenSource(100);
        var watch = new Stopwatch();
        source.Token.Register(watch.Start);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() =>
        {
            using var result = _session.Connection.Query(sql, source.Token);
            while (result.Next(source.Token) is not null)
            {
            }
        }));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 500);
        Assert.Equal(1, _session.Scalar("SELECT 1"));
        Assert.Throws<OperationCanceledException>(() => _session.Connection.Execute("SELECT 1", source.Token));
    }

    [Fact]
    public async Task A_second_thread_on_one_connection_is_refused()
    {
        using var source = new CancellationTokenSource();
        var running = Task.Run(() => _session.Connection.Execute(
            "SELECT count(*) FROM range(100000) a, range(100000) b WHERE a.range * b.range % 7 = 8", source.Token));
        await Task.Delay(100);

        Assert.Contains("second connection", Assert.Throws<InvalidOperationException>(() => _session.Scalar("SELECT 1")).Message,
            StringComparison.Ordinal);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Closing_a_connection_stops_what_it_runs()
    {
        var connection = _session.Another();
        var running = Task.Run(() => connection.Execute(
            "SELECT count(*) FROM range(100000) a, range(100000) b WHERE a.range * b.range % 7 = 8"));
        await Task.Delay(100);
        connection.Dispose();
        Assert.Equal(DuckDbErrorType.Interrupt, (await Assert.ThrowsAsync<DuckDbException>(() => running)).ErrorType);
        Assert.Throws<ObjectDisposedException>(() => connection.Execute("SELECT 1"));
        Assert.Throws<ObjectDisposedException>(connection.Interrupt);
    }

    [Fact]
    public async Task Many_connections_work_side_by_side() =>
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            using var connection = _session.Another();
            for (var i = 0; i < 20; i++)
            {
                using var result = connection.Query($"SELECT sum(x) FROM range({n} * 1000) t(x)");
                Assert.Equal(n == 0, !result.Next()![0].IsValid(0));
            }
        })));

    [Fact]
    public void Tells_how_far_a_query_is()
    {
        Assert.Null(_session.Connection.Progress);
        _session.Connection.Execute("CREATE TABLE t AS SELECT * FROM range(3000000) r(i)");
        var seen = new List<double>();
        using var stop = new ManualResetEventSlim();
        var watcher = new Thread(() =>
        {
            while (!stop.Wait(1))
            {
                if (_session.Connection.Progress is { } progress)
                {
                    seen.Add(progress);
                }
            }
        });
        watcher.Start();
        _session.Connection.Execute("SELECT count(DISTINCT md5(i::VARCHAR)) FROM t");
        stop.Set();
        watcher.Join();
        Assert.Contains(seen, progress => progress is > 0 and <= 1);
        Assert.Null(_session.Connection.Progress);
    }

    [Fact]
    public void A_library_that_is_not_there_is_one_clear_error()
    {
        var missing = Path.Combine(Path.GetTempPath(), "no-such-libduckdb.so");
        Assert.Equal(
            $"DUCKDB_LIBRARY names '{missing}', which does not exist; set it to a libduckdb 1.5 file, or unset it.",
            Assert.Throws<DllNotFoundException>(() => NativeLibraryLoader.Load(missing)).Message);
        var text = Path.GetTempFileName();
        Assert.Contains("cannot be loaded", Assert.Throws<DllNotFoundException>(() => NativeLibraryLoader.Load(text)).Message,
            StringComparison.Ordinal);
        File.Delete(text);
    }

    [Fact]
    public void Opening_says_what_is_wrong()
    {
        Assert.Contains("no_such_setting", Assert.Throws<DuckDbException>(() =>
            DuckDbDatabase.Open(settings: new Dictionary<string, string> { ["no_such_setting"] = "1" })).Message, StringComparison.Ordinal);
        Assert.Equal(
            DuckDbErrorType.IO, Assert.Throws<DuckDbException>(() => DuckDbDatabase.Open(Path.Combine(Path.GetTempPath(), "no", "such",
                "folder.db"))).ErrorType);
    }
}
