using CreditNotebooks.Storage.Cache;

namespace CreditNotebooks.Storage.S3;

/// <summary>S3 for readers and writers of local files, such as DuckDB: objects come through the cache, written folders go up as a
/// whole.</summary>
public sealed class S3Files : IDisposable
{
    // Each file of its own is in ranges again; a few at once keep the line busy when they are small.
    private const int FilesAtOnce = 4;

    private readonly ObjectCache _cache;

    /// <summary>Reads and writes with these settings.</summary>
    public S3Files(S3Settings settings, CacheSettings cache)
    {
        Connection = new S3Connection(settings);
        _cache = new ObjectCache(cache);
    }

    /// <summary>Reads and writes as the environment says: AWS's variables, and those of the cache.</summary>
    /// <param name="environment">Environment variables; null for the process's own.</param>
    /// <exception cref="StorageException">InvalidSetting.</exception>
    public static S3Files FromEnvironment(IReadOnlyDictionary<string, string>? environment = null) =>
        new(S3Settings.FromEnvironment(environment), CacheSettings.FromEnvironment(environment));

    /// <summary>The connection, for what is not files.</summary>
    public S3Connection Connection { get; }

    /// <summary>Finds the objects of an address and brings none: an object, a folder, or a pattern as Hadoop's. The bucket is asked each
    /// time, so that a changed object is seen at once.</summary>
    /// <param name="url">An address such as <c>s3://bucket/data/*.csv</c>.</param>
    /// <param name="recursive">Whether a folder's subfolders all count, not only those that are <c>name=value</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StorageException">NoSuchKey: nothing is there.</exception>
    public Task<IReadOnlyList<FoundObject>> FindAsync(string url, bool recursive = false, CancellationToken cancellationToken = default) =>
        new S3Paths(Connection, recursive).FindAsync(url, cancellationToken);

    /// <summary>Finds the objects of addresses, and brings them here, those that are not here already.</summary>
    /// <param name="urls">Addresses such as <c>s3://bucket/data/*.csv</c>.</param>
    /// <param name="progress">Told as bytes arrive, of all files together.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StorageException">NoSuchKey: nothing is there, or an object disappeared meanwhile. PreconditionFailed: one was
    /// changed meanwhile. CacheFull: they are more than the cache holds.</exception>
    public async Task<OpenedFiles> OpenAsync(
        IEnumerable<string> urls, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var found = new List<FoundObject>();
        foreach (var url in urls) found.AddRange(await FindAsync(url, recursive: false, cancellationToken).ConfigureAwait(false));
        return await OpenAsync(found, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings objects that were found here, those that are not here already.</summary>
    /// <param name="found">The objects, in the versions that they were found in; others are refused.</param>
    /// <param name="progress">Told as bytes arrive, of all files together.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StorageException">NoSuchKey: an object disappeared meanwhile. PreconditionFailed: one was changed meanwhile.
    /// CacheFull: they are more than the cache holds.</exception>
    public async Task<OpenedFiles> OpenAsync(
        IReadOnlyList<FoundObject> found, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var entries = found.Select(file =>
            new CacheEntry(Connection.Settings.EndpointName, file.Url.Bucket, file.Url.Key, file.ETag, file.Size)).ToList();
        var lease = await _cache.LeaseAsync(entries, cancellationToken).ConfigureAwait(false);
        try
        {
            var files = new LocalFile[found.Count];
            var sum = new SumOfProgress(progress, entries.Sum(entry => entry.Size));

            // The same object may have been named twice; it comes once.
            var groups = Enumerable.Range(0, found.Count).GroupBy(i => entries[i].FileName);
            var limits = new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(groups, limits, async (group, token) =>
            {
                var entry = entries[group.First()];
                var path = await _cache.GetAsync(lease, entry, incoming => DownloadAsync(entry, incoming, sum.Part(), token))
                    .ConfigureAwait(false);
                foreach (var i in group)
                {
                    var (url, root) = (found[i].Url, new S3Url(found[i].Url.Bucket, found[i].Root));
                    files[i] = new LocalFile(path, url.ToString(), root.ToString(), found[i].Size);
                }
            }).ConfigureAwait(false);
            return new OpenedFiles(files, lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Whether an object or a folder with objects is there, hidden ones too.</summary>
    public async Task<bool> ExistsAsync(string url, CancellationToken cancellationToken = default) =>
        (await KeysAsync(S3Url.Parse(url), cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>Puts a local file under an address, in place of the object that is there.</summary>
    public Task<PutResult> UploadFileAsync(
        string path, string url, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var to = S3Url.Parse(url);
        return ObjectUpload.FromFileAsync(Connection.Bucket(to.Bucket), path, to.Key, progress, cancellationToken);
    }

    /// <summary>Puts a local folder of part files under an address, with the file <c>_SUCCESS</c> as the last one. Names that start with a
    /// dot stay here. When it fails, what it has put is removed; what <see cref="UploadMode.Overwrite"/> has deleted stays deleted, as in
    /// Spark.</summary>
    /// <exception cref="StorageException">AlreadyExists: there are objects, and the mode says to write none then.</exception>
    public async Task UploadFolderAsync(
        string folder, string url, UploadMode mode = UploadMode.ErrorIfExists, IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        const string success = "_SUCCESS";
        var to = S3Url.Parse(url);
        var store = Connection.Bucket(to.Bucket);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')))
            .Where(file => file.Name != success && !file.Name.Split('/').Any(part => part.StartsWith('.')))
            .OrderBy(file => file.Name, Utf8Order.Instance).ToList();
        var kept = await ClearAsync(store, to, mode, cancellationToken).ConfigureAwait(false);
        try
        {
            var sum = new SumOfProgress(progress, files.Sum(file => new FileInfo(file.Path).Length));
            var limits = new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(files, limits, async (file, token) =>
                await UploadFileAsync(file.Path, $"s3://{to.Bucket}/{to.FolderPrefix}{file.Name}", sum.Part(), token).ConfigureAwait(false))
                    .ConfigureAwait(false);
            await store.PutAsync(to.FolderPrefix + success, Stream.Null, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await RemoveAsync(store, files.Select(file => to.FolderPrefix + file.Name).Except(kept), exception).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Deletes an object, or a folder with all that is in it.</summary>
    /// <returns>How many objects there were.</returns>
    public async Task<int> DeleteAsync(string url, CancellationToken cancellationToken = default)
    {
        var from = S3Url.Parse(url);
        var keys = await KeysAsync(from, cancellationToken).ConfigureAwait(false);
        await Connection.Bucket(from.Bucket).DeleteManyAsync(keys, cancellationToken).ConfigureAwait(false);
        return keys.Count;
    }

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    private static async Task RemoveAsync(S3Store store, IEnumerable<string> keys, Exception cause)
    {
        try
        {
            await store.DeleteManyAsync(keys, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            throw new StorageException((cause as StorageException)?.Condition ?? exception.Condition, exception.Location,
                $"The upload failed ({cause.Message}), and what it had put could not be removed ({exception.Message}). "
                + "Delete it before reading.", cause);
        }
    }

    // What stays of that which was there before: a failing upload must not take it away.
    private async Task<IReadOnlyList<string>> ClearAsync(S3Store store, S3Url to, UploadMode mode, CancellationToken cancellationToken)
    {
        var old = await KeysAsync(to, cancellationToken).ConfigureAwait(false);
        if (old.Count == 0 || mode == UploadMode.Append) return old;
        if (mode == UploadMode.ErrorIfExists)
        {
            throw new StorageException(StorageConditions.AlreadyExists, store.Where(to.Key),
                "There are objects already. Write with mode overwrite or append, or to another place.");
        }

        // A reader that looks for _SUCCESS is told first.
        var success = to.FolderPrefix + "_SUCCESS";
        if (old.Remove(success)) await store.DeleteAsync(success, cancellationToken).ConfigureAwait(false);
        await store.DeleteManyAsync(old, cancellationToken).ConfigureAwait(false);
        return [];
    }

    // The object itself and all below it as a folder, but not those whose names only start alike.
    private async Task<List<string>> KeysAsync(S3Url url, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var store = Connection.Bucket(url.Bucket);
        await foreach (var entry in store.ListAsync(url.FolderPrefix, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            keys.Add(entry.Key);
        }

        if (url.Key != url.FolderPrefix && await S3Paths.IsListedAsync(store, url.Key, cancellationToken).ConfigureAwait(false))
        {
            keys.Insert(0, url.Key);
        }

        return keys;
    }

    private async Task DownloadAsync(CacheEntry entry, string incoming, IProgress<TransferProgress> progress,
        CancellationToken cancellationToken)
    {
        var store = Connection.Bucket(entry.Bucket);
        try
        {
            // The listing has no checksum.
            var info = await store.HeadAsync(entry.Key, cancellationToken).ConfigureAwait(false);
            if (info.ETag != entry.ETag) throw Meanwhile(store, entry, StorageConditions.PreconditionFailed, "changed", null);
            var settings = Connection.Settings;
            await ObjectDownload.ToFileAsync(store, info, incoming, settings.PartSize, settings.Parallelism, progress, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (StorageException exception) when (exception.Condition == StorageConditions.NoSuchKey)
        {
            throw Meanwhile(store, entry, exception.Condition, "deleted", exception);
        }
        catch (StorageException exception) when (exception.Condition == StorageConditions.PreconditionFailed)
        {
            throw Meanwhile(store, entry, exception.Condition, "changed", exception);
        }
    }

    private static StorageException Meanwhile(S3Store store, CacheEntry entry, string condition, string what, Exception? cause) =>
        new(condition, store.Where(entry.Key),
            $"The object was {what} by another while it was being read. Run this again for what is there now.", cause);
}
