using System.Globalization;
using Amazon.S3;
using ChecksumAlgorithm = CreditNotebooks.Storage.ChecksumAlgorithm;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.S3;

/// <summary>Reads what S3's answers say of objects.</summary>
internal static class S3Answers
{
    private const string MetadataPrefix = "x-amz-meta-";

    public static ObjectInfo Describe(string key, GetObjectMetadataResponse answer) =>
        new(key, answer.ContentLength, ETag(answer.ETag), Time(answer.LastModified), answer.VersionId, Metadata(answer.Metadata))
        {
            Checksum = Whole(answer.ChecksumType, answer.ChecksumCRC64NVME, answer.ChecksumCRC32C, answer.ChecksumCRC32,
                answer.ChecksumSHA256, answer.ChecksumSHA1)
                ?? Md5(answer.ETag, answer.ServerSideEncryptionMethod, answer.ServerSideEncryptionCustomerMethod),
        };

    public static ObjectInfo Describe(string key, GetObjectResponse answer) =>
        new(key, WholeSize(answer), ETag(answer.ETag), Time(answer.LastModified), answer.VersionId, Metadata(answer.Metadata))
        {
            Checksum = Whole(answer.ChecksumType, answer.ChecksumCRC64NVME, answer.ChecksumCRC32C, answer.ChecksumCRC32,
                answer.ChecksumSHA256, answer.ChecksumSHA1)
                ?? Md5(answer.ETag, answer.ServerSideEncryptionMethod, answer.ServerSideEncryptionCustomerMethod),
        };

    public static IEnumerable<ListEntry> Entries(ListObjectsV2Response page)
    {
        var objects = (page.S3Objects ?? [])
            .Select(o => new ListEntry(Key(o.Key, page.Encoding), o.Size ?? 0, ETag(o.ETag), Time(o.LastModified)));
        var shared = (page.CommonPrefixes ?? []).Select(start => new ListEntry(Key(start, page.Encoding), 0, null, null));
        return objects.Concat(shared).OrderBy(entry => entry.Key, Utf8Order.Instance);
    }

    /// <summary>A key of a listing, which is encoded where the listing says so.</summary>
    public static string Key(string key, EncodingType? encoding) =>
        encoding == EncodingType.Url ? Uri.UnescapeDataString(key.Replace('+', ' ')) : key;

    /// <summary>An ETag without its quotes.</summary>
    public static string ETag(string? eTag) => eTag?.Trim('"') ?? "";

    private static DateTimeOffset Time(DateTime? time) => time is { } t ? new DateTimeOffset(t.ToUniversalTime(), TimeSpan.Zero) : default;

    // "bytes 0-9/1234": the answer's own length is only the range's.
    private static long WholeSize(GetObjectResponse answer) =>
        answer.ContentRange?.Split('/') is [_, var size]
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : answer.ContentLength;

    private static Dictionary<string, string> Metadata(MetadataCollection metadata) =>
        metadata.Keys.ToDictionary(
            name => name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase) ? name[MetadataPrefix.Length..] : name,
            name => metadata[name], StringComparer.OrdinalIgnoreCase);

    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
    // The ETag is the MD5 of an object put in one piece, unless a key of its own encrypts it.
    private static Checksum? Md5(string? eTag, ServerSideEncryptionMethod? encryption, ServerSideEncryptionCustomerMethod? customer)
    {
        var text = ETag(eTag);
        var plain = (string.IsNullOrEmpty(encryption?.Value) || encryption == ServerSideEncryptionMethod.AES256)
            && string.IsNullOrEmpty(customer?.Value);
        return plain && text.Length == 32 && text.All(char.IsAsciiHexDigit)
            ? new Checksum(ChecksumAlgorithm.Md5, Convert.ToBase64String(Convert.FromHexString(text)))
            : null;
    }

    // A composite checksum is one of the parts' checksums: their borders are not known here.
    private static Checksum? Whole(ChecksumType? type, string? crc64Nvme, string? crc32C, string? crc32, string? sha256, string? sha1) =>
        type == ChecksumType.COMPOSITE || (crc64Nvme ?? crc32C ?? crc32 ?? sha256 ?? sha1)?.Contains('-', StringComparison.Ordinal) == true
            ? null
        : crc64Nvme is not null ? new(ChecksumAlgorithm.Crc64Nvme, crc64Nvme)
        : crc32C is not null ? new(ChecksumAlgorithm.Crc32C, crc32C)
        : crc32 is not null ? new(ChecksumAlgorithm.Crc32, crc32)
        : sha256 is not null ? new(ChecksumAlgorithm.Sha256, sha256)
        : sha1 is not null ? new(ChecksumAlgorithm.Sha1, sha1)
        : null;
}
