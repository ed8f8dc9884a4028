using System.Globalization;
using CreditNotebooks.Storage.Folders;

namespace CreditNotebooks.Storage.Cache;

/// <summary>Files of objects on this machine, shared by any number of processes. A reader takes a lease on the files it needs before they
/// are there; leases and what may be removed are decided under one lock, downloads go on beside it. What no lease holds goes when room is
/// needed, the longest unused first.</summary>
/// <remarks>Below the folder: <c>objects/</c> the files; <c>leases/ID.lock</c>, locked while its holder lives, and <c>leases/ID.files</c>,
/// what it holds; <c>incoming/ID-…</c>, downloads on their way. What a killed process leaves in the last two is removed by the next that
/// needs room.</remarks>
internal sealed class ObjectCache
{
    private readonly CacheSettings _settings;
    private readonly FolderLocks _lock;
    private readonly string _objects;
    private readonly string _leases;
    private readonly string _incoming;

    public ObjectCache(CacheSettings settings)
    {
        _settings = settings;
        _objects = Path.Combine(settings.Folder, "objects");
        _leases = Path.Combine(settings.Folder, "leases");
        _incoming = Path.Combine(settings.Folder, "incoming");
        _lock = new FolderLocks(Path.Combine(settings.Folder, "lock"), 1);
    }

    /// <summary>Holds files for a reader, there or not yet, and makes room for those to come.</summary>
    /// <exception cref="StorageException">CacheFull.</exception>
    public async Task<CacheLease> LeaseAsync(IReadOnlyCollection<CacheEntry> entries, CancellationToken cancellationToken)
    {
        CreateFolders();
        using var held = await _lock.TakeAsync("cache", cancellationToken).ConfigureAwait(false);
        var wanted = entries.DistinctBy(entry => entry.FileName)
            .ToDictionary(entry => entry.FileName, entry => entry.Size, StringComparer.Ordinal);
        var leased = LivingLeases();
        foreach (var (name, size) in wanted) leased[name] = size;
        MakeRoom(leased, wanted.Values.Sum());
        var id = Guid.NewGuid().ToString("n");
        var file = FolderLocks.TryOpen(Path.Combine(_leases, id + ".lock"))
            ?? throw new IOException($"A new lock in {_leases} is held by another.");
        try
        {
            var lines = wanted.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Value} {file.Key}"));
            File.WriteAllLines(Path.Combine(_leases, id + ".files"), lines);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        return new CacheLease(this, id, file);
    }

    /// <summary>The file of an entry, brought here if it is not there. Its time of use is now.</summary>
    /// <param name="lease">A lease that holds the entry.</param>
    /// <param name="entry">The object's version.</param>
    /// <param name="download">Writes the object to a new file.</param>
    public async Task<string> GetAsync(CacheLease lease, CacheEntry entry, Func<string, Task> download)
    {
        var path = PathOf(entry.FileName);
        if (!IsWhole(path, entry))
        {
            var incoming = Path.Combine(_incoming, $"{lease.Id}-{entry.FileName}");
            await download(incoming).ConfigureAwait(false);

            // The name must not outlive a crash that the bytes do not.
            using (var file = File.OpenHandle(incoming, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);

            // Another process may have brought the same content: either file will do.
            if (!AtomicFile.TryMoveWithoutReplacing(incoming, path))
            {
                if (IsWhole(path, entry)) File.Delete(incoming);
                else File.Move(incoming, path, overwrite: true);
            }
        }

        File.SetLastAccessTimeUtc(path, DateTime.UtcNow);
        return path;
    }

    /// <summary>Lets the files of a lease go.</summary>
    internal void Release(CacheLease lease, FileStream file)
    {
        File.Delete(Path.Combine(_leases, lease.Id + ".files"));
        file.Dispose();
        try
        {
            File.Delete(Path.Combine(_leases, lease.Id + ".lock"));
        }
        catch (IOException)
        {
            // On Windows another process may be looking at it just now; as it is not held, that one removes it.
        }
    }

    private static bool IsWhole(string path, CacheEntry entry) => new FileInfo(path) is { Exists: true } file && file.Length == entry.Size;

    private string PathOf(string fileName) => Path.Combine(_objects, fileName[..2], fileName);

    // What is private in S3 stays private here.
    private void CreateFolders()
    {
        foreach (var folder in new[] { _settings.Folder, _objects, _leases, _incoming })
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private Dictionary<string, long> LivingLeases()
    {
        var leased = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(_leases, "*.lock"))
        {
            var id = Path.GetFileNameWithoutExtension(path);
            var files = Path.Combine(_leases, id + ".files");
            using var dead = FolderLocks.TryOpen(path);
            if (dead is not null)
            {
                foreach (var incoming in Directory.GetFiles(_incoming, id + "-*")) File.Delete(incoming);
                File.Delete(files);

                // Windows deletes no file that is open without sharing, not even the opener's own.
                dead.Dispose();
                File.Delete(path);
            }
            else if (ReadLines(files) is { } lines)
            {
                foreach (var line in lines.Select(line => line.Split(' ', 2)))
                {
                    leased[line[1]] = long.Parse(line[0], CultureInfo.InvariantCulture);
                }
            }
        }

        return leased;
    }

    // The holder may let go at this moment.
    private static string[]? ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private void MakeRoom(Dictionary<string, long> leased, long wanted)
    {
        var used = leased.Values.Sum();
        if (used > _settings.Size)
        {
            throw new StorageException(StorageConditions.CacheFull, _settings.Folder,
                $"The objects have {Mebibytes(wanted)} and others in use {Mebibytes(used - wanted)}; "
                + $"the cache holds {Mebibytes(_settings.Size)}. "
                + "Set CREDIT_NOTEBOOKS_CACHE_SIZE to more, as 50GiB.");
        }

        var free = new DirectoryInfo(_objects).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => !leased.ContainsKey(file.Name)).ToList();
        used += free.Sum(file => file.Length);
        foreach (var file in free.OrderBy(file => file.LastAccessTimeUtc))
        {
            if (used <= _settings.Size) return;
            used -= file.Length;
            file.Delete();
        }
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:N1} MiB");
}
