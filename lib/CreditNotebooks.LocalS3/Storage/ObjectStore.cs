using System.Collections.Concurrent;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>
/// A data folder: <c>lock</c>, <c>blobs/XX/ID</c> with the bytes, and <c>buckets/NAME/journal</c> with each bucket's history. Names of
/// objects are never names of files.
/// </summary>
internal sealed class ObjectStore : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BucketStore> _buckets = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _bucketsChange = new(1, 1);
    private readonly string _bucketFolder;
    private readonly FileStream _lock;
    private readonly Action<string> _log;

    private ObjectStore(string folder, FileStream @lock, Action<string> log)
    {
        _log = log;
        _lock = @lock;
        _bucketFolder = Path.Combine(folder, "buckets");
        Blobs = new(Path.Combine(folder, "blobs"));
    }

    public BlobStore Blobs { get; }

    public IEnumerable<BucketStore> Buckets => _buckets.Values.OrderBy(b => b.Name, StringComparer.Ordinal);

    /// <summary>Opens the data folder, or makes it.</summary>
    /// <exception cref="LocalS3Exception">Another process has it open, it cannot be written, or a journal is damaged.</exception>
    public static ObjectStore Open(string folder, Action<string> log)
    {
        FileStream? @lock = null;
        try
        {
            Disk.CreateFolder(folder);
            @lock = Lock(folder);
            var store = new ObjectStore(folder, @lock, log);
            store.Load();
            Disk.SyncFolder(folder);
            return store;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            @lock?.Dispose();
            throw new LocalS3Exception($"The data folder {folder} cannot be used: {e.Message}", e);
        }
        catch
        {
            @lock?.Dispose();
            throw;
        }
    }

    /// <exception cref="S3Exception">NoSuchBucket.</exception>
    public BucketStore Bucket(string name) =>
        Find(name) ?? throw new S3Exception(S3Error.NoSuchBucket) { Details = [("BucketName", name)] };

    public BucketStore? Find(string name) => _buckets.GetValueOrDefault(name);

    /// <summary>Makes the bucket; it is there whole or not at all, whenever the process ends.</summary>
    /// <exception cref="S3Exception">BucketAlreadyOwnedByYou.</exception>
    public async Task CreateBucketAsync(string name, IReadOnlyCollection<Change> changes)
    {
        await _bucketsChange.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_buckets.ContainsKey(name)) throw new S3Exception(S3Error.BucketAlreadyOwnedByYou) { Details = [("BucketName", name)] };
            var draft = Path.Combine(_bucketFolder, "." + Guid.NewGuid().ToString("n"));
            BucketStore.Begin(draft, changes);
            var folder = Path.Combine(_bucketFolder, name);
            Directory.Move(draft, folder);
            Disk.SyncFolder(_bucketFolder);
            _buckets[name] = BucketStore.Open(name, folder, Blobs, _log)!;
        }
        finally
        {
            _bucketsChange.Release();
        }
    }

    /// <exception cref="S3Exception">NoSuchBucket or BucketNotEmpty.</exception>
    public async Task DeleteBucketAsync(string name)
    {
        await _bucketsChange.WaitAsync().ConfigureAwait(false);
        try
        {
            var bucket = Bucket(name);
            var dead = Path.Combine(_bucketFolder, "." + Guid.NewGuid().ToString("n"));
            await bucket.DeleteAsync(() => Directory.Move(Path.Combine(_bucketFolder, name), dead)).ConfigureAwait(false);
            _buckets.TryRemove(name, out _);
            await bucket.DisposeAsync().ConfigureAwait(false);
            Disk.SyncFolder(_bucketFolder);
            DeleteFolder(dead);
        }
        finally
        {
            _bucketsChange.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bucket in _buckets.Values)
        {
            await bucket.DisposeAsync().ConfigureAwait(false);
        }
        _bucketsChange.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    // The bucket is gone by its name; what is left of it goes at the next start at the latest.
    private void DeleteFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log($"The folder {folder} of a deleted bucket could not be deleted, which is done at the next start: {e.Message}");
        }
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            return Disk.OpenFile(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DataFolderInUseException(folder, e);
        }
    }

    private void Load()
    {
        Disk.CreateFolder(_bucketFolder);
        foreach (var folder in Directory.GetDirectories(_bucketFolder))
        {
            var name = Path.GetFileName(folder);
            // Drafts of buckets, and those that were being deleted.
            if (name.StartsWith('.')) Directory.Delete(folder, recursive: true);
            else if (BucketStore.Open(name, folder, Blobs, _log) is { } bucket) _buckets[name] = bucket;
        }
        Blobs.DeleteOrphans();
    }
}
