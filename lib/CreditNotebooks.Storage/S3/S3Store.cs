using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.Storage.S3;

/// <summary>A bucket as an object store. Requests that fail by the endpoint's or the connection's fault are tried again, with pauses;
/// a conditional write that succeeded although its answer was lost counts as the success it was.</summary>
public sealed class S3Store : IObjectStore
{
    private const int MostKeysOfOneDelete = 1000;

    private readonly S3Connection _connection;
    private readonly ConditionalWrites _conditionalWrites;

    internal S3Store(S3Connection connection, string bucket)
    {
        _connection = connection;
        Bucket = bucket;
        _conditionalWrites = new ConditionalWrites(this);
    }

    /// <summary>The bucket's name.</summary>
    public string Bucket { get; }

    /// <inheritdoc/>
    public string Location => $"s3://{Bucket}";

    internal IAmazonS3 Client => _connection.Client;

    internal IAmazonS3 Writer => _connection.Writer;

    internal S3Settings Settings => _connection.Settings;

    /// <inheritdoc/>
    public Task<ObjectInfo> HeadAsync(string key, CancellationToken cancellationToken = default) => AskAsync(key, async () =>
    {
        try
        {
            var request = new GetObjectMetadataRequest { BucketName = Bucket, Key = key, ChecksumMode = ChecksumMode.ENABLED };
            return S3Answers.Describe(key, await Client.GetObjectMetadataAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (AmazonServiceException exception) when (S3Failure.IsAnonymous(exception))
        {
            // An answer to HEAD has no body, so no name for what is wrong; the same question as GET gets one.
            using var answer = await GetObjectAsync(key, null, null, cancellationToken).ConfigureAwait(false);
            return S3Answers.Describe(key, answer);
        }
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<ObjectContent> GetAsync(string key, ByteRange? range = null, string? ifMatch = null,
        CancellationToken cancellationToken = default) =>
        AskAsync(key, async () =>
        {
            var answer = await GetObjectAsync(key, range, ifMatch, cancellationToken).ConfigureAwait(false);
            var info = S3Answers.Describe(key, answer);
            var start = range?.Start ?? 0;
            var length = (range ?? new ByteRange(0)).LengthWithin(info.Size);
            if (answer.ContentLength != length)
            {
                answer.Dispose();
                throw new StorageException(StorageConditions.NotImplemented, Where(key),
                    $"The endpoint answered {answer.ContentLength:N0} bytes where {length:N0} were asked for: it does not know ranges.");
            }

            var stream = new ResumingStream(answer.ResponseStream, length, async (offset, token) =>
            {
                var rest = await AskAsync(key, () => GetObjectAsync(key, new ByteRange(start + offset, length - offset), info.ETag, token),
                    token).ConfigureAwait(false);
                return rest.ResponseStream;
            }, Settings, Where(key));
            return new ObjectContent(info, stream);
        }, cancellationToken);

    /// <inheritdoc/>
    public async Task<PutResult> PutAsync(string key, Stream content, PutOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new PutOptions();
        if (options.Condition is not null) await _conditionalWrites.RequireAsync(key, cancellationToken).ConfigureAwait(false);
        return await new S3Upload(this, key, options).PutAsync(content, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ListEntry> ListAsync(
        string prefix = "", string? delimiter = null, string? startAfter = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? continuation = null;
        do
        {
            var request = new ListObjectsV2Request
            {
                BucketName = Bucket,
                Prefix = prefix,
                Delimiter = delimiter,
                StartAfter = continuation is null ? startAfter : null,
                ContinuationToken = continuation,

                // XML has no form for some characters that keys may have.
                Encoding = EncodingType.Url,
            };
            var page = await AskAsync(prefix, () => Client.ListObjectsV2Async(request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            foreach (var entry in S3Answers.Entries(page)) yield return entry;
            continuation = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (continuation is not null);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
        AskAsync(key, () => Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = Bucket, Key = key }, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task DeleteManyAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default) =>
        DeleteVersionsAsync([.. keys.Select(key => new KeyVersion { Key = key })], cancellationToken);

    /// <summary>Removes objects, or single versions of them.</summary>
    internal async Task DeleteVersionsAsync(IReadOnlyList<KeyVersion> versions, CancellationToken cancellationToken)
    {
        var kinds = versions.ToLookup(version => HasXmlForm(version.Key));
        foreach (var version in kinds[false])
        {
            var request = new DeleteObjectRequest { BucketName = Bucket, Key = version.Key, VersionId = version.VersionId };
            await AskAsync(version.Key, () => Client.DeleteObjectAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        foreach (var batch in kinds[true].Chunk(MostKeysOfOneDelete))
        {
            var request = new DeleteObjectsRequest { BucketName = Bucket, Quiet = true, Objects = [.. batch] };
            try
            {
                await AskAsync(batch[0].Key, () => Client.DeleteObjectsAsync(request, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (StorageException exception)
                when (exception.InnerException is DeleteObjectsException { Response.DeleteErrors: { Count: > 0 } errors })
            {
                throw new StorageException(errors[0].Code, Where(errors[0].Key),
                    $"{errors.Count:N0} of {batch.Length:N0} objects could not be deleted; the first: {errors[0].Message}", exception);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<PutResult> CopyAsync(
        string sourceKey, string key, PutCondition? condition = null, CancellationToken cancellationToken = default)
    {
        if (condition is not null) await _conditionalWrites.RequireAsync(key, cancellationToken).ConfigureAwait(false);
        var source = await HeadAsync(sourceKey, cancellationToken).ConfigureAwait(false);
        return await new S3Copy(this, source, key, condition).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The object as messages name it.</summary>
    internal string Where(string key) => $"s3://{Bucket}/{key} ({Settings.EndpointName})";

    /// <summary>Runs a request and explains its failure.</summary>
    internal async Task<T> AskAsync<T>(string key, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (Exception exception) when (S3Failure.IsOfStorage(exception, cancellationToken))
        {
            throw S3Failure.Explain(exception, Where(key));
        }
    }

    // XML cannot hold most control characters, and its readers change line ends.
    private static bool HasXmlForm(string key) => !key.Any(c => c is < ' ' or '\uFFFE' or '\uFFFF');

    private Task<GetObjectResponse> GetObjectAsync(string key, ByteRange? range, string? ifMatch, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest
        {
            BucketName = Bucket,
            Key = key,
            EtagToMatch = ifMatch is null ? null : $"\"{ifMatch}\"",
            ByteRange = range is not { } r ? null
                : r.Length is { } length ? new Amazon.S3.Model.ByteRange(r.Start, checked(r.Start + length - 1))
                : new Amazon.S3.Model.ByteRange($"bytes={r.Start}-"),
            ChecksumMode = range is null ? ChecksumMode.ENABLED : null,
        };
        return Client.GetObjectAsync(request, cancellationToken);
    }
}
