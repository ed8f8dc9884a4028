using System.Net.Http;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace CreditNotebooks.Storage.S3;

/// <summary>AWS's chain of credentials: the keys of the environment or the profile, what else the profile names, a container's, a
/// machine's role. The last is asked for once and briefly, so that who has none hears so at once.</summary>
internal static class S3Credentials
{
    private static readonly TimeSpan PatienceWithMetadata = TimeSpan.FromSeconds(1);

    public static AWSCredentials Find(S3Settings settings)
    {
        if (settings is { AccessKeyId: { } id, SecretAccessKey: { } secret })
        {
            return settings.SessionToken is { } token ? new SessionAWSCredentials(id, secret, token) : new BasicAWSCredentials(id, secret);
        }

        if (settings.ProfileHasCredentials) return FromProfile(settings);
        if (settings.InContainer) return new GenericContainerCredentials();
        if (settings.InstanceMetadata is { } metadata && Answers(metadata)) return new InstanceProfileAWSCredentials();
        throw new StorageException(StorageConditions.NoCredentials, settings.EndpointName,
            "There are no credentials for S3. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run 'aws configure', "
            + "or set AWS_PROFILE to a profile that has them.");
    }

    private static AWSCredentials FromProfile(S3Settings settings)
    {
        try
        {
            if (new CredentialProfileStoreChain(settings.CredentialsFile).TryGetAWSCredentials(settings.Profile, out var credentials))
            {
                // Asked for here: what a profile lacks shows only now, and later would look like an error of the request.
                _ = credentials.GetCredentials();
                return credentials;
            }
        }
        catch (Exception exception)
            when (exception is AmazonClientException or AmazonServiceException or InvalidOperationException or ArgumentException)
        {
            throw Unusable(settings, exception);
        }

        throw Unusable(settings, null);
    }

    private static StorageException Unusable(S3Settings settings, Exception? cause) =>
        new(StorageConditions.NoCredentials, settings.EndpointName,
            $"The profile '{settings.Profile}' gives no credentials{(cause is null ? "" : $" ({cause.Message.TrimEnd('.')})")}. "
            + $"Run 'aws configure export-credentials --profile {settings.Profile} --format env' and set the variables that it prints.",
                cause);

    private static bool Answers(Uri metadata)
    {
        using var client = new HttpClient { Timeout = PatienceWithMetadata };
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(metadata, "/latest/api/token"));
        request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "60");
        try
        {
            using var response = client.Send(request);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
