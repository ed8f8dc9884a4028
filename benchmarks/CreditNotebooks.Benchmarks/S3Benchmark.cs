using CreditNotebooks.Data;
using CreditNotebooks.LocalS3;
using CreditNotebooks.Spark;
using CreditNotebooks.Storage.S3;
using static CreditNotebooks.Spark.Functions;

namespace CreditNotebooks.Benchmarks;

/// <summary>The credit data read as CSV from the S3 server in this process, with an empty cache and a full one, beside the same file on the
/// disk: every column of every row.</summary>
internal static class S3Benchmark
{
    private const int Runs = 9;

    public static async Task RunAsync(int customers)
    {
        var folder = Directory.CreateTempSubdirectory("credit-benchmark-s3-").FullName;
        try
        {
            var path = Path.Combine(folder, "credit.csv");
            var (cache, cold) = (Path.Combine(folder, "cache"), 0);
            CreditData.Generate(path, customers);
            await using var server = await LocalS3Server.StartAsync(new LocalS3Options { DataFolder = Path.Combine(folder, "data") });
            var settings = new S3Settings
            {
                Endpoint = server.Endpoint, PathStyle = true, AccessKeyId = server.Account.AccessKey,
                SecretAccessKey = server.Account.SecretKey,
            };
            using var connection = new S3Connection(settings);
            await connection.Client.PutBucketAsync("bucket");
            await using (var file = File.OpenRead(path)) await connection.Bucket("bucket").PutAsync("credit.csv", file);
            using var spark = SparkSession.Builder().Config("spark.hadoop.fs.s3a.endpoint", server.Endpoint.ToString())
                .Config("spark.hadoop.fs.s3a.access.key", server.Account.AccessKey)
                .Config("spark.hadoop.fs.s3a.secret.key", server.Account.SecretKey).Create();

            var (warm, disk, warmRatio) = SideBySide.Measure(() => FromS3(cache), () => Read(path), Runs);
            var (empty, again, coldRatio) = SideBySide.Measure(() => FromS3($"{cache}-{++cold}"), () => Read(path), Runs);
            Console.WriteLine($"{customers * 8:N0} rows of CSV ({new FileInfo(path).Length / 1048576.0:N1} MiB), median of {Runs} pairs: "
                + $"S3 with a full cache {warm:N0} ms, disk {disk:N0} ms, ratio {warmRatio:0.00}; "
                + $"S3 with an empty cache {empty:N0} ms, disk {again:N0} ms, ratio {coldRatio:0.00}");

            object FromS3(string cacheFolder)
            {
                Environment.SetEnvironmentVariable("CREDIT_NOTEBOOKS_CACHE", cacheFolder);
                return Read("s3://bucket/credit.csv");
            }

            object Read(string from)
            {
                var rows = spark.Read().Option("header", true).Csv(from);
                return rows.Select([.. rows.Columns().Select(c => Max(Col(c)))]).Collect();
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
