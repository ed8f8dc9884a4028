using System.Globalization;

namespace CreditNotebooks.Storage.S3;

/// <summary>How S3 is reached. The names and their order are AWS's own: environment variables, then the profile.
/// Its text form shows no secret.</summary>
public sealed record S3Settings
{
    /// <summary>The endpoint; null for AWS's own of the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region, which requests are signed for.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Whether the bucket stands in the path of a request (<c>host/bucket/key</c>) and not in its host.</summary>
    public bool PathStyle { get; init; }

    /// <summary>The access key; null when the profile or the machine's role has the credentials.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The secret of the access key.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>The token of temporary credentials.</summary>
    public string? SessionToken { get; init; }

    /// <summary>The profile in AWS's shared files.</summary>
    public string Profile { get; init; } = "default";

    /// <summary>AWS's shared file of credentials.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>Whether the profile has no keys of its own but another way to get some: a command works, a role or a single sign-on needs
    /// more of the AWS library than S3's part.</summary>
    public bool ProfileHasCredentials { get; init; }

    /// <summary>Whether a container's credentials are offered by its environment.</summary>
    public bool InContainer { get; init; }

    /// <summary>The instance metadata service, asked last and once; null when it is switched off.</summary>
    public Uri? InstanceMetadata { get; init; } = new("http://169.254.169.254");

    /// <summary>How often a request is tried before its error shows.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>How long a question may be without an answer, and a stream without a byte, before it is tried again. Writes have the time
    /// on top that a part takes on a slow line.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The bytes of a part of a large upload and of a range of a large download; memory is at most this times
    /// <see cref="Parallelism"/>.</summary>
    public int PartSize { get; init; } = 8 * 1024 * 1024;

    /// <summary>How many parts are on their way at once.</summary>
    public int Parallelism { get; init; } = 8;

    /// <summary>Whether uploads carry checksums that S3 does not require, which not every other endpoint understands; null to send them to
    /// AWS only.</summary>
    public bool? RequestChecksums { get; init; }

    /// <summary>Whether requests go to AWS itself.</summary>
    public bool IsAws => Endpoint is null || Endpoint.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
        || Endpoint.Host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase);

    internal bool SendsChecksums => RequestChecksums ?? IsAws;

    /// <summary>The endpoint as messages name it.</summary>
    public string EndpointName => Endpoint?.ToString().TrimEnd('/') ?? $"AWS in {Region}";

    /// <summary>Reads AWS's settings.</summary>
    /// <param name="environment">Environment variables; null for the process's own.</param>
    /// <exception cref="StorageException">InvalidSetting: one is malformed, or AWS_PROFILE names a profile that is not there.</exception>
    public static S3Settings FromEnvironment(IReadOnlyDictionary<string, string>? environment = null) =>
        S3Environment.Read(environment ?? ProcessEnvironment.Read());

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"S3 at {EndpointName}, region {Region}, {(AccessKeyId is null ? $"profile {Profile}" : $"access key {AccessKeyId}")}");
}
