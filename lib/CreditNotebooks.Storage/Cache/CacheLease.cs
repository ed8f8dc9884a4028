namespace CreditNotebooks.Storage.Cache;

/// <summary>A reader's hold on files of the cache. It ends with its disposal, or with the process.</summary>
internal sealed class CacheLease(ObjectCache cache, string id, FileStream file) : IDisposable
{
    private int _released;

    public string Id { get; } = id;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0) cache.Release(this, file);
    }
}
