using System.Text;
using CreditNotebooks.LocalS3;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Spark.Tests.S3;

/// <summary>These tests set the process's environment, and so run alone, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class S3Collection : ICollectionFixture<Lake>
{
    public const string Name = "S3";
}

/// <summary>An S3 server in this process with the bucket <c>lake</c>, and a cache of its own.</summary>
public sealed class Lake : IAsyncLifetime
{
    public const string Secret = "a-secret-of-the-lake";

    private readonly string folder = Directory.CreateTempSubdirectory("credit-lake-").FullName;
    private LocalS3Server? server;
    private S3Connection? connection;

    public Uri Endpoint => server!.Endpoint;

    public string Cache => Path.Combine(folder, "cache");

    public S3Store Bucket => connection!.Bucket("lake");

    public S3Connection Connection => connection!;

    public async Task InitializeAsync()
    {
        server = await LocalS3Server.StartAsync(new LocalS3Options
        {
            DataFolder = Path.Combine(folder, "data"), Users = [new("lake-keeper", Secret), new("guest", "a-secret-of-the-guest")],
        });
        connection = new S3Connection(new S3Settings
        {
            Endpoint = Endpoint, PathStyle = true, AccessKeyId = "lake-keeper", SecretAccessKey = Secret,
        });
        await connection.Client.PutBucketAsync("lake");
        Environment.SetEnvironmentVariable("CREDIT_NOTEBOOKS_CACHE", Cache);
    }

    public async Task DisposeAsync()
    {
        Environment.SetEnvironmentVariable("CREDIT_NOTEBOOKS_CACHE", null);
        connection!.Dispose();
        await server!.DisposeAsync();
        Directory.Delete(folder, true);
    }

    /// <summary>A session whose settings lead here, or to a tap.</summary>
    public SparkSession Session(Uri? endpoint = null, params (string Key, string Value)[] settings)
    {
        var builder = SparkSession.Builder()
            .Config("spark.hadoop.fs.s3a.endpoint", (endpoint ?? Endpoint).ToString())
            .Config("spark.hadoop.fs.s3a.access.key", "lake-keeper")
            .Config("spark.hadoop.fs.s3a.secret.key", Secret);
        foreach (var (key, value) in settings) builder.Config(key, value);
        return builder.Create();
    }

    public void Put(string key, string text) =>
        Bucket.PutAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(text))).GetAwaiter().GetResult();

    public void Delete(string key) => Bucket.DeleteAsync(key).GetAwaiter().GetResult();

    public string Text(string key)
    {
        using var content = new StreamReader(Bucket.GetAsync(key).GetAwaiter().GetResult().Stream);
        return content.ReadToEnd();
    }

    /// <summary>The keys under a prefix, with a star for what differs from write to write.</summary>
    public IReadOnlyList<string> Keys(string prefix) => [.. Bucket.ListAsync(prefix).ToBlockingEnumerable()
        .Select(e => System.Text.RegularExpressions.Regex.Replace(e.Key, "part-00000-[0-9a-f-]{36}", "part-*"))];

    /// <summary>What is left of writes among this machine's temporary files.</summary>
    public static IReadOnlyList<string> Leftovers() =>
        Directory.GetDirectories(Path.GetTempPath(), $"credit-notebooks-s3-{Environment.ProcessId}-*");

    /// <summary>The first column's values in order, as text.</summary>
    public static string Values(DataFrame rows) => string.Join(" ", rows.Collect().Select(r => $"{r[0]}").Order(StringComparer.Ordinal));
}
