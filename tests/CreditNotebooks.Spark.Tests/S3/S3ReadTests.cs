using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Tests.S3;

/// <summary>Paths in S3 read as files do.</summary>
[Collection(S3Collection.Name)]
public sealed class S3ReadTests : IDisposable
{
    private readonly Lake lake;
    private readonly SparkSession spark;

    public S3ReadTests(Lake lake)
    {
        this.lake = lake;
        spark = lake.Session();
        foreach (var (key, text) in new[]
        {
            ("in/2025/a.csv", "n\n1\n"), ("in/2025/b.csv", "n\n2\n"), ("in/2026/a.csv", "n\n3\n"), ("in/top.csv", "n\n4\n"),
            ("in/_SUCCESS", ""), ("in/_hidden.csv", "n\n5\n"), ("in/.hidden.csv", "n\n6\n"), ("in/sub/c.csv", "n\n7\n"),
            ("sales/country=DE/year=2025/a.csv", "n\n1\n"), ("sales/country=FR/year=2026/a.csv", "n\n2\n"),
            ("sales/country=FR/_temporary/x.csv", "n\n3\n"), ("sales/country=a%2Fb/year=2026/a.csv", "n\n4\n"),
        })
        {
            lake.Put(key, text);
        }
    }

    public void Dispose() => spark.Dispose();

    [Theory]
    [InlineData("s3://lake/in/top.csv", "4")]
    [InlineData("s3a://lake/in/2025", "1 2")]
    [InlineData("s3n://lake/in/2025/", "1 2")]
    [InlineData("S3://lake/in", "4")]
    [InlineData("s3://lake/in/*/*.csv", "1 2 3 7")]
    [InlineData("s3://lake/in/202[0-5]/?.csv", "1 2")]
    [InlineData("s3://lake/in/202[^5]/*", "3")]
    [InlineData("s3://lake/in/{2025/b,2026/a}.csv", "2 3")]
    [InlineData("s3://lake/in/202*", "1 2 3")]
    public void A_path_is_an_object_a_folder_or_a_glob(string path, string values) =>
        Assert.Equal(values, Lake.Values(spark.Read().Option("header", true).Csv(path)));

    [Fact]
    public void Several_paths_are_read_together_local_ones_too()
    {
        using var folder = new Sources.SourceFolder();
        File.WriteAllText(Path.Combine(folder.Path, "here.csv"), "n\n8\n");
        var rows = spark.Read().Option("header", true).Csv("s3://lake/in/2025/a.csv", "s3a://lake/in/2026", folder.Path);
        Assert.Equal("1 3 8", Lake.Values(rows));
    }

    [Fact]
    public void Options_about_files_hold()
    {
        DataFrame Read(string option, string value, string path = "s3://lake/in") =>
            spark.Read().Option("header", true).Option(option, value).Csv(path);
        Assert.Equal("1 2 3 4 7", Lake.Values(Read("recursiveFileLookup", "true")));
        Assert.Equal("1", Lake.Values(Read("pathGlobFilter", "a*", "s3://lake/in/2025")));
        Assert.Equal("4", Lake.Values(Read("modifiedBefore", "2100-01-01T00:00:00")));
        Assert.Equal("UNABLE_TO_INFER_SCHEMA",
            Assert.Throws<SparkException>(() => Read("modifiedAfter", "2100-01-01T00:00:00")).Condition);
        var based = Read("basePath", "s3a://lake/sales/", "s3://lake/sales/country=FR/year=2026");
        Assert.Equal(["n", "country", "year"], based.Columns());
    }

    [Fact]
    public void Folders_named_by_values_are_partition_columns()
    {
        var sales = spark.Read().Option("header", true).Option("inferSchema", true).Csv("s3://lake/sales");
        Assert.Equal("[n: int, country: string, year: int]", sales.ToString());
        Assert.Equal(["[1,DE,2025]", "[2,FR,2026]", "[4,a/b,2026]"], sales.Collect().Select(r => r.ToString()).Order());
        Assert.Equal("4", Lake.Values(sales.Where("country = 'a/b'")));
    }

    [Theory]
    [InlineData("a b+c/ü?#&=%.csv")]
    [InlineData("%41/+/..odd/a=b.csv")]
    [InlineData("quote'd/semi;colon.csv")]
    [InlineData("€ 5/{kept}.csv", "€ 5/\\{kept\\}.csv")]
    [InlineData("deep/x.ü.csv")]
    public void Odd_keys_are_read_as_they_are(string key, string? path = null)
    {
        lake.Put("odd/" + key, "n\n1\n");
        Assert.Equal("1", Lake.Values(spark.Read().Option("header", true).Csv("s3://lake/odd/" + (path ?? key))));
    }

    [Fact]
    public async Task Compression_is_told_by_the_key_also_where_the_cache_cannot_keep_its_name()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("n\n1\n"u8);
        bytes.Position = 0;
        await lake.Bucket.PutAsync("packed/a.ü.csv.gz", bytes);
        Assert.Equal("1", Lake.Values(spark.Read().Option("header", true).Csv("s3://lake/packed")));
    }

    [Fact]
    public void SQL_reads_paths_in_S3()
    {
        Assert.Equal("4 n", Lake.Values(spark.Sql("SELECT * FROM csv.`s3a://lake/in/top.csv`")));
        Assert.Equal("n", Lake.Values(spark.Sql("SELECT max(value) FROM text.`s3://lake/in/2025/*`")));
        spark.Sql("CREATE TEMPORARY VIEW tops USING csv OPTIONS (path 's3://lake/in/top.csv', header 'true', inferSchema 'true')");
        Assert.Equal("5", Lake.Values(spark.Sql("SELECT n + 1 FROM tops")));
        var e = Assert.Throws<SparkException>(() => spark.Sql("SELECT 1\nFROM parquet.`s3://lake/none`"));
        Assert.Equal(("PATH_NOT_FOUND", 2), (e.Condition, e.Line));
    }

    [Fact]
    public void A_DataFrame_sees_a_changed_object_and_a_new_one_at_its_next_action()
    {
        lake.Put("live/a.csv", "n\n1\n");
        var rows = spark.Read().Option("header", true).Csv("s3://lake/live");
        var kept = spark.Read().Option("header", true).Csv("s3://lake/live").Where("n > 0").Cache();
        Assert.Equal(("1", "1"), (Lake.Values(rows), Lake.Values(kept)));
        lake.Put("live/a.csv", "n\n2\n");
        Assert.Equal("2", Lake.Values(rows));
        lake.Put("live/b.csv", "n\n3\n");
        Assert.Equal("2 3", Lake.Values(rows));
        lake.Delete("live/a.csv");
        Assert.Equal("3", Lake.Values(rows));
        Assert.Equal("1", Lake.Values(kept));
    }

    [Fact]
    public void Rows_that_are_being_read_are_of_one_time()
    {
        lake.Put("once/a.csv", "n\n" + string.Join("\n", Enumerable.Range(0, 100_000)) + "\n");
        using var rows = spark.Read().Option("header", true).Csv("s3://lake/once").ToLocalIterator().GetEnumerator();
        Assert.True(rows.MoveNext());
        lake.Delete("once/a.csv");
        var count = 1;
        while (rows.MoveNext()) count++;
        Assert.Equal(100_000, count);
    }

    [Fact]
    public void A_step_of_a_query_does_not_ask_S3_again()
    {
        using var tap = new Tap(lake.Endpoint);
        using var session = lake.Session(tap.Address);
        var rows = session.Read().Option("header", true).Csv("s3://lake/in/2025");
        var requests = 0;
        tap.Before = _ =>
        {
            Interlocked.Increment(ref requests);
            return Task.CompletedTask;
        };
        rows = rows.Where("n > 0").WithColumn("m", Functions.Col("n") + 1).GroupBy("m").Count().OrderBy("m");
        Assert.Equal(0, requests);
        Assert.Equal("2 3", Lake.Values(rows.Select(Functions.Col("m").Cast("int"))));
        Assert.InRange(requests, 1, 5);
    }

    [Fact]
    public void Explain_names_the_objects_and_not_their_copies()
    {
        spark.Range(3).Write().Mode("overwrite").Parquet("s3://lake/explained");
        var text = spark.Read().Parquet("s3://lake/explained").ExplainString();
        Assert.Contains("s3://lake/explained/part-", text, StringComparison.Ordinal);
        Assert.DoesNotContain(lake.Cache, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_as_SQL_text_keeps_the_address() => Assert.Contains("parquet.`s3a://lake/in`",
        SparkSqlWriter.Write(SqlParser.ParseStatement("SELECT * FROM parquet.`s3a://lake/in`")), StringComparison.Ordinal);

    [Fact]
    public async Task Two_sessions_read_at_once()
    {
        using var other = lake.Session();

        // Threads of their own: the server in this process answers on those of the pool.
        var answers = await Task.WhenAll(new[] { spark, other }.SelectMany(s => Enumerable.Repeat(s, 4)).Select(s => Task.Factory.StartNew(
            () => Lake.Values(s.Read().Option("header", true).Csv("s3://lake/in/*/*.csv")),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.All(answers, a => Assert.Equal("1 2 3 7", a));
    }

    [Fact]
    public async Task Buckets_are_read_together_each_with_its_own_settings()
    {
        await lake.Connection.Client.PutBucketAsync("pond");
        await lake.Connection.Bucket("pond").PutAsync("a.csv", new MemoryStream("n\n9\n"u8.ToArray()));
        using var session = lake.Session(null,
            ("fs.s3a.bucket.pond.access.key", "nobody"), ("fs.s3a.bucket.pond.secret.key", "wrong-secret"));
        var read = session.Read().Option("header", true);
        var refused = Assert.Throws<SparkException>(() => read.Csv("s3://lake/in/top.csv", "s3://pond/a.csv"));
        Assert.Contains("InvalidAccessKeyId", refused.Message, StringComparison.Ordinal);
        session.Conf().Set("fs.s3a.bucket.pond.access.key", "lake-keeper");
        session.Conf().Set("fs.s3a.bucket.pond.secret.key", Lake.Secret);
        Assert.Equal("4 9", Lake.Values(read.Csv("s3://lake/in/top.csv", "s3://pond/a.csv")));
    }
}
