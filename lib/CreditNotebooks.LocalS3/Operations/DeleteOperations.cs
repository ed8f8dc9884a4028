using System.Xml.Linq;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>DeleteObject and DeleteObjects.</summary>
internal static class DeleteOperations
{
    private const int MostKeys = 1000;

    public static async Task DeleteAsync(S3Call call)
    {
        var bucket = call.Bucket;
        var deleted = await DeleteAsync(call, bucket, call.Key, call.VersionId, call.Request.Header("If-Match")).ConfigureAwait(false);
        if (deleted.MarkerId is not null || deleted.WasMarker) call.Response.Headers["x-amz-delete-marker"] = "true";
        if ((deleted.MarkerId ?? call.VersionId) is { } id && S3Call.ShowsVersions(bucket)) call.Response.Headers["x-amz-version-id"] = id;
        await call.AnswerAsync(204).ConfigureAwait(false);
    }

    public static async Task DeleteManyAsync(S3Call call)
    {
        call.RequireForSome("s3:DeleteObject", "s3:DeleteObjectVersion");
        var bucket = call.Bucket;
        var payload = call.OpenPayload();
        if (call.Request.Header("Content-MD5") is null && payload.Algorithm is null)
        {
            throw new S3Exception(S3Error.InvalidRequest, "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
        var document = Parse(await payload.ReadDocumentAsync().ConfigureAwait(false), "Delete");
        var objects = document.Children("Object").ToList();
        if (objects.Count is 0 or > MostKeys || objects.Any(o => string.IsNullOrEmpty(o.Text("Key"))))
        {
            throw new S3Exception(S3Error.MalformedXml);
        }
        var isQuiet = document.Text("Quiet") is "true";
        var results = await Task.WhenAll(objects.Select(o => DeleteOneAsync(call, bucket, o))).ConfigureAwait(false);
        await call.AnswerAsync(Element("DeleteResult", results.Where(r => !isQuiet || r.Name.LocalName is "Error"))).ConfigureAwait(false);
    }

    private static async Task<XElement> DeleteOneAsync(S3Call call, BucketStore bucket, XElement item)
    {
        var key = item.Text("Key")!;
        var versionId = item.Text("VersionId");
        try
        {
            S3Call.CheckVersionId(versionId);
            call.Require(versionId is null ? "s3:DeleteObject" : "s3:DeleteObjectVersion", bucket.Name, key);
            var deleted = await DeleteAsync(call, bucket, key, versionId, item.Text("ETag")).ConfigureAwait(false);
            var marker = deleted.MarkerId ?? (deleted.WasMarker ? versionId : null);
            return Element("Deleted", Element("Key", key), Optional("VersionId", versionId),
                marker is null ? null : Element("DeleteMarker", true), Optional("DeleteMarkerVersionId", marker));
        }
        catch (S3Exception e)
        {
            return Element("Error", Element("Key", key), Optional("VersionId", versionId), Element("Code", e.Error.Code),
                Element("Message", e.Message));
        }
    }

    /// <summary>Deletes a version for good, or the key: where versions are kept, a marker is put on top of them.</summary>
    private static Task<Deleted> DeleteAsync(S3Call call, BucketStore bucket, string key, string? versionId, string? match) =>
        bucket.CommitAsync<Deleted>([key], state =>
    {
        var found = state.Find(key, versionId);
        if (match is not null)
        {
            if (found is null or { IsDeleteMarker: true }) throw new S3Exception(S3Error.NoSuchKey);
            if (match is not "*"
                && match.Trim('"') != found.ETag) throw new S3Exception(S3Error.PreconditionFailed) { Details =
                [("Condition", "If-Match")] };
        }
        if (versionId is not null)
        {
            return (found is null ? [] : [new VersionRemoved(key, versionId)], new(null, found is { IsDeleteMarker: true }));
        }
        if (!state.Settings.ContainsKey(BucketSettings.Versioning))
        {
            return (found is null ? [] : [new VersionRemoved(key, ObjectVersion.NullId)], new(null, false));
        }
        var marker = new ObjectVersion { VersionId = ObjectWrites.NewVersionId(state), LastModified = call.Now, IsDeleteMarker = true };
        return ([new VersionAdded(key, marker)], new(marker.VersionId, false));
    });

    /// <summary>What a deletion did: the marker that it left, and whether what it took away was one.</summary>
    private sealed record Deleted(string? MarkerId, bool WasMarker);
}
