using System.Collections.Immutable;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>A version whose bytes stay on the disk until it is disposed, also when it is deleted meanwhile.</summary>
internal sealed class PinnedVersion : IDisposable
{
    private const int BufferSize = 128 * 1024;
    private readonly BlobStore _blobs;

    private PinnedVersion(BlobStore blobs, ObjectVersion version)
    {
        _blobs = blobs;
        Version = version;
    }

    public ObjectVersion Version { get; }

    /// <summary>Pins what <paramref name="find"/> finds; it is asked again when that was replaced just then.</summary>
    public static PinnedVersion Pin(BlobStore blobs, Func<ObjectVersion> find)
    {
        while (true)
        {
            var version = find();
            if (blobs.TryAdd(version.Segments)) return new(blobs, version);
        }
    }

    /// <summary>The segments of a stretch of the version.</summary>
    public ImmutableArray<Segment> Slice(long offset, long length)
    {
        var slice = ImmutableArray.CreateBuilder<Segment>();
        foreach (var segment in Version.Segments)
        {
            var skip = Math.Min(offset, segment.Length);
            var take = Math.Min(length, segment.Length - skip);
            if (take > 0) slice.Add(new(segment.Blob, segment.Offset + skip, take));
            offset -= skip;
            length -= take;
        }
        return slice.ToImmutable();
    }

    /// <summary>Hands on the bytes of a stretch; while one buffer is handed on, the next is read.</summary>
    /// <exception cref="IOException">A blob is missing or shorter than it was written.</exception>
    public async Task CopyAsync(long offset, long length, Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken stop)
    {
        var size = (int)Math.Clamp(length, 1, BufferSize);
        var (reading, writing) = (new byte[size], size < BufferSize ? [] : new byte[size]);
        var pending = ValueTask.CompletedTask;
        foreach (var segment in Slice(offset, length))
        {
            using var file = _blobs.Open(segment.Blob);
            for (long done = 0; done < segment.Length;)
            {
                var wanted = (int)Math.Min(reading.Length, segment.Length - done);
                var count = await RandomAccess.ReadAsync(file, reading.AsMemory(0, wanted), segment.Offset + done, stop).ConfigureAwait(false);
                if (count == 0) throw new IOException($"The blob {segment.Blob} ends at byte {segment.Offset + done}, before its object does.");
                done += count;
                await pending.ConfigureAwait(false);
                pending = write(reading.AsMemory(0, count));
                if (writing.Length == 0) await pending.ConfigureAwait(false);
                else (reading, writing) = (writing, reading);
                if (writing.Length == 0) pending = ValueTask.CompletedTask;
            }
        }
        await pending.ConfigureAwait(false);
    }

    public void Dispose() => _blobs.Release(Version.Segments);
}
