using CreditNotebooks.Spark.Tests.S3;

namespace CreditNotebooks.Spark.Tests.Connect;

/// <summary>Real Spark's S3A on the S3 server in the box, through Spark Connect: what either engine writes there, the other reads. Skipped
/// where there is no Spark to start.</summary>
[Collection(S3Collection.Name)]
public sealed class S3aTests(Lake lake)
{
    private const string Everything = "SELECT count(*) AS n, sum(id) AS ids, max(name) AS last FROM";

    /// <summary>All that a Spark needs to be told of another endpoint than AWS's; and for one bucket a key that nobody has.</summary>
    private string Settings => string.Join(' ', new[]
    {
        $"endpoint={lake.Endpoint}", "endpoint.region=us-east-1", "path.style.access=true", "access.key=lake-keeper", $"secret.key={Lake.Secret}",
        "bucket.pond.access.key=nobody",
    }.Select(setting => "spark.hadoop.fs.s3a." + setting));

    [SkippableFact]
    public void Csv_Parquet_and_Delta_are_written_and_read_and_a_wrong_key_is_refused()
    {
        using var server = SparkServer.StartOwn(Settings);
        using var spark = SparkSession.Builder().Remote(server.ConnectionString).Create();
        using var embedded = lake.Session();
        foreach (var format in new[] { "csv", "parquet" })
        {
            var options = new Dictionary<string, string> { ["header"] = "true", ["inferSchema"] = "true" };
            foreach (var (writer, reader) in new[] { (spark, embedded), (embedded, spark) })
            {
                var path = $"s3a://lake/s3a/{format}-{(writer == spark ? "theirs" : "ours")}";
                foreach (var mode in new[] { "overwrite", "append" })
                {
                    writer.Sql("SELECT id, concat('name ', id) AS name FROM range(1000)").Write().Format(format).Options(options).Mode(mode).Save(path);
                }
                foreach (var engine in new[] { writer, reader })
                {
                    engine.Read().Format(format).Options(options).Load(path).CreateOrReplaceTempView("written");
                    Assert.Equal((2000L, 999_000L, "name 999"), Row(engine.Sql(Everything + " written")));
                }
                Assert.Contains($"s3a/{Path.GetFileName(path)}/_SUCCESS", lake.Keys($"s3a/{Path.GetFileName(path)}/"));
            }
        }

        spark.Sql("CREATE TABLE delta.`s3a://lake/s3a/delta` USING delta AS SELECT id, concat('name ', id) AS name FROM range(1000)").Collect();
        spark.Sql("INSERT INTO delta.`s3a://lake/s3a/delta` SELECT id + 1000, 'name 9999' FROM range(10)").Collect();
        spark.Sql("DELETE FROM delta.`s3a://lake/s3a/delta` WHERE id < 5").Collect();
        Assert.Equal((1005L, 509_535L, "name 9999"), Row(spark.Sql(Everything + " delta.`s3a://lake/s3a/delta`")));
        Assert.Equal((1000L, 499_500L, "name 999"), Row(spark.Sql(Everything + " delta.`s3a://lake/s3a/delta` VERSION AS OF 0")));
        Assert.Equal(["0", "1", "2"], lake.Keys("s3a/delta/_delta_log/").Where(key => key.EndsWith(".json", StringComparison.Ordinal))
            .Select(key => Path.GetFileNameWithoutExtension(key).TrimStart('0') is { Length: > 0 } version ? version : "0"));

        Assert.Contains("Status Code: 403", Assert.Throws<SparkException>(() => spark.Read().Text("s3a://pond/none").Count()).Message, StringComparison.Ordinal);
    }

    private static (long, long, string) Row(DataFrame rows)
    {
        var row = Assert.Single(rows.Collect());
        return ((long)row[0]!, (long)row[1]!, (string)row[2]!);
    }
}
