using Microsoft.Win32.SafeHandles;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>The bytes of all objects: a file a blob, written once. A blob lives as long as a version, a part or a reader refers to
/// it.</summary>
internal sealed class BlobStore
{
    private readonly string _folder;
    private readonly HashSet<string> _folders;
    private readonly Dictionary<string, int> _references = [];
    private readonly Lock _lock = new();

    public BlobStore(string folder)
    {
        _folder = folder;
        Disk.CreateFolder(folder);
        _folders = [.. Directory.EnumerateDirectories(folder).Select(f => Path.GetFileName(f))];
    }

    /// <summary>The number of blobs that something refers to.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _references.Count;
        }
    }

    public BlobWriter Create() => new(this, Guid.NewGuid().ToString("n"));

    /// <summary>Makes the folder that the blob's file comes into.</summary>
    public void EnsureFolder(string blob)
    {
        var name = blob[..2];
        lock (_folders)
        {
            if (_folders.Contains(name)) return;
            Disk.CreateFolder(Path.Combine(_folder, name));
            Disk.SyncFolder(_folder);
            _folders.Add(name);
        }
    }

    public string PathOf(string blob) => Path.Combine(_folder, blob[..2], blob);

    public SafeFileHandle Open(string blob) =>
        File.OpenHandle(PathOf(blob), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);

    /// <summary>One more reference to each segment's blob. The caller knows that they are alive.</summary>
    public void Add(IEnumerable<Segment> segments)
    {
        lock (_lock)
        {
            foreach (var segment in segments)
            {
                _references[segment.Blob] = _references.GetValueOrDefault(segment.Blob) + 1;
            }
        }
    }

    /// <summary>One more reference to each segment's blob, or none and false if one of them is gone already.</summary>
    public bool TryAdd(IReadOnlyCollection<Segment> segments)
    {
        lock (_lock)
        {
            if (segments.Any(s => !_references.ContainsKey(s.Blob))) return false;
            Add(segments);
            return true;
        }
    }

    /// <summary>Gives the references back; a blob without any is deleted.</summary>
    public void Release(IEnumerable<Segment> segments)
    {
        foreach (var blob in Forget(segments))
        {
            File.Delete(PathOf(blob));
        }
    }

    /// <summary>Gives the references back and leaves the files; the blobs without any are returned.</summary>
    public IReadOnlyList<string> Forget(IEnumerable<Segment> segments)
    {
        var dead = new List<string>();
        lock (_lock)
        {
            foreach (var segment in segments)
            {
                var left = _references[segment.Blob] - 1;
                if (left > 0)
                {
                    _references[segment.Blob] = left;
                    continue;
                }
                _references.Remove(segment.Blob);
                dead.Add(segment.Blob);
            }
        }
        return dead;
    }

    /// <summary>Returns when the names of the segments' files are on the disk.</summary>
    public void SyncFolders(IEnumerable<Segment> segments)
    {
        foreach (var folder in segments.Select(s => Path.GetDirectoryName(PathOf(s.Blob))!).Distinct())
        {
            Disk.SyncFolder(folder);
        }
    }

    /// <summary>Deletes the files that nothing refers to: writes that a crash cut off.</summary>
    public void DeleteOrphans()
    {
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            if (!_references.ContainsKey(Path.GetFileName(file))) File.Delete(file);
        }
    }
}

/// <summary>A blob in the making. Disposed before <see cref="Finish"/>, it leaves nothing.</summary>
internal sealed class BlobWriter(BlobStore store, string id) : IDisposable
{
    private FileStream? _file;
    private Segment[]? _segments;

    public long Length { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken stop)
    {
        if (_file is null)
        {
            store.EnsureFolder(id);
            _file = Disk.OpenFile(store.PathOf(id), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        await RandomAccess.WriteAsync(_file.SafeFileHandle, data, Length, stop).ConfigureAwait(false);
        Length += data.Length;
    }

    /// <summary>Returns when the bytes are on the disk. The writer keeps a reference to them until it is disposed. Nothing written is no
    /// segment.</summary>
    public Segment[] Finish()
    {
        if (_file is null) return _segments = [];
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
        _file.Dispose();
        _file = null;
        _segments = [new(id, 0, Length)];
        store.Add(_segments);
        return _segments;
    }

    public void Dispose()
    {
        if (_segments is not null) store.Release(_segments);
        if (_file is null) return;
        _file.Dispose();
        File.Delete(store.PathOf(id));
    }
}
