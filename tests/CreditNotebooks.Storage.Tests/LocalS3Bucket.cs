using CreditNotebooks.LocalS3;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Storage.Tests;

/// <summary>A bucket on a real server in this process.</summary>
internal sealed class LocalS3Bucket : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly LocalS3Server _server;

    private LocalS3Bucket(TemporaryFolder folder, LocalS3Server server)
    {
        _folder = folder;
        _server = server;
        Connection = new S3Connection(Settings);
    }

    public S3Settings Settings => new()
    {
        Endpoint = _server.Endpoint, PathStyle = true, AccessKeyId = _server.Account.AccessKey,
        SecretAccessKey = _server.Account.SecretKey, MaxAttempts = 3,
    };

    public S3Connection Connection { get; }

    public S3Store Store => Connection.Bucket("bucket");

    public static async Task<LocalS3Bucket> StartAsync()
    {
        var folder = new TemporaryFolder();
        var bucket = new LocalS3Bucket(folder, await LocalS3Server.StartAsync(new LocalS3Options { DataFolder = folder.Path }));
        await bucket.Connection.Client.PutBucketAsync("bucket");
        return bucket;
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
