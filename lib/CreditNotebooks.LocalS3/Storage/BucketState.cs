using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>What a bucket holds, in memory. One thread applies changes; any number read, each a consistent picture of the keys.</summary>
internal sealed class BucketState(BlobStore blobs)
{
    private volatile ImmutableSortedSet<KeyEntry> _keys = ImmutableSortedSet.Create<KeyEntry>(KeyOrder.Instance);
    private volatile ImmutableDictionary<string, string> _settings = ImmutableDictionary<string, string>.Empty;
    private readonly ConcurrentDictionary<string, MultipartUpload> _uploads = new();
    private BucketCreated? _created;

    public BucketCreated Created => _created!;

    /// <summary>Whether the journal's first change was read; without it the folder is not a bucket.</summary>
    public bool Exists => _created is not null;

    /// <summary>All keys that have a version, in order.</summary>
    public ImmutableSortedSet<KeyEntry> Keys => _keys;

    public IReadOnlyDictionary<string, string> Settings => _settings;

    public IEnumerable<MultipartUpload> Uploads => _uploads.Values;

    /// <summary>The versions and parts, for a sense of how long a journal needs to be.</summary>
    public long Records { get; private set; }

    public KeyEntry? Find(string key) => _keys.TryGetValue(new(key), out var entry) ? entry : null;

    /// <summary>The version of that id, or the newest one; null when there is none.</summary>
    public ObjectVersion? Find(string key, string? versionId) =>
        versionId is null ? Find(key)?.Latest : Find(key)?.Versions.FirstOrDefault(v => v.VersionId == versionId);

    public MultipartUpload? FindUpload(string id) => _uploads.GetValueOrDefault(id);

    /// <summary>Applies a change; the segments that it frees are added to <paramref name="freed"/>, for the caller to release when the change is on the disk.</summary>
    public void Apply(Change change, List<Segment> freed)
    {
        switch (change)
        {
            case BucketCreated created:
                _created = created;
                break;
            case SettingChanged setting:
                _settings = setting.Value is { } value ? _settings.SetItem(setting.Name, value) : _settings.Remove(setting.Name);
                break;
            case VersionAdded added:
                Add(added, freed);
                break;
            case VersionRemoved removed:
                Remove(removed, freed);
                break;
            case TagsChanged tags:
                if (Find(tags.Key) is { } tagged) tagged.Versions = [.. tagged.Versions.Select(v => v.VersionId == tags.VersionId ? v with { Tags = tags.Tags } : v)];
                break;
            case UploadStarted started:
                _uploads[started.Upload.Id] = started.Upload;
                Records++;
                break;
            case PartStored stored:
                Store(stored, freed);
                break;
            case UploadEnded ended:
                if (!_uploads.TryRemove(ended.UploadId, out var upload)) break;
                freed.AddRange(upload.Parts.Values.SelectMany(p => p.Segments));
                Records -= 1 + upload.Parts.Count;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "Unknown change.");
        }
    }

    /// <summary>The shortest history that leads here.</summary>
    public IEnumerable<Change> Snapshot()
    {
        yield return Created;
        foreach (var (name, value) in _settings)
        {
            yield return new SettingChanged(name, value);
        }
        foreach (var upload in _uploads.Values)
        {
            yield return new UploadStarted(upload);
            foreach (var part in upload.Parts.Values)
            {
                yield return new PartStored(upload.Id, part);
            }
        }
        foreach (var entry in _keys)
        {
            foreach (var version in entry.Versions.Reverse())
            {
                yield return new VersionAdded(entry.Key, version);
            }
        }
    }

    private void Add(VersionAdded added, List<Segment> freed)
    {
        blobs.Add(added.Version.Segments);
        if (Find(added.Key) is not { } entry)
        {
            _keys = _keys.Add(new(added.Key) { Versions = [added.Version] });
            Records++;
            return;
        }
        var others = entry.Versions.Where(v => v.VersionId != added.Version.VersionId).ToArray();
        freed.AddRange(entry.Versions.Except(others).SelectMany(v => v.Segments));
        Records += others.Length + 1 - entry.Versions.Length;
        entry.Versions = [added.Version, .. others];
    }

    private void Remove(VersionRemoved removed, List<Segment> freed)
    {
        if (Find(removed.Key) is not { } entry) return;
        var others = entry.Versions.Where(v => v.VersionId != removed.VersionId).ToArray();
        freed.AddRange(entry.Versions.Except(others).SelectMany(v => v.Segments));
        Records += others.Length - entry.Versions.Length;
        entry.Versions = others;
        if (others.Length == 0) _keys = _keys.Remove(entry);
    }

    private void Store(PartStored stored, List<Segment> freed)
    {
        if (!_uploads.TryGetValue(stored.UploadId, out var upload)) return;
        blobs.Add(stored.Part.Segments);
        if (upload.Parts.TryGetValue(stored.Part.Number, out var replaced)) freed.AddRange(replaced.Segments);
        else Records++;
        _uploads[stored.UploadId] = upload with { Parts = upload.Parts.SetItem(stored.Part.Number, stored.Part) };
    }
}
