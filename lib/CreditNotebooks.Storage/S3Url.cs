namespace CreditNotebooks.Storage;

/// <summary>An address such as <c>s3://bucket/folder/file.csv</c>. <c>s3a</c> and <c>s3n</c>, Hadoop's names, mean the same.
/// The key is taken as it stands: nothing in it is decoded, as in the AWS command line and Hadoop.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key; empty for the whole bucket.</param>
public sealed record S3Url(string Bucket, string Key)
{
    private static readonly string[] Schemes = ["s3://", "s3a://", "s3n://"];

    /// <summary>Whether a path is an address in S3.</summary>
    public static bool IsS3(string path) => Schemes.Any(scheme => path.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address.</summary>
    /// <exception cref="StorageException">InvalidSetting: it is none.</exception>
    public static S3Url Parse(string url)
    {
        var scheme = Schemes.FirstOrDefault(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        var rest = scheme is null ? "" : url[scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var bucket = slash < 0 ? rest : rest[..slash];
        if (bucket.Length == 0)
        {
            throw new StorageException(StorageConditions.InvalidSetting, url, "This is no address in S3. Write s3://bucket/key.");
        }

        return new S3Url(bucket, slash < 0 ? "" : rest[(slash + 1)..]);
    }

    /// <summary>The key with a slash at its end: what the keys of the files in this folder start with. Empty for a whole bucket.</summary>
    public string FolderPrefix => Key.Length == 0 || Key.EndsWith('/') ? Key : Key + "/";

    /// <inheritdoc/>
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
