using Amazon.Runtime;
using Amazon.S3;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Storage.Setup;

/// <summary>A bucket that is being set up, checked or torn down: whom to ask, and how its errors read.</summary>
internal sealed class SetupSession(S3Connection connection, BucketSetup wanted, CancellationToken cancellationToken)
{
    // Another change of the bucket is under way, as for moments after its creation. The AWS library does not try that again.
    private const string InProgress = "OperationAborted";

    public BucketSetup Wanted => wanted;

    public string Bucket => wanted.Bucket;

    public CancellationToken CancellationToken => cancellationToken;

    public S3Store Store => connection.Bucket(wanted.Bucket);

    /// <summary>The region the bucket is to be in.</summary>
    public string Region => wanted.Region ?? connection.Settings.Region;

    /// <summary>Whether a policy that refuses plain HTTP would refuse every request that is made here.</summary>
    public bool SpeaksPlainHttp => !(wanted.RefusePlainHttp ?? connection.Settings.Endpoint?.Scheme != Uri.UriSchemeHttp);

    public string Where => $"s3://{Bucket} ({connection.Settings.EndpointName})";

    /// <summary>Asks, and explains a failure.</summary>
    public Task<T> AskAsync<T>(Func<IAmazonS3, Task<T>> request) => AskAsync(request, static _ => false)!;

    /// <summary>Asks for a setting; null when S3's answer is the error that stands for its absence.</summary>
    public Task<T?> AskAsync<T>(Func<IAmazonS3, Task<T>> request, string absent)
        where T : class => AskAsync(request, exception => S3Failure.ConditionOf(exception) == absent);

    private async Task<T?> AskAsync<T>(Func<IAmazonS3, Task<T>> request, Func<AmazonServiceException, bool> isAbsent)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await request(connection.Client).ConfigureAwait(false);
            }
            catch (AmazonServiceException exception) when (isAbsent(exception))
            {
                return default;
            }
            catch (AmazonServiceException exception)
                when (S3Failure.ConditionOf(exception) == InProgress && failures < connection.Settings.MaxAttempts)
            {
                await Backoff.WaitAsync(failures, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (S3Failure.IsOfStorage(exception, cancellationToken))
            {
                throw S3Failure.Explain(exception, Where);
            }
        }
    }
}
