using Amazon.S3;
using CreditNotebooks.LocalS3;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Setup;

namespace CreditNotebooks.Storage.Tests.Setup;

/// <summary>A server in this process with an account and another user, and no bucket yet.</summary>
internal sealed class SetupServer : IAsyncDisposable
{
    public const string Bucket = "credit-data";
    public const string ReaderArn = "arn:aws:iam::000000000000:user/READER";

    private static readonly LocalS3User Account = new("ACCOUNT", "the-account's-secret");
    private static readonly LocalS3User Reader = new("READER", "the-reader's-secret");

    private readonly TemporaryFolder _folder;
    private readonly LocalS3Server _server;

    private SetupServer(TemporaryFolder folder, LocalS3Server server)
    {
        _folder = folder;
        _server = server;
        Connection = new S3Connection(Settings);
        OfReader = new S3Connection(Settings with { AccessKeyId = Reader.AccessKey, SecretAccessKey = Reader.SecretKey });
    }

    public S3Settings Settings => new()
    {
        Endpoint = _server.Endpoint, PathStyle = true, AccessKeyId = Account.AccessKey, SecretAccessKey = Account.SecretKey, MaxAttempts = 1,
    };

    public S3Connection Connection { get; }

    public S3Connection OfReader { get; }

    public IAmazonS3 Client => Connection.Client;

    /// <summary>All that can be wished for on an endpoint that counts as encrypted, so that nothing is left out.</summary>
    public static BucketSetup Wish => new(Bucket)
    {
        Principal = ReaderArn, Prefix = "credit", RefusePlainHttp = true, Tags = new Dictionary<string, string> { ["course"] = "credit" },
    };

    public static async Task<SetupServer> StartAsync()
    {
        var folder = new TemporaryFolder();
        return new SetupServer(folder, await LocalS3Server.StartAsync(
            new LocalS3Options { DataFolder = folder.Path, Users = [Account, Reader], LoopbackIsSecure = true }));
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        OfReader.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
