using System.Buffers;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.S3;

/// <summary>Puts a stream: in one request when it fits into a part, in several at once when it does not. Every part is in memory while it
/// is on its way, so that it can be sent again by itself; there are at most <see cref="S3Settings.Parallelism"/> of them.</summary>
internal sealed class S3Upload(S3Store store, string key, PutOptions options)
{
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
    private const int MostParts = 10_000;

    // With an unknown length, parts grow by their first size every so many: 10,000 of 8 MiB reach 420 GiB so.
    private const int PartsOfOneSize = 1000;

    private long _done;

    public async Task<PutResult> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        long? length = content.CanSeek ? content.Length - content.Position : null;
        var first = await ReadPartAsync(content, PartSize(1, length), cancellationToken).ConfigureAwait(false);
        if (first.Count < PartSize(1, length) || first.Count == length)
        {
            try
            {
                return await PutInOneAsync(first, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(first.Array!);
            }
        }

        var upload = await MultipartUpload.StartAsync(store, key, options, cancellationToken).ConfigureAwait(false);
        return await upload.CompleteAsync(() => SendPartsAsync(upload, first, content, length, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    private Task<PutResult> PutInOneAsync(ArraySegment<byte> bytes, CancellationToken cancellationToken)
    {
        var number = options.Condition is null ? null : Guid.NewGuid().ToString("n");
        return WriteAttempt.RunAsync(store, key, options.Condition, number, async () =>
        {
            using var body = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
            var request = new PutObjectRequest
            {
                BucketName = store.Bucket, Key = key, InputStream = body, ContentType = options.ContentType, UseChunkEncoding = false,
                IfMatch = WriteAttempt.IfMatch(options.Condition), IfNoneMatch = WriteAttempt.IfNoneMatch(options.Condition),
            };
            foreach (var (name, value) in options.Metadata ?? new Dictionary<string, string>()) request.Metadata[name] = value;
            if (number is not null) request.Metadata[WriteAttempt.NumberName] = number;
            var answer = await store.Writer.PutObjectAsync(request, cancellationToken).ConfigureAwait(false);
            options.Progress?.Report(new TransferProgress(bytes.Count, bytes.Count));
            return new PutResult(S3Answers.ETag(answer.ETag), answer.VersionId, bytes.Count);
        }, cancellationToken);
    }

    private async Task SendPartsAsync(MultipartUpload upload, ArraySegment<byte> first, Stream content, long? length,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var room = new SemaphoreSlim(store.Settings.Parallelism);
        var sending = new List<Task>();
        try
        {
            await room.WaitAsync(stop.Token).ConfigureAwait(false);
            sending.Add(SendAsync(1, first));
            for (var number = 2; ; number++)
            {
                await room.WaitAsync(stop.Token).ConfigureAwait(false);
                var part = await ReadPartAsync(content, PartSize(number, length), stop.Token).ConfigureAwait(false);
                if (part.Count == 0)
                {
                    ArrayPool<byte>.Shared.Return(part.Array!);
                    break;
                }

                if (number > MostParts) throw TooLarge();
                sending.Add(SendAsync(number, part));
                sending.RemoveAll(task => task.IsCompletedSuccessfully);
            }

            await Task.WhenAll(sending).ConfigureAwait(false);
        }
        catch
        {
            // None may be on its way when the upload is aborted: it would stay. The part that failed first says why.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(sending).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var failed = sending.Where(task => task.IsFaulted).Select(task => task.Exception!.InnerException!).FirstOrDefault();
            if (failed is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed);
            throw;
        }

        async Task SendAsync(int number, ArraySegment<byte> part)
        {
            try
            {
                await SendPartAsync(upload, number, part, length, stop.Token).ConfigureAwait(false);
            }
            catch
            {
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(part.Array!);
                room.Release();
            }
        }
    }

    private async Task SendPartAsync(MultipartUpload upload, int number, ArraySegment<byte> part, long? length,
        CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(part.Array!, part.Offset, part.Count, writable: false);
        var request = new UploadPartRequest
        {
            BucketName = store.Bucket, Key = key, UploadId = upload.Id, PartNumber = number, InputStream = body, PartSize = part.Count,
            UseChunkEncoding = false,
        };
        if (store.Settings.SendsChecksums) request.ChecksumAlgorithm = Amazon.S3.ChecksumAlgorithm.CRC32;
        var answer = await store.AskAsync(key, () => store.Writer.UploadPartAsync(request, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        upload.Add(number, answer.ETag, part.Count);
        var sum = Interlocked.Add(ref _done, part.Count);
        options.Progress?.Report(new TransferProgress(sum, length));
    }

    private int PartSize(int number, long? length)
    {
        if (length is not { } known) return checked(store.Settings.PartSize * (1 + ((number - 1) / PartsOfOneSize)));
        var least = (known + MostParts - 1) / MostParts;
        return least <= int.MaxValue / 2 ? (int)Math.Max(store.Settings.PartSize, least) : throw TooLarge();
    }

    private StorageException TooLarge() =>
        new("EntityTooLarge", store.Where(key), "The object is larger than S3 takes in parts of this size. Use a larger PartSize.");

    private static async Task<ArraySegment<byte>> ReadPartAsync(Stream content, int size, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var count = await content.ReadAtLeastAsync(buffer.AsMemory(0, size), size, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return new ArraySegment<byte>(buffer, 0, count);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }
}
