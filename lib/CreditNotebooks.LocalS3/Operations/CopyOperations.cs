using System.Collections.Immutable;
using System.Security.Cryptography;
using CreditNotebooks.LocalS3.Checksums;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>CopyObject and UploadPartCopy. The copy shares the source's blobs; bytes are read only where a checksum has to be computed.</summary>
internal static class CopyOperations
{
    private const long LargestCopy = 5L * 1024 * 1024 * 1024;

    public static async Task ObjectAsync(S3Call call)
    {
        var bucket = call.Bucket;
        using var source = Open(call, out var sourceBucket, out var key);
        Preconditions.CheckSource(call.Request, source.Version);
        if (source.Version.Size > LargestCopy)
        {
            throw new S3Exception(S3Error.InvalidRequest, $"The specified copy source is larger than the maximum allowable size for a copy source: {LargestCopy}");
        }
        var template = Template(call, source.Version, isSame: sourceBucket == bucket && key == call.Key);
        var algorithm = RequestedAlgorithm(call.Request);
        var version = template with { Size = source.Version.Size, ETag = source.Version.ETag, Checksum = source.Version.Checksum, Segments = source.Version.Segments };
        if (source.Version.IsMultipart || (algorithm is not null && algorithm.Name != version.Checksum?.Algorithm))
        {
            var digest = await DigestAsync(source, 0, version.Size, algorithm ?? ChecksumAlgorithm.Find(version.Checksum?.Algorithm), call.Request.Aborted).ConfigureAwait(false);
            version = version with { ETag = Convert.ToHexStringLower(digest.Md5), Checksum = ObjectWrites.Stored(digest) };
        }
        version = await ObjectWrites.AddAsync(call, bucket, version, []).ConfigureAwait(false);
        if (S3Call.ShowsVersions(sourceBucket)) call.Response.Headers["x-amz-copy-source-version-id"] = source.Version.VersionId;
        if (S3Call.ShowsVersions(bucket)) call.Response.Headers["x-amz-version-id"] = version.VersionId;
        await call.AnswerAsync(Result("CopyObjectResult", version.LastModified, version.ETag, version.Checksum)).ConfigureAwait(false);
    }

    public static async Task PartAsync(S3Call call)
    {
        var upload = MultipartOperations.Find(call);
        var number = MultipartOperations.PartNumber(call.Request.Query);
        using var source = Open(call, out var sourceBucket, out _);
        Preconditions.CheckSource(call.Request, source.Version);
        var range = call.Request.Header("x-amz-copy-source-range") is { } header ? ByteRange.OfSource(header, source.Version.Size) : new(0, source.Version.Size);
        if (range.Length > LargestCopy) throw new S3Exception(S3Error.EntityTooLarge);
        var digest = await DigestAsync(source, range.Offset, range.Length, ChecksumAlgorithm.Find(upload.ChecksumAlgorithm), call.Request.Aborted).ConfigureAwait(false);
        var part = await MultipartOperations.StoreAsync(call, number, digest, source.Slice(range.Offset, range.Length)).ConfigureAwait(false);
        if (S3Call.ShowsVersions(sourceBucket)) call.Response.Headers["x-amz-copy-source-version-id"] = source.Version.VersionId;
        await call.AnswerAsync(Result("CopyPartResult", part.LastModified, part.ETag, part.Checksum)).ConfigureAwait(false);
    }

    private static System.Xml.Linq.XElement Result(string name, DateTime at, string etag, StoredChecksum? checksum) => Element(name,
        Element("LastModified", Time(at)), Element("ETag", $"\"{etag}\""),
        checksum is null ? null : Element(ChecksumAlgorithm.Find(checksum.Algorithm)!.Element, checksum.Value),
        checksum is null ? null : Element("ChecksumType", checksum.Type));

    private static PinnedVersion Open(S3Call call, out BucketStore bucket, out string key)
    {
        var header = call.Request.Header("x-amz-copy-source")!;
        if (header.StartsWith("arn:", StringComparison.Ordinal)) throw S3Exception.NotImplemented("A copy from an access point");
        const string VersionMark = "?versionId=";
        var mark = header.IndexOf(VersionMark, StringComparison.Ordinal);
        var versionId = mark < 0 ? null : S3Call.CheckVersionId(header[(mark + VersionMark.Length)..]);
        var path = UriText.Decode(mark < 0 ? header : header[..mark]).TrimStart('/');
        var slash = path.IndexOf('/');
        if (slash <= 0 || slash == path.Length - 1)
        {
            throw S3Exception.Argument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source", header);
        }
        var from = call.Store.Bucket(path[..slash]);
        var name = key = path[(slash + 1)..];
        call.Require(versionId is null ? "s3:GetObject" : "s3:GetObjectVersion", from.Name, key);
        bucket = from;
        return PinnedVersion.Pin(call.Store.Blobs, () => ObjectReads.Find(call, from, name, versionId));
    }

    /// <summary>The copy's headers, metadata and tags: the source's, or the request's where it says REPLACE.</summary>
    private static ObjectVersion Template(S3Call call, ObjectVersion source, bool isSame)
    {
        var replacesMetadata = Replaces(call.Request, "x-amz-metadata-directive");
        var replacesTags = Replaces(call.Request, "x-amz-tagging-directive");
        if (replacesTags) ObjectWrites.RequireTagging(call);
        var own = ObjectHeaders.Template(call.Request, call.Now);
        var settings = own.Headers.Where(h => h.Key.StartsWith("x-amz-", StringComparison.Ordinal)).ToList();
        if (isSame && !replacesMetadata && settings.Count == 0 && source.VersionId == call.Bucket.State.Find(call.Key, null)?.VersionId)
        {
            throw new S3Exception(S3Error.InvalidRequest, "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, "
                + "storage class, website redirect location or encryption attributes.");
        }
        return own with
        {
            Headers = replacesMetadata ? own.Headers : source.Headers.Remove("x-amz-storage-class").SetItems(settings),
            Metadata = replacesMetadata ? own.Metadata : source.Metadata,
            Tags = replacesTags ? own.Tags : source.Tags,
        };
    }

    private static bool Replaces(S3Request request, string directive) => request.Header(directive) switch
    {
        null or "COPY" => false,
        "REPLACE" => true,
        var other => throw S3Exception.Argument("Unknown directive.", directive, other),
    };

    private static ChecksumAlgorithm? RequestedAlgorithm(S3Request request) => request.Header("x-amz-checksum-algorithm") is not { } name
        ? null
        : ChecksumAlgorithm.Find(name) ?? throw new S3Exception(S3Error.InvalidRequest, $"Checksum algorithm provided is unsupported: {name}");

    private static async Task<PayloadDigest> DigestAsync(PinnedVersion source, long offset, long length, ChecksumAlgorithm? algorithm, CancellationToken stop)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var checksum = algorithm?.Start();
        await source.CopyAsync(offset, length, data =>
        {
            md5.AppendData(data.Span);
            checksum?.Append(data.Span);
            return ValueTask.CompletedTask;
        }, stop).ConfigureAwait(false);
        return new(length, md5.GetHashAndReset(), algorithm, checksum?.Finish());
    }
}
