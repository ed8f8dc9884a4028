using CreditNotebooks.LocalS3.Checksums;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>PutObject, and what all writes of versions share.</summary>
internal static class ObjectWrites
{
    public static async Task PutAsync(S3Call call)
    {
        var bucket = call.Bucket;
        RequireTagging(call);
        var template = ObjectHeaders.Template(call.Request, call.Now);
        var payload = call.OpenPayload();
        payload.RequireLength();
        // Asked now to spare the upload, and again when it is written.
        Preconditions.CheckWrite(call.Request, bucket.State.Find(call.Key, null));
        using var blob = call.Store.Blobs.Create();
        var digest = await payload.CopyAsync(blob.WriteAsync, null).ConfigureAwait(false);
        var segments = blob.Finish();
        var version = template with
        {
            Size = digest.Length,
            ETag = Convert.ToHexStringLower(digest.Md5),
            Checksum = Stored(digest),
            Segments = [.. segments],
        };
        version = await AddAsync(call, bucket, version, []).ConfigureAwait(false);
        call.Response.Headers.ETag = $"\"{version.ETag}\"";
        WriteFacts(call, bucket, version);
        await call.AnswerAsync(200).ConfigureAwait(false);
    }

    /// <summary>Puts the version under the request's key, on the conditions that the request sets.</summary>
    /// <param name="call">The request.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="version">The version, whose id and time are given when it is written.</param>
    /// <param name="also">What becomes true at the same moment.</param>
    /// <param name="subject">What else the write is about.</param>
    /// <param name="check">What has to hold besides.</param>
    public static Task<ObjectVersion> AddAsync(S3Call call, BucketStore bucket, ObjectVersion version, IReadOnlyList<Change> also, string? subject = null, Action<BucketState>? check = null) =>
        bucket.CommitAsync<ObjectVersion>(subject is null ? [call.Key] : [call.Key, subject], state =>
        {
            check?.Invoke(state);
            Preconditions.CheckWrite(call.Request, state.Find(call.Key, null));
            var written = version with { VersionId = NewVersionId(state), LastModified = call.Now };
            return ([new VersionAdded(call.Key, written), .. also], written);
        });

    /// <summary>The id of a version that is written now.</summary>
    public static string NewVersionId(BucketState state) =>
        state.Settings.GetValueOrDefault(BucketSettings.Versioning) is "Enabled" ? Guid.NewGuid().ToString("n") : ObjectVersion.NullId;

    public static StoredChecksum? Stored(PayloadDigest digest) =>
        digest.Algorithm is null ? null : new(digest.Algorithm.Name, Convert.ToBase64String(digest.Checksum!), ChecksumType.FullObject);

    /// <summary>Tags in a write are a right of their own.</summary>
    public static void RequireTagging(S3Call call)
    {
        if (call.Request.Header("x-amz-tagging") is not null) call.Require("s3:PutObjectTagging", call.Request.Bucket!, call.Key);
    }

    /// <summary>The headers of an answer about a version that was written.</summary>
    public static void WriteFacts(S3Call call, BucketStore bucket, ObjectVersion version)
    {
        if (S3Call.ShowsVersions(bucket)) call.Response.Headers["x-amz-version-id"] = version.VersionId;
        if (version.Headers.TryGetValue("x-amz-server-side-encryption", out var encryption)) call.Response.Headers["x-amz-server-side-encryption"] = encryption;
        if (version.Checksum is not { } checksum) return;
        call.Response.Headers[ChecksumAlgorithm.Find(checksum.Algorithm)!.Header] = checksum.Value;
        call.Response.Headers["x-amz-checksum-type"] = checksum.Type;
    }
}
