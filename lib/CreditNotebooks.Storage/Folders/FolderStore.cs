using System.Globalization;

namespace CreditNotebooks.Storage.Folders;

/// <summary>A folder as an object store: key <c>a/b.csv</c> is the file <c>a/b.csv</c>, so that every other program can read it. An object
/// is written to a temporary file in the same tree, flushed to the disk, and then given its name in one step, by a rename or, for
/// put-if-absent, by a link that cannot replace. Whoever is killed at any moment leaves whole objects. An ETag is the file's size and the
/// time of its writing, which grows with every write to a key: it costs no reading, and it cannot see a program that changes a file in
/// place and resets its time.</summary>
/// <remarks>Writers in several processes on one machine are safe. On a network file system put-if-absent still is, put-if-match only where
/// it has locks. A key cannot be an object and the folder of others at once. Links to folders are not followed by listings.</remarks>
public sealed class FolderStore : IObjectStore
{
    private const int Attempts = 100;
    private static readonly TimeSpan AgeOfLeftovers = TimeSpan.FromHours(1);
    private static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>();

    private readonly string _root;
    private readonly string _temporary;
    private readonly FolderLocks _locks;
    private int _swept;

    /// <summary>A store in a folder, which is created with the first object.</summary>
    public FolderStore(string folder)
    {
        _root = Path.GetFullPath(folder);
        _temporary = Path.Combine(_root, FolderKey.Reserved, "tmp");
        _locks = new FolderLocks(Path.Combine(_root, FolderKey.Reserved, "locks"), 64);
    }

    /// <inheritdoc/>
    public string Location => _root;

    /// <inheritdoc/>
    public Task<ObjectInfo> HeadAsync(string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = FolderKey.ToPath(_root, key);
        return Task.FromResult(FolderFailure.Explain(path, () => Describe(key, path) ?? throw NoSuchKey(path)));
    }

    /// <inheritdoc/>
    public async Task<ObjectContent> GetAsync(
        string key, ByteRange? range = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = FolderKey.ToPath(_root, key);
        if (!File.Exists(path)) throw NoSuchKey(path);
        return await FolderFailure.ExplainAsync(path, () =>
        {
            var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                FileOptions.Asynchronous);
            try
            {
                var info = Describe(key, RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
                if (ifMatch is not null && ifMatch != info.ETag) throw Changed(path, ifMatch, info.ETag);
                if (range is { } r && (r.Start < 0 || r.Start >= info.Size || r.Length <= 0))
                {
                    throw new StorageException(StorageConditions.InvalidRange, path,
                        $"A range from byte {r.Start:N0} is outside of the object, which has {info.Size:N0} bytes.");
                }

                var start = range?.Start ?? 0;
                return Task.FromResult(new ObjectContent(info,
                    new FileRangeStream(file, start, (range ?? new(0)).LengthWithin(info.Size))));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<PutResult> PutAsync(string key, Stream content, PutOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var path = FolderKey.ToPath(_root, key);
        if (options?.Metadata is { Count: > 0 })
        {
            throw new StorageException(StorageConditions.NotImplemented, path, "A folder keeps no metadata. Write the object without.");
        }

        return await FolderFailure.ExplainAsync(path, async () =>
        {
            SweepLeftovers();
            Directory.CreateDirectory(_temporary);
            var temporary = Path.Combine(_temporary, Guid.NewGuid().ToString("n"));
            try
            {
                await TemporaryFile.WriteAsync(temporary, content, options?.Progress, cancellationToken).ConfigureAwait(false);
                return options?.Condition == PutCondition.IfAbsent
                    ? PlaceIfAbsent(key, temporary, path)
                    : await ReplaceAsync(key, temporary, path, options?.Condition?.ETag, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                File.Delete(temporary);
            }
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ListEntry> ListAsync(
        string prefix = "", string? delimiter = null, string? startAfter = null, CancellationToken cancellationToken = default) =>
        new FolderListing(_root, prefix, delimiter, startAfter, cancellationToken).Entries().ToAsyncEnumerable();

    /// <inheritdoc/>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        var path = FolderKey.ToPath(_root, key);
        if (!File.Exists(path)) return;
        await FolderFailure.ExplainAsync(path, async () =>
        {
            using var held = await _locks.TakeAsync(key, cancellationToken).ConfigureAwait(false);
            if (!File.Exists(path)) return false;
            File.Delete(path);
            var folder = Path.GetDirectoryName(path)!;
            FlushUnlessGone(folder);
            EmptyFolders.RemoveUpTo(_root, folder);
            return true;
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DeleteManyAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default)
    {
        StorageException? first = null;
        foreach (var key in keys)
        {
            try
            {
                await DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            }
            catch (StorageException exception)
            {
                first ??= exception;
            }
        }

        if (first is not null) throw first;
    }

    /// <inheritdoc/>
    public async Task<PutResult> CopyAsync(
        string sourceKey, string key, PutCondition? condition = null, CancellationToken cancellationToken = default)
    {
        await using var source = await GetAsync(sourceKey, cancellationToken: cancellationToken).ConfigureAwait(false);
        return await PutAsync(key, source.Stream, new PutOptions { Condition = condition }, cancellationToken).ConfigureAwait(false);
    }

    internal static string ETagOf(long size, DateTime written) =>
        string.Create(CultureInfo.InvariantCulture, $"{size:x}-{written.Ticks:x}");

    private static ObjectInfo? Describe(string key, string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? Describe(key, file.Length, file.LastWriteTimeUtc) : null;
    }

    private static ObjectInfo Describe(string key, long size, DateTime written) =>
        new(key, size, ETagOf(size, written), new DateTimeOffset(written, TimeSpan.Zero), null, NoMetadata);

    // No lock: the link itself is the test, and it is one step of the operating system.
    private PutResult PlaceIfAbsent(string key, string temporary, string path)
    {
        var info = Describe(key, temporary)!;
        var placed = InFolder(path, () => AtomicFile.TryMoveWithoutReplacing(temporary, path));
        if (!placed && Directory.Exists(path))
        {
            if (!EmptyFolders.TryRemoveTree(path)) throw KeysBelow(path);
            placed = InFolder(path, () => AtomicFile.TryMoveWithoutReplacing(temporary, path));
        }

        if (!placed) throw new StorageException(StorageConditions.PreconditionFailed, path,
            "There is an object already; nothing was written.");
        FlushUnlessGone(Path.GetDirectoryName(path)!);
        return new PutResult(info.ETag, null, info.Size);
    }

    private async Task<PutResult> ReplaceAsync(
        string key, string temporary, string path, string? expected, CancellationToken cancellationToken)
    {
        using var held = await _locks.TakeAsync(key, cancellationToken).ConfigureAwait(false);
        var old = Describe(key, path);
        if (expected is not null && old?.ETag != expected) throw Changed(path, expected, old?.ETag);
        if (old is not null && File.GetLastWriteTimeUtc(temporary) <= old.LastModified.UtcDateTime)
        {
            // A clock that was set back, or two writes within its resolution: the ETag has to change all the same.
            TemporaryFile.SetTime(temporary, old.LastModified.UtcDateTime.AddTicks(1));
        }

        var info = Describe(key, temporary)!;
        if (Directory.Exists(path) && !EmptyFolders.TryRemoveTree(path)) throw KeysBelow(path);
        InFolder(path, () =>
        {
            File.Move(temporary, path, overwrite: true);
            return true;
        });
        FlushUnlessGone(Path.GetDirectoryName(path)!);
        return new PutResult(info.ETag, null, info.Size);
    }

    // Another may remove the folder, empty until now, between its creation and its use.
    private bool InFolder(string path, Func<bool> place)
    {
        var folder = Path.GetDirectoryName(path)!;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                EmptyFolders.Create(_root, folder);
                return place();
            }
            catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException && attempt < Attempts)
            {
                Thread.Yield();
            }
        }
    }

    private static void FlushUnlessGone(string folder)
    {
        try
        {
            AtomicFile.FlushFolder(folder);
        }
        catch (DirectoryNotFoundException)
        {
            // The object was deleted by another since, and its folder with it: there is nothing left to make durable.
        }
    }

    // Only files that no living process holds, and old enough that none is about to.
    private void SweepLeftovers()
    {
        if (Interlocked.Exchange(ref _swept, 1) != 0 || !Directory.Exists(_temporary)) return;
        foreach (var path in Directory.EnumerateFiles(_temporary))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < AgeOfLeftovers) continue;
            using var mine = FolderLocks.TryOpen(path);
            if (mine is null) continue;

            // Windows deletes no file that is open without sharing, not even the opener's own.
            mine.Dispose();
            File.Delete(path);
        }
    }

    private static StorageException NoSuchKey(string path) =>
        new(StorageConditions.NoSuchKey, path, "There is no such object. Look at the listing for the keys that there are.");

    private static StorageException KeysBelow(string path) =>
        new(StorageConditions.InvalidKey, path,
            "There are objects below this key, and a folder cannot be a file as well. Choose another key.");

    private static StorageException Changed(string path, string expected, string? found) =>
        new(StorageConditions.PreconditionFailed, path, found is null
            ? $"The object with ETag {expected} is gone; nothing was done."
            : $"The object has ETag {found}, not {expected}: it was changed by another. Read it again.");
}
