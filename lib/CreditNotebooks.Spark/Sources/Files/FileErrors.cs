namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>What the file system says, as Spark's errors.</summary>
internal static class FileErrors
{
    public static SparkException NotFound(string path) => new("PATH_NOT_FOUND", $"Path does not exist: {Uri(path)}.");

    public static SparkException Unreadable(string path, Exception reason) =>
        new("FAILED_READ_FILE.NO_HINT", $"Encountered error while reading file {Uri(path)}: {reason.Message}", reason);

    public static string Uri(string path) => "file:" + path.Replace('\\', '/');
}
