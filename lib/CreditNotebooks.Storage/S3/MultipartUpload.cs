using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.S3;

/// <summary>An upload in parts: it becomes an object by its completion, and whatever fails before that leaves no part behind.</summary>
internal sealed class MultipartUpload
{
    private static readonly TimeSpan PatienceWithAbort = TimeSpan.FromSeconds(30);

    private readonly S3Store _store;
    private readonly string _key;
    private readonly PutCondition? _condition;
    private readonly string _number;
    private readonly ConcurrentBag<PartETag> _parts = [];
    private long _size;

    private MultipartUpload(S3Store store, string key, PutCondition? condition, string number, string id)
    {
        _store = store;
        _key = key;
        _condition = condition;
        _number = number;
        Id = id;
    }

    public string Id { get; }

    public static async Task<MultipartUpload> StartAsync(S3Store store, string key, PutOptions options, CancellationToken cancellationToken,
        CarriedHeaders? carried = null)
    {
        var number = Guid.NewGuid().ToString("n");
        var request = new InitiateMultipartUploadRequest { BucketName = store.Bucket, Key = key, ContentType = options.ContentType };
        if (carried is not null)
        {
            carried.WriteTo(request.Headers);
            request.TagSet = carried.Tags;
        }

        foreach (var (name, value) in options.Metadata ?? new Dictionary<string, string>()) request.Metadata[name] = value;
        request.Metadata[WriteAttempt.NumberName] = number;
        if (store.Settings.SendsChecksums)
        {
            // Of the checksums that S3 can make of the parts' own, the only one that the AWS library computes by itself.
            request.ChecksumAlgorithm = Amazon.S3.ChecksumAlgorithm.CRC32;
            request.ChecksumType = ChecksumType.FULL_OBJECT;
        }

        var answer = await store.AskAsync(key, () => store.Client.InitiateMultipartUploadAsync(request, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return new MultipartUpload(store, key, options.Condition, number, answer.UploadId);
    }

    /// <summary>Notes a part that has arrived.</summary>
    public void Add(int number, string eTag, long size)
    {
        _parts.Add(new PartETag(number, eTag));
        Interlocked.Add(ref _size, size);
    }

    /// <summary>Sends the parts and makes them an object; on any failure removes them.</summary>
    /// <param name="sendParts">Sends every part and ends when all have arrived or none is on its way.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    public async Task<PutResult> CompleteAsync(Func<Task> sendParts, CancellationToken cancellationToken)
    {
        try
        {
            await sendParts().ConfigureAwait(false);
            return await WriteAttempt.RunAsync(_store, _key, _condition, _number, () => CompleteOnceAsync(cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await AbortAsync(exception).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<PutResult> CompleteOnceAsync(CancellationToken cancellationToken)
    {
        var answer = await _store.Writer.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = _store.Bucket, Key = _key, UploadId = Id, PartETags = [.. _parts.OrderBy(part => part.PartNumber)],
            IfMatch = WriteAttempt.IfMatch(_condition), IfNoneMatch = WriteAttempt.IfNoneMatch(_condition),
            ChecksumType = _store.Settings.SendsChecksums ? ChecksumType.FULL_OBJECT : null,
        }, cancellationToken).ConfigureAwait(false);
        return new PutResult(S3Answers.ETag(answer.ETag), answer.VersionId, _size);
    }

    // The user's cancellation is no reason to leave parts that cost money.
    private async Task AbortAsync(Exception cause)
    {
        using var patience = new CancellationTokenSource(PatienceWithAbort);
        try
        {
            await _store.Client.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = _store.Bucket, Key = _key, UploadId = Id }, patience.Token)
                    .ConfigureAwait(false);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == "NoSuchUpload")
        {
            // The endpoint has dropped it already.
        }
        catch (Exception exception) when (S3Failure.IsOfStorage(exception, default))
        {
            throw new StorageException((cause as StorageException)?.Condition ?? "InternalError", _store.Where(_key),
                $"The upload failed ({cause.Message}), and its parts could not be removed ({exception.Message}). "
                + $"Abort the upload {Id}, or leave it to the bucket's lifecycle rule.",
                cause);
        }
    }
}
