namespace CreditNotebooks.Storage.Tests;

/// <summary>A folder of a test, in memory where there is such a place: thousands of flushes to a disk take minutes.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public TemporaryFolder()
    {
        Path = System.IO.Path.Combine(Directory.Exists(Memory) ? Memory : System.IO.Path.GetTempPath(),
            $"credit-storage-{Guid.NewGuid():n}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
