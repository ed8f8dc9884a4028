using Amazon.S3;
using Amazon.S3.Model;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Storage.Setup;

/// <summary>What a teardown has removed so far.</summary>
/// <param name="Versions">Versions of objects, and delete markers.</param>
/// <param name="Uploads">Uploads that were never completed.</param>
public readonly record struct TeardownCount(long Versions, long Uploads);

/// <summary>Empties a bucket to the last version, and deletes it.</summary>
internal static class BucketTeardown
{
    public static async Task<TeardownCount> RunAsync(SetupSession session, IProgress<TeardownCount>? told)
    {
        var count = new TeardownCount(0, await AbortUploadsAsync(session).ConfigureAwait(false));
        told?.Report(count);
        while (await session.AskAsync(client => client.ListVersionsAsync(
            new ListVersionsRequest { BucketName = session.Bucket, Encoding = EncodingType.Url }, session.CancellationToken))
            .ConfigureAwait(false) is { Versions.Count: > 0 } page)
        {
            // Always the first page: what it showed is gone by the next question.
            await session.Store.DeleteVersionsAsync([.. page.Versions.Select(version => new KeyVersion
            {
                Key = S3Answers.Key(version.Key, page.Encoding), VersionId = version.VersionId,
            })], session.CancellationToken).ConfigureAwait(false);
            count = count with { Versions = count.Versions + page.Versions.Count };
            told?.Report(count);
        }

        await session.AskAsync(client => client.DeleteBucketAsync(session.Bucket, session.CancellationToken)).ConfigureAwait(false);
        return count;
    }

    private static async Task<long> AbortUploadsAsync(SetupSession session)
    {
        long aborted = 0;
        while (await session.AskAsync(client => client.ListMultipartUploadsAsync(
            new ListMultipartUploadsRequest { BucketName = session.Bucket, Encoding = EncodingType.Url }, session.CancellationToken))
            .ConfigureAwait(false) is { MultipartUploads.Count: > 0 } page)
        {
            foreach (var upload in page.MultipartUploads)
            {
                var key = S3Answers.Key(upload.Key, page.EncodingType);
                await session.AskAsync(client => client.AbortMultipartUploadAsync(
                    session.Bucket, key, upload.UploadId, session.CancellationToken)).ConfigureAwait(false);
            }

            aborted += page.MultipartUploads.Count;
        }

        return aborted;
    }
}
