namespace CreditNotebooks.Storage;

/// <summary>What a store knows of an object without reading it.</summary>
/// <param name="Key">The object's key.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Changes whenever the content changes; without quotes. Compare it, read nothing else from it.</param>
/// <param name="LastModified">When it was written.</param>
/// <param name="VersionId">The version in a bucket that keeps versions; otherwise null.</param>
/// <param name="Metadata">The metadata that it was written with.</param>
public sealed record ObjectInfo(
    string Key, long Size, string ETag, DateTimeOffset LastModified, string? VersionId, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The store's checksum of the whole content; null where it has none.</summary>
    public Checksum? Checksum { get; init; }
}

/// <summary>An open object. Dispose it to end the request.</summary>
/// <param name="Info">What is known of the object; the size is the whole object's.</param>
/// <param name="Stream">The bytes that were asked for.</param>
public sealed record ObjectContent(ObjectInfo Info, Stream Stream) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}

/// <summary>A run of an object's bytes.</summary>
/// <param name="Start">The first byte, from 0.</param>
/// <param name="Length">How many; null to the end. What lies past the end is left out.</param>
public readonly record struct ByteRange(long Start, long? Length = null)
{
    internal long LengthWithin(long size) => Length is { } length ? Math.Min(length, size - Start) : size - Start;
}

/// <summary>A line of a listing: an object, or the shared start of several keys.</summary>
/// <param name="Key">The object's key, or the shared start up to and with the delimiter.</param>
/// <param name="Size">Bytes; 0 for a shared start.</param>
/// <param name="ETag">The object's ETag; null for a shared start.</param>
/// <param name="LastModified">When the object was written; null for a shared start.</param>
public sealed record ListEntry(string Key, long Size, string? ETag, DateTimeOffset? LastModified)
{
    /// <summary>Whether this is the shared start of several keys and no object.</summary>
    public bool IsPrefix => ETag is null;
}

/// <summary>How an object is written.</summary>
public sealed record PutOptions
{
    /// <summary>What must hold for the write to happen; null to overwrite whatever is there.</summary>
    public PutCondition? Condition { get; init; }

    /// <summary>Metadata kept with the object. A folder has no place for it and refuses it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The media type that S3 serves the object with; a folder does not keep it.</summary>
    public string? ContentType { get; init; }

    /// <summary>Told as bytes are written.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}

/// <summary>What must hold for a write to happen.</summary>
public sealed record PutCondition
{
    private PutCondition()
    {
    }

    /// <summary>There is no object under the key.</summary>
    public static PutCondition IfAbsent { get; } = new();

    /// <summary>The ETag that the object must have; null when there must be no object.</summary>
    public string? ETag { get; private init; }

    /// <summary>The object still has this ETag.</summary>
    public static PutCondition IfMatch(string eTag) => new() { ETag = eTag ?? throw new ArgumentNullException(nameof(eTag)) };
}

/// <summary>What was written.</summary>
/// <param name="ETag">The new object's ETag.</param>
/// <param name="VersionId">The new version in a bucket that keeps versions; otherwise null.</param>
/// <param name="Size">Bytes.</param>
public sealed record PutResult(string ETag, string? VersionId, long Size);

/// <summary>How far a transfer has come.</summary>
/// <param name="Done">Bytes that have arrived.</param>
/// <param name="Total">Bytes in all; null while unknown.</param>
public readonly record struct TransferProgress(long Done, long? Total);
