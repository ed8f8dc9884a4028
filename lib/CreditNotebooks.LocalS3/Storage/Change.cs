using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>One step of a bucket's history, as its journal keeps it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(BucketCreated), "bucket")]
[JsonDerivedType(typeof(SettingChanged), "setting")]
[JsonDerivedType(typeof(VersionAdded), "add")]
[JsonDerivedType(typeof(VersionRemoved), "remove")]
[JsonDerivedType(typeof(TagsChanged), "tags")]
[JsonDerivedType(typeof(UploadStarted), "upload")]
[JsonDerivedType(typeof(PartStored), "part")]
[JsonDerivedType(typeof(UploadEnded), "end")]
internal abstract record Change;

internal sealed record BucketCreated(DateTime At, string Region) : Change;

/// <summary>A setting's document; null takes it away.</summary>
internal sealed record SettingChanged(string Name, string? Value) : Change;

/// <summary>A version on top of the key's others; one with the same id is replaced.</summary>
internal sealed record VersionAdded(string Key, ObjectVersion Version) : Change;

internal sealed record VersionRemoved(string Key, string VersionId) : Change;

internal sealed record TagsChanged(string Key, string VersionId, ImmutableSortedDictionary<string, string> Tags) : Change;

internal sealed record UploadStarted(MultipartUpload Upload) : Change;

internal sealed record PartStored(string UploadId, StoredPart Part) : Change;

/// <summary>The upload is completed or aborted; its parts go.</summary>
internal sealed record UploadEnded(string UploadId) : Change;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Change[]))]
internal sealed partial class ChangeContext : JsonSerializerContext;
