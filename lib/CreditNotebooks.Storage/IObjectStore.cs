namespace CreditNotebooks.Storage;

/// <summary>One bucket, or one folder used as a bucket: whole objects under keys. An object appears at once and complete, or not at all.
/// Every member fails with <see cref="StorageException"/>; all are safe for any number of threads.</summary>
public interface IObjectStore
{
    /// <summary>Where the store is, for messages: <c>s3://bucket</c> or a folder.</summary>
    string Location { get; }

    /// <summary>What is known of an object without reading it.</summary>
    /// <exception cref="StorageException">NoSuchKey, NoSuchBucket, AccessDenied and others.</exception>
    Task<ObjectInfo> HeadAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Opens an object, or a range of its bytes. The stream shows one version of the object from its first to its last
    /// byte.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="range">The bytes to read; null for all.</param>
    /// <param name="ifMatch">The ETag that the object must still have; null for any.</param>
    /// <param name="cancellationToken">Stops the request; reading the stream has its own.</param>
    /// <exception cref="StorageException">NoSuchKey, InvalidRange, PreconditionFailed (the object has another ETag) and others.</exception>
    Task<ObjectContent> GetAsync(string key, ByteRange? range = null, string? ifMatch = null,
        CancellationToken cancellationToken = default);

    /// <summary>Writes an object from a stream of known or unknown length, in place of the one that was there unless a condition says
    /// otherwise. When this returns, the object is durable; when it fails, the old one (or none) is there.</summary>
    /// <exception cref="StorageException">PreconditionFailed when the condition does not hold; NotImplemented when the store cannot keep
    /// one.</exception>
    Task<PutResult> PutAsync(string key, Stream content, PutOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>The objects whose keys start with a prefix, in the binary order of their keys' UTF-8 bytes.</summary>
    /// <param name="prefix">What the keys start with; empty for all.</param>
    /// <param name="delimiter">Keys that share the text from the prefix up to this come as one entry, as the files of a subfolder do under
    /// "/"; null for none.</param>
    /// <param name="startAfter">Only keys after this one.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    IAsyncEnumerable<ListEntry> ListAsync(
        string prefix = "", string? delimiter = null, string? startAfter = null, CancellationToken cancellationToken = default);

    /// <summary>Removes an object. One that is not there is no error.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Removes many objects. Those that are not there are no error.</summary>
    /// <exception cref="StorageException">At least one could not be removed; the others are.</exception>
    Task DeleteManyAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default);

    /// <summary>Copies an object within the store, with its metadata.</summary>
    /// <exception cref="StorageException">NoSuchKey, PreconditionFailed and others.</exception>
    Task<PutResult> CopyAsync(string sourceKey, string key, PutCondition? condition = null, CancellationToken cancellationToken = default);
}
