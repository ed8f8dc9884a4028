using Amazon.Runtime;

namespace CreditNotebooks.Storage.S3;

/// <summary>A write whose answer may be lost. Every write under a condition, and every one in parts, carries a number of its own in its
/// metadata: when a repetition hears that the condition does not hold any more, or that the upload is gone, the object with this number is
/// our own success.</summary>
internal static class WriteAttempt
{
    /// <summary>The metadata's name of the number.</summary>
    public const string NumberName = "write-id";

    private const int MostConflicts = 20;

    public static string? IfMatch(PutCondition? condition) => condition?.ETag is { } eTag ? $"\"{eTag}\"" : null;

    public static string? IfNoneMatch(PutCondition? condition) => condition == PutCondition.IfAbsent ? "*" : null;

    /// <param name="store">The bucket.</param>
    /// <param name="key">What is written.</param>
    /// <param name="condition">Under which condition.</param>
    /// <param name="number">The number in the metadata; null when there is none.</param>
    /// <param name="write">The request.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public static async Task<PutResult> RunAsync(
        S3Store store, string key, PutCondition? condition, string? number, Func<Task<PutResult>> write,
        CancellationToken cancellationToken)
    {
        for (var conflicts = 1; ; conflicts++)
        {
            try
            {
                return await write().ConfigureAwait(false);
            }
            catch (AmazonServiceException exception) when (exception.ErrorCode == "ConditionalRequestConflict" && conflicts < MostConflicts)
            {
                // Two writes at the same moment: S3 lets neither decide and asks for another attempt.
                await Backoff.WaitAsync(Math.Min(conflicts, 4), cancellationToken).ConfigureAwait(false);
            }
            catch (AmazonServiceException exception) when (MayHaveSucceeded(exception, condition))
            {
                var own = number is null ? null : await OwnSuccessAsync(store, key, number, cancellationToken).ConfigureAwait(false);
                if (own is not null) return own;
                if (condition is null) throw S3Failure.Explain(exception, store.Where(key));
                throw new StorageException(StorageConditions.PreconditionFailed, store.Where(key), condition.ETag is { } eTag
                    ? $"The object no longer has the ETag {eTag}; nothing was written. Read it again."
                    : "There is an object already; nothing was written.", exception);
            }
            catch (Exception exception) when (S3Failure.IsOfStorage(exception, cancellationToken))
            {
                throw S3Failure.Explain(exception, store.Where(key));
            }
        }
    }

    // S3 answers If-Match on a key without an object with NoSuchKey.
    private static bool MayHaveSucceeded(AmazonServiceException exception, PutCondition? condition) =>
        S3Failure.ConditionOf(exception) switch
    {
        StorageConditions.PreconditionFailed => true,
        StorageConditions.NoSuchKey => condition?.ETag is not null,
        "NoSuchUpload" => condition is null,
        _ => false,
    };

    private static async Task<PutResult?> OwnSuccessAsync(S3Store store, string key, string number, CancellationToken cancellationToken)
    {
        try
        {
            var info = await store.HeadAsync(key, cancellationToken).ConfigureAwait(false);
            return info.Metadata.GetValueOrDefault(NumberName) == number ? new PutResult(info.ETag, info.VersionId, info.Size) : null;
        }
        catch (StorageException exception) when (exception.Condition == StorageConditions.NoSuchKey)
        {
            return null;
        }
    }
}
