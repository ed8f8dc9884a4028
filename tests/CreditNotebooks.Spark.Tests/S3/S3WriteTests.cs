using CreditNotebooks.Storage;

namespace CreditNotebooks.Spark.Tests.S3;

/// <summary>Rows are written to S3 as folders of part files, and come back as they were.</summary>
[Collection(S3Collection.Name)]
public sealed class S3WriteTests : IDisposable
{
    private readonly Lake lake;
    private readonly SparkSession spark;
    private readonly string path;

    public S3WriteTests(Lake lake)
    {
        this.lake = lake;
        spark = lake.Session();
        path = $"s3a://lake/{Prefix}";
    }

    private string Prefix { get; } = $"out-{Guid.NewGuid():N}";

    public void Dispose()
    {
        spark.Dispose();
        Assert.Empty(Lake.Leftovers());
    }

    [Theory]
    [InlineData("csv", "csv")]
    [InlineData("json", "json")]
    [InlineData("parquet", "snappy.parquet")]
    public void What_is_written_is_read_back(string format, string extension)
    {
        Rows().Write().Format(format).Option("header", true).Save(path);
        Assert.Equal([$"{Prefix}/_SUCCESS", $"{Prefix}/part-*-c000.{extension}"], lake.Keys(Prefix));
        Assert.Equal(Shown(Rows()), Shown(Read(format)));
    }

    [Fact]
    public void Lines_are_read_back()
    {
        spark.Sql("SELECT concat('line ', id) FROM range(3)").Write().Option("compression", "gzip").Text(path);
        Assert.Equal([$"{Prefix}/_SUCCESS", $"{Prefix}/part-*-c000.txt.gz"], lake.Keys(Prefix));
        Assert.Equal("line 0 line 1 line 2", Lake.Values(spark.Read().Text(path)));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void Partitions_are_folders_and_columns_again(string format)
    {
        Rows().Write().PartitionBy("p").Format(format).Option("header", true).Save(path);
        Assert.Equal(["_SUCCESS", "p=__HIVE_DEFAULT_PARTITION__", "p=x", "p=y%2Fz é"],
            lake.Keys(Prefix).Select(k => k.Split('/')[1]).Distinct());
        Assert.Equal(Shown(Rows()), Shown(Read(format)));
    }

    [Fact]
    public void The_modes_mean_what_they_mean_for_a_folder()
    {
        void Write(int value, string mode) => spark.Sql($"SELECT {value} AS n").Write().Mode(mode).Option("header", true).Csv(path);
        string Values() => Lake.Values(spark.Read().Option("header", true).Csv(path));
        Write(1, "error");
        Assert.Equal("PATH_ALREADY_EXISTS", Assert.Throws<SparkException>(() => Write(2, "error")).Condition);
        Write(3, "ignore");
        Assert.Equal("1", Values());
        Write(4, "append");
        Assert.Equal("1 4", Values());
        Assert.Equal(3, lake.Keys(Prefix).Count);
        Write(5, "overwrite");
        Assert.Equal("5", Values());
        Assert.Equal(2, lake.Keys(Prefix).Count);
    }

    [Fact]
    public void A_folder_that_is_being_read_can_be_overwritten()
    {
        spark.Sql("SELECT id AS n FROM range(3)").Write().Parquet(path);
        spark.Read().Parquet(path).SelectExpr("n + 10 AS n").Write().Mode("overwrite").Parquet(path);
        Assert.Equal("10 11 12", Lake.Values(spark.Read().Parquet(path)));
    }

    [Fact]
    public void A_single_object_under_the_name_is_overwritten_too()
    {
        lake.Put(Prefix, "n\n1\n");
        lake.Put(Prefix + "-beside", "n\n1\n");
        spark.Sql("SELECT 2 AS n").Write().Mode("overwrite").Option("header", true).Csv(path);
        Assert.Equal([$"{Prefix}-beside", $"{Prefix}/_SUCCESS", $"{Prefix}/part-*-c000.csv"], lake.Keys(Prefix));
    }

    [Theory]
    [InlineData("s3://lake")]
    [InlineData("s3a://lake/")]
    public void A_whole_bucket_is_not_overwritten(string bucket)
    {
        lake.Put($"{Prefix}/kept", "");
        var e = Assert.Throws<SparkException>(() => spark.Range(1).Write().Mode("overwrite").Csv(bucket));
        Assert.Equal("_LEGACY_ERROR_TEMP_2056", e.Condition);
        Assert.Equal([$"{Prefix}/kept"], lake.Keys(Prefix));
    }

    [Fact]
    public void A_folder_without_rows_is_read_back_with_its_schema()
    {
        spark.Sql("SELECT 1 AS n, 'x' AS p WHERE false").Write().PartitionBy("p").Parquet(path);
        Assert.Equal([$"{Prefix}/_SUCCESS"], lake.Keys(Prefix));
        Assert.Equal(0, spark.Read().Schema("n INT, p STRING").Parquet(path).Count());
        Assert.Equal("UNABLE_TO_INFER_SCHEMA", Assert.Throws<SparkException>(() => spark.Read().Parquet(path)).Condition);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void A_query_that_fails_writes_nothing(string format)
    {
        var rows = spark.Sql("SELECT if(id = 90000, raise_error('no'), id) AS n FROM range(100000)");
        Assert.Throws<SparkException>(() => rows.Write().Mode("overwrite").Format(format).Save(path));
        Assert.Empty(lake.Keys(Prefix));
    }

    [Fact]
    public void The_mark_of_success_comes_last_and_a_failed_upload_takes_back_what_it_put()
    {
        using var tap = new Tap(lake.Endpoint);
        using var session = lake.Session(tap.Address);
        var puts = new List<string>();
        tap.Before = line =>
        {
            if (line.StartsWith("PUT", StringComparison.Ordinal)) puts.Add(line.Split(' ')[1].Split('?')[0]);
            return Task.CompletedTask;
        };
        session.Sql("SELECT 1 AS n, 'x' AS p").Write().PartitionBy("p").Csv(path);
        Assert.EndsWith("/_SUCCESS", puts[^1], StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();
        tap.Before = line =>
        {
            if (line.Contains("/_SUCCESS", StringComparison.Ordinal)) stop.Cancel();
            return Task.CompletedTask;
        };
        var before = lake.Keys(Prefix);
        Assert.ThrowsAny<OperationCanceledException>(() => session.Sql("SELECT 2 AS n").Write().Mode("append").Csv(path, stop.Token));
        Assert.Equal(before, lake.Keys(Prefix));
    }

    [Fact]
    public void A_bucket_that_is_not_there_and_a_policy_that_forbids_are_told()
    {
        var missing = Assert.Throws<SparkException>(() => Rows().Write().Csv("s3://no-such-bucket/out"));
        Assert.Equal("TASK_WRITE_FAILED", missing.Condition);
        Assert.Contains("s3://no-such-bucket/out", missing.Message, StringComparison.Ordinal);
        Assert.Contains("NoSuchBucket", missing.Message, StringComparison.Ordinal);
        using var guest = lake.Session(null, ("fs.s3a.access.key", "guest"), ("fs.s3a.secret.key", "a-secret-of-the-guest"));
        var denied = Assert.Throws<SparkException>(() => guest.Range(1).Write().Csv(path));
        Assert.Equal("TASK_WRITE_FAILED", denied.Condition);
        Assert.Contains("AccessDenied", denied.Message, StringComparison.Ordinal);
    }

    private DataFrame Rows() => spark.Sql("SELECT i, s, p FROM VALUES (1, 'a', 'x'), (2, 'b,\"', NULL), (3, 'ü', 'y/z é') AS t(i, s, p)");

    private DataFrame Read(string format) =>
        spark.Read().Format(format).Option("header", true).Option("inferSchema", true).Load(path).Select("i", "s", "p");

    private static IEnumerable<string> Shown(DataFrame rows) => rows.Collect().Select(r => r.ToString()).Order(StringComparer.Ordinal);
}
