using CreditNotebooks.Display;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Spark.Tests.Api;
using CreditNotebooks.Storage;

namespace CreditNotebooks.Spark.Tests.S3;

/// <summary>What goes wrong with S3 is told with Spark's condition, S3's own, and the URL; never with a file of the cache.</summary>
[Collection(S3Collection.Name)]
public sealed class S3FaultTests : IDisposable
{
    private readonly Lake lake;
    private readonly Tap tap;
    private readonly SparkSession spark;
    private readonly string prefix = $"fault-{Guid.NewGuid():N}";

    public S3FaultTests(Lake lake)
    {
        this.lake = lake;
        tap = new Tap(lake.Endpoint);
        spark = lake.Session(tap.Address);
        lake.Put($"{prefix}/a.csv", "n\n1\n");
        lake.Put($"{prefix}/b.csv", "n\n22\n");
    }

    private string Path => $"s3a://lake/{prefix}";

    public void Dispose()
    {
        CellContext.Current = new CellContext();
        spark.Dispose();
        tap.Dispose();
    }

    [Theory]
    [InlineData("s3://lake/none", "PATH_NOT_FOUND", "NoSuchKey")]
    [InlineData("s3://lake/none/*.csv", "PATH_NOT_FOUND", "NoSuchKey")]
    [InlineData("s3://no-such-bucket/a.csv", "PATH_NOT_FOUND", "NoSuchBucket")]
    public void A_path_that_is_not_there_is_named(string path, string condition, string s3Condition) =>
        AssertTold(Assert.Throws<SparkException>(() => spark.Read().Csv(path)), condition, path, s3Condition);

    [Theory]
    [InlineData("s3:///a.csv")]
    [InlineData("s3://lake/[a")]
    public void A_malformed_address_is_named(string path) =>
        AssertTold(Assert.Throws<SparkException>(() => spark.Read().Csv(path)), "INVALID_OPTION", path, "");

    [Theory]
    [InlineData("lake-keeper", "a-wrong-secret", "SignatureDoesNotMatch")]
    [InlineData("nobody", "a-wrong-secret", "InvalidAccessKeyId")]
    [InlineData("guest", "a-secret-of-the-guest", "AccessDenied")]
    public void Keys_that_do_not_open_are_told_with_S3s_condition(string key, string secret, string s3Condition)
    {
        spark.Conf().Set("fs.s3a.access.key", key);
        spark.Conf().Set("fs.s3a.secret.key", secret);
        AssertTold(Assert.Throws<SparkException>(() => spark.Read().Csv($"s3://lake/{prefix}/a.csv")),
            "FAILED_READ_FILE.NO_HINT", $"s3://lake/{prefix}/a.csv", s3Condition);
    }

    [Fact]
    public void An_endpoint_where_nothing_answers_is_told()
    {
        tap.Dispose();
        AssertTold(Assert.Throws<SparkException>(() => spark.Read().Csv(Path)), "FAILED_READ_FILE.NO_HINT", prefix, "EndpointUnreachable");
    }

    [Fact]
    public void An_object_that_disappears_half_way_is_told()
    {
        var rows = spark.Read().Option("header", true).Csv(Path);
        lake.Put($"{prefix}/a.csv", "n\n3\n");
        tap.Before = Once("HEAD", "a.csv", () => lake.Delete($"{prefix}/a.csv"));
        AssertTold(Assert.Throws<SparkException>(() => rows.Collect()),
            "FAILED_READ_FILE.FILE_NOT_EXIST", $"s3://lake/{prefix}/a.csv", "NoSuchKey");
        Assert.Equal("22", Lake.Values(rows));
    }

    [Fact]
    public void An_object_that_is_changed_while_it_is_read_is_told()
    {
        var rows = spark.Read().Option("header", true).Csv(Path);
        lake.Put($"{prefix}/a.csv", "n\n3\n");
        tap.Before = Once("GET", "a.csv", () => lake.Put($"{prefix}/a.csv", "n\n4\n"));
        AssertTold(Assert.Throws<SparkException>(() => rows.Collect()),
            "FAILED_READ_FILE.NO_HINT", $"s3://lake/{prefix}/a.csv", "PreconditionFailed");
        Assert.Equal("22 4", Lake.Values(rows));
    }

    [Theory]
    [InlineData("csv", "n\n1\nx\n")]
    [InlineData("json", "{\"n\": 1}\nx\n")]
    public void Bad_content_names_the_object(string format, string content)
    {
        lake.Put($"{prefix}-bad/x.{format}", content);
        var rows = spark.Read().Format(format).Schema("n INT").Option("header", true).Option("mode", "FAILFAST").Load($"{Path}-bad");
        AssertTold(Assert.Throws<SparkException>(() => rows.Collect()),
            "FAILED_READ_FILE.NO_HINT", $"s3://lake/{prefix}-bad/x.{format}", "");
    }

    [Fact]
    public void An_object_that_is_no_Parquet_is_named()
    {
        lake.Put($"{prefix}-bad/x.parquet", "no parquet");
        AssertTold(Assert.Throws<SparkException>(() => spark.Read().Parquet($"{Path}-bad/x.parquet")),
            "FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", $"s3://lake/{prefix}-bad/x.parquet", "");
    }

    [Fact]
    public async Task A_Parquet_object_that_breaks_off_in_the_middle_is_named()
    {
        spark.Sql("SELECT uuid() AS s FROM range(2000)").Write().Option("compression", "gzip").Parquet($"{Path}-broken");
        var key = lake.Bucket.ListAsync($"{prefix}-broken/part").ToBlockingEnumerable().Single().Key;
        var bytes = new MemoryStream();
        await using (var content = await lake.Bucket.GetAsync(key)) await content.Stream.CopyToAsync(bytes);
        bytes.GetBuffer().AsSpan(100, 2000).Clear();
        bytes.Position = 0;
        await lake.Bucket.PutAsync(key, bytes);
        var e = Assert.Throws<SparkException>(() => spark.Read().Parquet($"{Path}-broken").Collect());
        Assert.DoesNotContain(lake.Cache, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_that_are_more_than_the_cache_holds_are_told()
    {
        using (new TemporaryEnvironment(("CREDIT_NOTEBOOKS_CACHE_SIZE", "5B")))
        {
            var e = Assert.Throws<SparkException>(() => spark.Read().Schema("n INT").Csv(Path).Collect());
            AssertTold(e, "FAILED_READ_FILE.NO_HINT", prefix, "CacheFull");
            Assert.Contains("CREDIT_NOTEBOOKS_CACHE_SIZE", e.Message, StringComparison.Ordinal);
        }
        Assert.Equal(2, spark.Read().Option("header", true).Csv(Path).Count());
    }

    [Fact]
    public void The_stop_button_ends_a_download()
    {
        using var stop = new CancellationTokenSource();
        CellContext.Current = new CellContext { CancellationToken = stop.Token };
        tap.Before = line =>
        {
            if (!line.Contains(".csv", StringComparison.Ordinal)) return Task.CompletedTask;
            stop.CancelAfter(50);
            return Task.Delay(TimeSpan.FromMinutes(5));
        };
        var rows = spark.Read().Schema("n INT").Csv(Path);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => rows.Collect());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        Assert.Empty(Directory.GetFiles(System.IO.Path.Combine(lake.Cache, "incoming")));
        Assert.Empty(Directory.GetFiles(System.IO.Path.Combine(lake.Cache, "leases")));
    }

    [Fact]
    public void A_slow_download_tells_how_far_it_is()
    {
        var sink = new ProgressRecorder();
        CellContext.Current = new CellContext { Sink = sink };
        var rows = spark.Read().Schema("n INT").Csv(Path);
        tap.Before = line => line.StartsWith("GET", StringComparison.Ordinal) && line.Contains("b.csv", StringComparison.Ordinal)
            ? Task.Delay(800) : Task.CompletedTask;
        rows.Collect();
        Assert.Contains(($"downloading 2 files from s3://lake/{prefix}/", (double?)1), sink.Told);
    }

    [Fact]
    public void A_slow_upload_tells_how_far_it_is()
    {
        var sink = new ProgressRecorder();
        CellContext.Current = new CellContext { Sink = sink };
        var (rows, url) = (spark.Sql("SELECT id, uuid() AS s, id % 2 AS p FROM range(100000)"), $"{Path}-slow");
        tap.Before = line => line.StartsWith("PUT", StringComparison.Ordinal) && line.Contains("1/part-", StringComparison.Ordinal)
            ? Task.Delay(900) : Task.CompletedTask;
        rows.Write().PartitionBy("p").Parquet(url);
        Assert.Equal(($"uploading {url}", 1), sink.Told[^1]);
    }

    [Fact]
    public void A_transfer_tells_nothing_while_it_is_quick_and_nothing_behind_its_end()
    {
        var sink = new ProgressRecorder();
        CellContext.Current = new CellContext { Sink = sink };
        var report = new TransferReport("downloading x");
        report.Report(new TransferProgress(1, 10));
        Assert.Empty(sink.Told);
        Thread.Sleep(600);
        report.Report(new TransferProgress(5, 10));
        report.Report(new TransferProgress(6, 10));
        report.Dispose();
        report.Report(new TransferProgress(7, 10));
        Assert.Equal([("downloading x", 0.5), ("downloading x", 1)], sink.Told);
    }

    private static Func<string, Task> Once(string method, string name, Action act)
    {
        var done = 0;
        return line =>
        {
            if (line.StartsWith(method, StringComparison.Ordinal) && line.Contains(name, StringComparison.Ordinal)
                && Interlocked.Exchange(ref done, 1) == 0) act();
            return Task.CompletedTask;
        };
    }

    private void AssertTold(SparkException e, string condition, string url, string s3Condition)
    {
        Assert.Equal(condition, e.Condition);
        Assert.Contains(url, e.Message, StringComparison.Ordinal);
        Assert.Contains(s3Condition, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(lake.Cache, e.Message, StringComparison.Ordinal);
    }
}
