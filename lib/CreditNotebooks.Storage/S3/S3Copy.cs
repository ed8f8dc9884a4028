using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.S3;

/// <summary>A copy that the endpoint makes by itself: in one request up to S3's limit, in parts above it.</summary>
internal sealed class S3Copy(S3Store store, ObjectInfo source, string key, PutCondition? condition)
{
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    private const long MostInOneRequest = 5L * 1024 * 1024 * 1024;
    private const long LargePart = 512L * 1024 * 1024;

    /// <summary>The largest object that is copied in one request.</summary>
    public long MostInOne { get; init; } = MostInOneRequest;

    /// <summary>The bytes of a part of a larger one.</summary>
    public long PartSize { get; init; } = LargePart;

    public async Task<PutResult> RunAsync(CancellationToken cancellationToken)
    {
        var carried = source.Size > MostInOne || condition is not null
            ? await CarriedHeaders.OfAsync(store, source, cancellationToken).ConfigureAwait(false) : null;
        if (source.Size > MostInOne) return await InPartsAsync(carried!, cancellationToken).ConfigureAwait(false);
        var number = condition is null ? null : Guid.NewGuid().ToString("n");
        return await WriteAttempt.RunAsync(store, key, condition, number, () => InOneAsync(carried, number, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<PutResult> InOneAsync(CarriedHeaders? carried, string? number, CancellationToken cancellationToken)
    {
        var request = new CopyObjectRequest
        {
            SourceBucket = store.Bucket, SourceKey = source.Key, DestinationBucket = store.Bucket, DestinationKey = key,
            ETagToMatch = $"\"{source.ETag}\"", IfMatch = WriteAttempt.IfMatch(condition),
            IfNoneMatch = WriteAttempt.IfNoneMatch(condition),
        };
        if (number is not null)
        {
            // The number of this attempt can only be written with all the metadata.
            request.MetadataDirective = S3MetadataDirective.REPLACE;
            carried!.WriteTo(request.Headers);
            foreach (var (name, value) in source.Metadata) request.Metadata[name] = value;
            request.Metadata[WriteAttempt.NumberName] = number;
        }

        var answer = await store.Writer.CopyObjectAsync(request, cancellationToken).ConfigureAwait(false);
        return new PutResult(S3Answers.ETag(answer.ETag), answer.VersionId, source.Size);
    }

    private async Task<PutResult> InPartsAsync(CarriedHeaders carried, CancellationToken cancellationToken)
    {
        var options = new PutOptions { Metadata = source.Metadata, Condition = condition };
        var upload = await MultipartUpload.StartAsync(store, key, options, cancellationToken, carried).ConfigureAwait(false);
        return await upload.CompleteAsync(async () =>
        {
            for (var (first, number) = (0L, 1); first < source.Size; first += PartSize, number++)
            {
                var request = new CopyPartRequest
                {
                    SourceBucket = store.Bucket, SourceKey = source.Key, DestinationBucket = store.Bucket, DestinationKey = key,
                    UploadId = upload.Id,
                    PartNumber = number, FirstByte = first, LastByte = Math.Min(first + PartSize, source.Size) - 1,
                    ETagToMatch = [$"\"{source.ETag}\""],
                };
                var part = await store.AskAsync(key, () => store.Writer.CopyPartAsync(request, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
                upload.Add(number, part.ETag, request.LastByte.Value + 1 - first);
            }
        }, cancellationToken).ConfigureAwait(false);
    }
}
