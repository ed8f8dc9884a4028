using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>A stretch of a blob. An object's bytes are its segments joined.</summary>
internal sealed record Segment(string Blob, long Offset, long Length);

/// <summary>A checksum as S3 shows it: base64, followed by <c>-N</c> where it is the checksum of N parts' checksums.</summary>
internal sealed record StoredChecksum(string Algorithm, string Value, string Type);

/// <summary>A part of an object that was uploaded in parts.</summary>
internal sealed record ObjectPart(int Number, long Size, string? Checksum);

/// <summary>One version of an object, or a delete marker: all that is known but the bytes.</summary>
internal sealed record ObjectVersion
{
    /// <summary>The id of the one version that is written while a bucket keeps none.</summary>
    public const string NullId = "null";

    public required string VersionId { get; init; }
    public required DateTime LastModified { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDeleteMarker { get; init; }
    public long Size { get; init; }
    /// <summary>Without its quotation marks.</summary>
    public string ETag { get; init; } = "";
    public string Owner { get; init; } = "";
    /// <summary>Content-Type and the other standard headers that come back as they were given.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>The user's metadata, without the prefix <c>x-amz-meta-</c>.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    public StoredChecksum? Checksum { get; init; }
    public ImmutableArray<ObjectPart> Parts { get; init; } = [];
    public ImmutableArray<Segment> Segments { get; init; } = [];

    [JsonIgnore]
    public bool IsMultipart => !Parts.IsDefaultOrEmpty;

    /// <summary>What a list shows of it.</summary>
    [JsonIgnore]
    public string StorageClass => Headers.GetValueOrDefault("x-amz-storage-class", "STANDARD");
}

/// <summary>A part that waits for its upload's end.</summary>
internal sealed record StoredPart(int Number, long Size, string ETag, DateTime LastModified, StoredChecksum? Checksum, ImmutableArray<Segment> Segments);

/// <summary>An upload in parts that has begun.</summary>
internal sealed record MultipartUpload(string Id, string Key, DateTime Started, ObjectVersion Template)
{
    /// <summary>The algorithm whose checksums the parts carry; null when none was asked for.</summary>
    public string? ChecksumAlgorithm { get; init; }
    public string? ChecksumType { get; init; }
    [JsonIgnore]
    public ImmutableSortedDictionary<int, StoredPart> Parts { get; init; } = ImmutableSortedDictionary<int, StoredPart>.Empty;
}
