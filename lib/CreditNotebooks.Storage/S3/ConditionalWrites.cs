using Amazon.Runtime;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.S3;

/// <summary>Whether an endpoint keeps the conditions of a write. Some that speak S3 ignore them and overwrite without a word, and a log
/// that is built on put-if-absent would lose entries. AWS keeps them; any other endpoint shows it once, on an object that is made for it
/// next to the first key and removed: a second write that must not happen, in one piece and in parts.</summary>
internal sealed class ConditionalWrites(S3Store store)
{
    private const string WrongETag = "\"00000000000000000000000000000000\"";

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile bool _kept = store.Settings.IsAws;

    /// <exception cref="StorageException">NotImplemented: the endpoint ignores conditions.</exception>
    public async Task RequireAsync(string key, CancellationToken cancellationToken)
    {
        if (_kept) return;
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_kept) return;
            var folder = key[..(key.LastIndexOf('/') + 1)];
            await TryOutAsync($"{folder}.conditional-write-{Guid.NewGuid():n}", cancellationToken).ConfigureAwait(false);
            _kept = true;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task TryOutAsync(string key, CancellationToken cancellationToken)
    {
        await store.AskAsync(key, () => PutAsync(key, null, null, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            await RefusedAsync(key, () => PutAsync(key, null, "*", cancellationToken), cancellationToken).ConfigureAwait(false);
            await RefusedAsync(key, () => PutAsync(key, WrongETag, null, cancellationToken), cancellationToken).ConfigureAwait(false);
            await RefusedAsync(key, () => CompletePartsAsync(key, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private Task<PutObjectResponse> PutAsync(string key, string? ifMatch, string? ifNoneMatch, CancellationToken cancellationToken) =>
        store.Client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = store.Bucket, Key = key, ContentBody = "", IfMatch = ifMatch, IfNoneMatch = ifNoneMatch, UseChunkEncoding = false,
        }, cancellationToken);

    private async Task<CompleteMultipartUploadResponse> CompletePartsAsync(string key, CancellationToken cancellationToken)
    {
        var upload = await store.Client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = store.Bucket, Key = key }, cancellationToken).ConfigureAwait(false);
        try
        {
            using var content = new MemoryStream([0]);
            var part = await store.Client.UploadPartAsync(new UploadPartRequest
            {
                BucketName = store.Bucket, Key = key, UploadId = upload.UploadId, PartNumber = 1, InputStream = content,
                UseChunkEncoding = false,
            }, cancellationToken).ConfigureAwait(false);
            return await store.Client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
            {
                BucketName = store.Bucket, Key = key, UploadId = upload.UploadId, IfNoneMatch = "*",
                PartETags = [new PartETag(1, part.ETag)],
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonServiceException)
        {
            await store.Client.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = store.Bucket, Key = key, UploadId = upload.UploadId },
                    CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task RefusedAsync<T>(string key, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            await store.AskAsync(key, write, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception) when (exception.Condition == StorageConditions.PreconditionFailed)
        {
            return;
        }
        catch (StorageException exception) when (exception.Condition == StorageConditions.NotImplemented)
        {
            throw Unsafe(exception);
        }

        throw Unsafe(null);
    }

    private StorageException Unsafe(Exception? cause) =>
        new(StorageConditions.NotImplemented, $"{store.Location} ({store.Settings.EndpointName})",
            "This endpoint overwrites where a write was to happen only under a condition, so a table's log is not safe on it. "
            + "Use one that keeps If-None-Match and If-Match on writes: AWS, or 'credit s3 serve'.", cause);
}
