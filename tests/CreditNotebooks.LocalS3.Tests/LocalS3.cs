using Amazon.Runtime;
using Amazon.S3;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>A server on a folder of its own, with the account and one more user, and AWS's own client for it.</summary>
public sealed class LocalS3 : IAsyncDisposable
{
    public static readonly LocalS3User Account = new("ACCOUNT", "account-secret");
    public static readonly LocalS3User Reader = new("READER", "reader-secret");
    private readonly LocalS3Options _options;

    private LocalS3(LocalS3Options options, LocalS3Server server)
    {
        _options = options;
        Server = server;
        Client = ClientOf(Account);
    }

    public LocalS3Server Server { get; private set; }
    public AmazonS3Client Client { get; private set; }
    public string Folder => _options.DataFolder;
    /// <summary>What went wrong inside the server.</summary>
    public List<string> Log { get; } = [];

    public static async Task<LocalS3> StartAsync(Func<LocalS3Options, LocalS3Options>? change = null)
    {
        var options = new LocalS3Options { DataFolder = Directory.CreateTempSubdirectory("credit-s3-").FullName, Users = [Account, Reader] };
        options = change?.Invoke(options) ?? options;
        return new(options, await LocalS3Server.StartAsync(options));
    }

    /// <summary>Starts with a bucket.</summary>
    public static async Task<LocalS3> StartAsync(string bucket)
    {
        var s3 = await StartAsync();
        await s3.Client.PutBucketAsync(bucket);
        return s3;
    }

    public AmazonS3Client ClientOf(LocalS3User user, Action<AmazonS3Config>? change = null)
    {
        var config = new AmazonS3Config
        {
            ServiceURL = Server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
            UseHttp = true,
        };
        change?.Invoke(config);
        return new(new BasicAWSCredentials(user.AccessKey, user.SecretKey), config);
    }

    /// <summary>Stops the server and starts it anew on the same data.</summary>
    public async Task RestartAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Server = await LocalS3Server.StartAsync(_options);
        Client = ClientOf(Account);
    }

    /// <summary>The files that hold objects' bytes.</summary>
    public string[] Blobs() => Directory.GetFiles(Path.Combine(Folder, "blobs"), "*", SearchOption.AllDirectories);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
