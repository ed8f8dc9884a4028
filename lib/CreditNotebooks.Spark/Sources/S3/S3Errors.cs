using CreditNotebooks.Storage;

namespace CreditNotebooks.Spark.Sources.S3;

/// <summary>What S3 and its cache answer, as Spark's errors: the URL in S3, S3's own condition, and never where the cache keeps a
/// copy.</summary>
internal static class S3Errors
{
    /// <summary>A path could not be listed.</summary>
    public static SparkException Listing(StorageException e, string url) => e.Condition switch
    {
        StorageConditions.InvalidSetting => Malformed(e, url),
        StorageConditions.NoSuchKey or StorageConditions.NoSuchBucket => new("PATH_NOT_FOUND", $"Path does not exist: {Told(e, url)}", e),
        _ => Unreadable(e, url),
    };

    /// <summary>Objects that were listed could not be brought here.</summary>
    public static SparkException Bringing(StorageException e, string url) => e.Condition switch
    {
        StorageConditions.NoSuchKey or StorageConditions.NoSuchBucket => new("FAILED_READ_FILE.FILE_NOT_EXIST",
            $"Encountered error while reading file {Told(e, url)}", e),
        _ => Unreadable(e, url),
    };

    /// <summary>The cache's own files could not be written.</summary>
    public static SparkException Cache(Exception e, string url) => new("FAILED_READ_FILE.NO_HINT",
        $"Encountered error while reading file {url}: it could not be put into the local cache of S3's objects ({e.Message.TrimEnd('.')}). "
        + "Look at the disk's free space and at the folder that CREDIT_NOTEBOOKS_CACHE names.", e);

    /// <summary>Rows could not be written; an upload takes back what it had put.</summary>
    public static SparkException Writing(StorageException e, string url) => e.Condition switch
    {
        StorageConditions.InvalidSetting => Malformed(e, url),
        StorageConditions.AlreadyExists => Exists(url, e),
        _ => new("TASK_WRITE_FAILED", $"Writing to {Told(e, url)}", e),
    };

    public static SparkException Exists(string url, Exception? cause = null) => new("PATH_ALREADY_EXISTS",
        $"Path {url} already exists. Set mode as \"overwrite\" to overwrite the existing path.", cause);

    /// <summary>A setting of the environment is malformed.</summary>
    public static SparkException Setting(StorageException e) => new("INVALID_CONF_VALUE.REQUIREMENT", $"{e.Location}: {e.Description}", e);

    private static SparkException Malformed(StorageException e, string url) => new("INVALID_OPTION", $"{url}: {e.Description}", e);

    private static SparkException Unreadable(StorageException e, string url) =>
        new("FAILED_READ_FILE.NO_HINT", $"Encountered error while reading file {Told(e, url)}", e);

    // An error of one object names it; others are at an endpoint, a profile or in the cache, and get the path that was asked for.
    private static string Told(StorageException e, string url) =>
        S3Url.IsS3(e.Location) ? e.Message : $"{url}: {e.Description} [{e.Condition}]";
}
