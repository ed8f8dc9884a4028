namespace CreditNotebooks.Storage;

/// <summary>A request to an object store failed. The message says what, where and what to do.</summary>
public sealed class StorageException : IOException
{
    /// <summary>Creates the error.</summary>
    /// <param name="condition">S3's name of it: one of <see cref="StorageConditions"/> or what else the endpoint answered.</param>
    /// <param name="location">The object, bucket or folder, with the endpoint.</param>
    /// <param name="message">A sentence without the location.</param>
    /// <param name="innerException">What caused it.</param>
    public StorageException(string condition, string location, string message, Exception? innerException = null)
        : base($"{location}: {message} [{condition}]", innerException)
    {
        Condition = condition;
        Location = location;
        Description = message;
    }

    /// <summary>S3's name of the error, as <c>NoSuchKey</c>.</summary>
    public string Condition { get; }

    /// <summary>Where it happened: <c>s3://bucket/key (endpoint …)</c>, or a file.</summary>
    public string Location { get; }

    /// <summary>The sentence without the location and the condition.</summary>
    public string Description { get; }
}

/// <summary>The names of errors that code decides by; they are S3's own where S3 has one.</summary>
public static class StorageConditions
{
    /// <summary>There is no such object.</summary>
    public const string NoSuchKey = "NoSuchKey";

    /// <summary>There is no such bucket or folder.</summary>
    public const string NoSuchBucket = "NoSuchBucket";

    /// <summary>A condition of a write or read does not hold: somebody else was faster.</summary>
    public const string PreconditionFailed = "PreconditionFailed";

    /// <summary>The credentials are valid and do not allow this.</summary>
    public const string AccessDenied = "AccessDenied";

    /// <summary>The secret key does not belong to the access key.</summary>
    public const string SignatureDoesNotMatch = "SignatureDoesNotMatch";

    /// <summary>The access key is unknown.</summary>
    public const string InvalidAccessKeyId = "InvalidAccessKeyId";

    /// <summary>The store asks for fewer requests, and did so until every retry was used up.</summary>
    public const string SlowDown = "SlowDown";

    /// <summary>The range starts behind the object's end.</summary>
    public const string InvalidRange = "InvalidRange";

    /// <summary>The key cannot be stored here.</summary>
    public const string InvalidKey = "InvalidKey";

    /// <summary>The store cannot do this.</summary>
    public const string NotImplemented = "NotImplemented";

    /// <summary>The bytes that arrived are not those that were sent.</summary>
    public const string BadDigest = "BadDigest";

    /// <summary>No answer in time, or the connection broke, until every retry was used up.</summary>
    public const string RequestTimeout = "RequestTimeout";

    /// <summary>Nothing answers at the endpoint.</summary>
    public const string EndpointUnreachable = "EndpointUnreachable";

    /// <summary>There are no credentials.</summary>
    public const string NoCredentials = "NoCredentials";

    /// <summary>A setting is missing or malformed.</summary>
    public const string InvalidSetting = "InvalidSetting";

    /// <summary>There are objects where new ones were to be written, and nothing said to overwrite them.</summary>
    public const string AlreadyExists = "AlreadyExists";

    /// <summary>The local cache has no room for the objects.</summary>
    public const string CacheFull = "CacheFull";
}
