using CreditNotebooks.Storage.Cache;

namespace CreditNotebooks.Storage.S3;

/// <summary>An object that a path leads to.</summary>
/// <param name="Url">The bucket and key.</param>
/// <param name="Root">The key of the file or folder that the path named: partition folders are counted from here.</param>
/// <param name="ETag">Its version now.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="LastModified">When this version was written.</param>
public sealed record FoundObject(S3Url Url, string Root, string ETag, long Size, DateTimeOffset LastModified);

/// <summary>Finds the objects of a path as Spark finds files: an object, a folder's files with those in its <c>name=value</c> subfolders,
/// or all that match a pattern. Names that start with <c>_</c> or <c>.</c> are hidden. Nothing is remembered: every call asks the
/// bucket.</summary>
/// <param name="connection">How S3 is reached.</param>
/// <param name="recursive">Whether the files of all subfolders count, not only of those that are <c>name=value</c>.</param>
internal sealed class S3Paths(S3Connection connection, bool recursive = false)
{
    /// <exception cref="StorageException">NoSuchKey: nothing is there.</exception>
    public async Task<IReadOnlyList<FoundObject>> FindAsync(string path, CancellationToken cancellationToken)
    {
        var url = S3Url.Parse(path);
        var store = connection.Bucket(url.Bucket);
        var found = new List<FoundObject>();
        if (!GlobPattern.IsPattern(url.Key))
        {
            await AddAsync(store, url.Key, found, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            foreach (var pattern in GlobPattern.Spread(url.Key).Distinct(StringComparer.Ordinal))
            {
                await MatchAsync(store, "", pattern.Split('/', StringSplitOptions.RemoveEmptyEntries), found, cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        if (found.Count > 0) return [.. found.DistinctBy(file => file.Url.Key)];
        throw new StorageException(StorageConditions.NoSuchKey, $"{url} ({connection.Settings.EndpointName})",
            "There is no object, no folder with objects and no match. Names that start with '_' or '.' are hidden. "
            + "Look at the bucket's listing.");
    }

    // A name may be both, as nothing in S3 forbids it; the object comes first.
    private async Task AddAsync(S3Store store, string key, List<FoundObject> found, CancellationToken cancellationToken)
    {
        StorageException? denied = null;
        if (key.Length > 0 && !key.EndsWith('/'))
        {
            try
            {
                if (await HeadAsync(store, key, cancellationToken).ConfigureAwait(false) is { } info)
                {
                    if (!IsHidden(key))
                    {
                        found.Add(new FoundObject(new S3Url(store.Bucket, key), key, info.ETag, info.Size, info.LastModified));
                    }

                    return;
                }
            }
            catch (StorageException exception) when (exception.Condition == StorageConditions.AccessDenied)
            {
                // S3 says so of what is not there, too, unless one may list the whole bucket.
                denied = exception;
            }
        }

        var root = new S3Url(store.Bucket, key).FolderPrefix;
        await AddFolderAsync(store, root, root, found, cancellationToken).ConfigureAwait(false);
        if (denied is null || found.Count > 0) return;
        if (await IsListedAsync(store, key, cancellationToken).ConfigureAwait(false)) throw denied;
    }

    /// <summary>Whether a listing shows an object of exactly this name. Who may list a folder may do so with its slash only, and is shown
    /// no object of the folder's name.</summary>
    public static async Task<bool> IsListedAsync(S3Store store, string key, CancellationToken cancellationToken)
    {
        try
        {
            // It is the first of those whose names start alike.
            await foreach (var entry in store.ListAsync(key, "/", cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                return entry.Key == key;
            }
        }
        catch (StorageException exception) when (exception.Condition == StorageConditions.AccessDenied)
        {
            return false;
        }

        return false;
    }

    private async Task AddFolderAsync(S3Store store, string root, string folder, List<FoundObject> found,
        CancellationToken cancellationToken)
    {
        await foreach (var entry in store.ListAsync(folder, "/", cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (IsHidden(entry.Key)) continue;
            if (!entry.IsPrefix)
            {
                // An object that ends in a slash is the console's mark of an empty folder.
                if (!entry.Key.EndsWith('/')) found.Add(Found(store, root, entry));
            }
            else if (recursive || Name(entry.Key).Contains('=', StringComparison.Ordinal))
            {
                await AddFolderAsync(store, root, entry.Key, found, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task MatchAsync(S3Store store, string folder, ArraySegment<string> names, List<FoundObject> found,
        CancellationToken cancellationToken)
    {
        var name = names[0];
        var isLast = names.Count == 1;
        if (!isLast && !GlobPattern.IsPattern(name))
        {
            await MatchAsync(store, folder + name + "/", names[1..], found, cancellationToken).ConfigureAwait(false);
            return;
        }

        var regex = GlobPattern.ToRegex(name);
        await foreach (var entry in store.ListAsync(folder + GlobPattern.Literal(name), "/", cancellationToken: cancellationToken)
            .ConfigureAwait(false))
        {
            if (!regex.IsMatch(Name(entry.Key))) continue;
            if (!isLast)
            {
                if (entry.IsPrefix) await MatchAsync(store, entry.Key, names[1..], found, cancellationToken).ConfigureAwait(false);
            }
            else if (entry.IsPrefix)
            {
                if (!IsHidden(entry.Key)) await AddFolderAsync(store, entry.Key, entry.Key, found, cancellationToken).ConfigureAwait(false);
            }
            else if (!IsHidden(entry.Key) && !entry.Key.EndsWith('/'))
            {
                found.Add(Found(store, entry.Key, entry));
            }
        }
    }

    private static FoundObject Found(S3Store store, string root, ListEntry entry) =>
        new(new S3Url(store.Bucket, entry.Key), root, entry.ETag!, entry.Size, entry.LastModified!.Value);

    private static async Task<ObjectInfo?> HeadAsync(S3Store store, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await store.HeadAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception) when (exception.Condition == StorageConditions.NoSuchKey)
        {
            return null;
        }
    }

    private static string Name(string key)
    {
        var trimmed = key.TrimEnd('/');
        return trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    // Spark's HadoopFSUtils.shouldFilterOutPathName; a partition column may start with an underscore.
    private static bool IsHidden(string key)
    {
        var name = Name(key);
        return name.StartsWith('.') || (name.StartsWith('_') && !name.Contains('=', StringComparison.Ordinal))
            || name.EndsWith("._COPYING_", StringComparison.Ordinal);
    }
}
