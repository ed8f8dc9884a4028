using CreditNotebooks.Storage.Folders;
using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Tests.Fakes;

namespace CreditNotebooks.Storage.Tests;

public sealed class FolderStoreContract : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override IObjectStore Store => field ??= new FolderStore(_folder.Path);

    public void Dispose() => _folder.Dispose();
}

public sealed class S3StoreContract : ObjectStoreContract, IDisposable
{
    private readonly FakeS3 _server = new();
    private readonly S3Connection _connection;

    public S3StoreContract() => _connection = new S3Connection(_server.Settings);

    protected override IObjectStore Store => _connection.Bucket("bucket");

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
    }
}

public sealed class LocalS3Contract : ObjectStoreContract, IAsyncLifetime
{
    private LocalS3Bucket? _bucket;

    protected override IObjectStore Store => _bucket!.Store;

    public async Task InitializeAsync() => _bucket = await LocalS3Bucket.StartAsync();

    public async Task DisposeAsync() => await _bucket!.DisposeAsync();
}
