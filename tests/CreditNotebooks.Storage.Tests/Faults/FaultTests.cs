using CreditNotebooks.Storage.S3;
using CreditNotebooks.Storage.Tests.Fakes;

namespace CreditNotebooks.Storage.Tests.Faults;

/// <summary>A bucket on an endpoint that can be told what to do wrong.</summary>
public abstract class FaultTests : IDisposable
{
    private protected FaultTests() => Connection = new S3Connection(Server.Settings);

    private protected FakeS3 Server { get; } = new();

    private protected TemporaryFolder Folder { get; } = new();

    private protected S3Connection Connection { get; }

    private protected S3Store Store => Connection.Bucket("bucket");

    public void Dispose()
    {
        Connection.Dispose();
        Server.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static byte[] Random(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
