using CreditNotebooks.LocalS3.Checksums;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using Microsoft.AspNetCore.Http;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>GetObject, HeadObject and GetObjectAttributes.</summary>
internal static class ObjectReads
{
    public static async Task GetAsync(S3Call call)
    {
        // Whoever may read a public object could otherwise hand out links that show it as a web page.
        if (call.Request.Caller.IsAnonymous && call.Request.Query.Names.Any(n => n.StartsWith("response-", StringComparison.Ordinal)))
        {
            throw new S3Exception(S3Error.InvalidRequest, "Request specific response headers cannot be used for anonymous GET requests.");
        }
        var bucket = call.Bucket;
        using var pinned = PinnedVersion.Pin(call.Store.Blobs, () => Find(call));
        var version = pinned.Version;
        Preconditions.CheckRead(call.Request, version);
        var part = Part(call.Request.Query, version);
        var range = part
            ?? (Preconditions.RangeCounts(call.Request, version) ? ByteRange.Of(call.Request.Header("Range"), version.Size) : null);
        var (offset, length) = range is { } some ? (some.Offset, some.Length) : (0, version.Size);
        ObjectHeaders.Write(call.Response, version, bucket, call.Request.Query);
        // A checksum of the whole says nothing of a range.
        if (call.Request.Header("x-amz-checksum-mode") is "ENABLED" && version.Checksum is { } checksum && range is null)
        {
            call.Response.Headers[ChecksumAlgorithm.Find(checksum.Algorithm)!.Header] = checksum.Value;
            call.Response.Headers["x-amz-checksum-type"] = checksum.Type;
        }
        call.Response.ContentLength = length;
        if (range is not null && length > 0)
        {
            call.Response.StatusCode = StatusCodes.Status206PartialContent;
            call.Response.Headers.ContentRange = $"bytes {offset}-{offset + length - 1}/{version.Size}";
        }
        if (part is not null && version.IsMultipart) call.Response.Headers["x-amz-mp-parts-count"] = version.Parts.Length.ToString();
        if (call.Request.Method is "HEAD") return;
        var body = call.Response.Body;
        await pinned.CopyAsync(offset, length, data => body.WriteAsync(data, call.Request.Aborted),
            call.Request.Aborted).ConfigureAwait(false);
    }

    public static Task AttributesAsync(S3Call call)
    {
        var wanted = call.Request.Headers["x-amz-object-attributes"].SelectMany(v => (v ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToHashSet();
        if (wanted.Count == 0)
        {
            throw new S3Exception(S3Error.InvalidRequest,
                "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty");
        }
        if (wanted.FirstOrDefault(w => w is not ("ETag" or "Checksum" or "ObjectParts" or "StorageClass" or "ObjectSize")) is { } unknown)
        {
            throw S3Exception.Argument("Invalid attribute name specified.", "x-amz-object-attributes", unknown);
        }
        var version = Find(call);
        Preconditions.CheckRead(call.Request, version);
        call.Response.Headers.LastModified = version.LastModified.ToString("r");
        if (S3Call.ShowsVersions(call.Bucket)) call.Response.Headers["x-amz-version-id"] = version.VersionId;
        return call.AnswerAsync(Element("GetObjectAttributesResponse",
            wanted.Contains("ETag") ? Element("ETag", version.ETag) : null,
            wanted.Contains("Checksum") && version.Checksum is { } c
                ? Element("Checksum", Element(ChecksumAlgorithm.Find(c.Algorithm)!.Element, c.Value), Element("ChecksumType", c.Type))
                    : null,
            wanted.Contains("ObjectParts") && version.IsMultipart ? Element("ObjectParts", Element("TotalPartsCount", version.Parts.Length))
                : null,
            wanted.Contains("StorageClass") ? Element("StorageClass", version.StorageClass) : null,
            wanted.Contains("ObjectSize") ? Element("ObjectSize", version.Size) : null));
    }

    /// <summary>The version that a request reads.</summary>
    /// <exception cref="S3Exception">NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker.</exception>
    public static ObjectVersion Find(S3Call call) => Find(call, call.Bucket, call.Key, call.VersionId);

    public static ObjectVersion Find(S3Call call, BucketStore bucket, string key, string? versionId)
    {
        var version = bucket.State.Find(key, versionId);
        if (version is { IsDeleteMarker: false }) return version;
        // Who may not list must not learn what is there.
        if (!call.May("s3:ListBucket", bucket.Name, null)) throw new S3Exception(S3Error.AccessDenied);
        if (version is null)
        {
            throw versionId is null
                ? new S3Exception(S3Error.NoSuchKey) { Details = [("Key", key)] }
                : new S3Exception(S3Error.NoSuchVersion) { Details = [("Key", key), ("VersionId", versionId)] };
        }
        var headers = new[] { ("x-amz-delete-marker", "true"), ("x-amz-version-id", version.VersionId) };
        throw versionId is null
            ? new S3Exception(S3Error.NoSuchKey) { Details = [("Key", key)], Headers = headers }
            : new S3Exception(S3Error.MethodNotAllowed)
            {
                Details = [("Method", call.Request.Method), ("ResourceType", "DeleteMarker")],
                Headers = [.. headers, ("Allow", "DELETE"), ("Last-Modified", version.LastModified.ToString("r"))],
            };
    }

    private static ByteRange? Part(S3Query query, ObjectVersion version)
    {
        if (!query.Has("partNumber")) return null;
        var number = query.Number("partNumber", 1, 1, 10_000);
        if (!version.IsMultipart) return number == 1 ? new(0, version.Size) : throw new S3Exception(S3Error.InvalidPartNumber);
        if (number > version.Parts.Length) throw new S3Exception(S3Error.InvalidPartNumber);
        return new(version.Parts.Take(number - 1).Sum(p => p.Size), version.Parts[number - 1].Size);
    }
}
