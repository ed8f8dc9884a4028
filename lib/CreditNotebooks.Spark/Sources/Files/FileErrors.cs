namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>What the file system says, as Spark's errors.</summary>
internal static class FileErrors
{
    public static SparkException NotFound(string path) => new("PATH_NOT_FOUND", $"Path does not exist: {Uri(path)}.");

    public static SparkException Unreadable(string path, Exception reason) => Unreadable(SourceFile.Of(path, 0, []), reason);

    public static SparkException Unreadable(SourceFile file, Exception reason) =>
        new("FAILED_READ_FILE.NO_HINT", $"Encountered error while reading file {file.Uri}: {file.Named(reason.Message)}", reason);

    public static string Uri(string path) => "file:" + path.Replace('\\', '/');
}
