using CreditNotebooks.Storage;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>A file that a path leads to, not opened yet.</summary>
/// <param name="Location">Its absolute path or its s3 URL.</param>
/// <param name="Folder">The location of its folder, without a slash at the end.</param>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">When it was written, in UTC.</param>
internal sealed record ListedFile(string Location, string Folder, string Name, long Length, DateTime Modified)
{
    /// <summary>The object in S3; null for a local file.</summary>
    public FoundObject? Object { get; private init; }

    public object?[] PartitionValues { get; init; } = [];

    public static ListedFile Of(FileInfo file) => new(file.FullName, file.DirectoryName!, file.Name, file.Length, file.LastWriteTimeUtc);

    public static ListedFile Of(FoundObject found)
    {
        var location = found.Url.ToString();
        var slash = location.LastIndexOf('/');
        return new ListedFile(location, location[..slash], location[(slash + 1)..], found.Size, found.LastModified.UtcDateTime)
        {
            Object = found,
        };
    }

    /// <summary>The location that a path in S3 names, without a slash at the end.</summary>
    public static string RootOf(S3Url url) => url.ToString().TrimEnd('/');
}
