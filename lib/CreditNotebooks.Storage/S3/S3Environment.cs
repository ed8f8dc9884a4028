using System.Globalization;

namespace CreditNotebooks.Storage.S3;

/// <summary>Reads <see cref="S3Settings"/> from environment variables and AWS's shared files, in AWS's order.</summary>
internal static class S3Environment
{
    private static readonly string[] OtherCredentials = ["role_arn", "credential_process", "sso_session", "sso_start_url",
        "credential_source"];

    public static S3Settings Read(IReadOnlyDictionary<string, string> environment)
    {
        string? Of(string name) => environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        var home = Of("HOME") ?? Of("USERPROFILE");
        var credentialsFile = Of("AWS_SHARED_CREDENTIALS_FILE") ?? InHome("credentials");
        var files = new AwsProfileFiles(Of("AWS_CONFIG_FILE") ?? InHome("config"), credentialsFile);

        // Without a home there are no shared files; those of the working folder would be anybody's.
        string? InHome(string file) => home is null ? null : Path.Combine(home, ".aws", file);
        var name = Of("AWS_PROFILE") ?? Of("AWS_DEFAULT_PROFILE");
        if (name is not (null or "default") && !files.Has(name))
        {
            throw new StorageException(StorageConditions.InvalidSetting, "AWS_PROFILE",
                $"There is no profile '{name}' in AWS's shared files. "
                + $"Run 'aws configure --profile {name}', or set AWS_PROFILE to one that is there.");
        }

        var profile = files.Profile(name ?? "default");
        var endpoint = Endpoint(Of, profile, files);
        var keys = Of("AWS_ACCESS_KEY_ID") is null
            ? (Id: profile.GetValueOrDefault("aws_access_key_id"), Secret: profile.GetValueOrDefault("aws_secret_access_key"),
                Token: profile.GetValueOrDefault("aws_session_token"))
            : (Id: Of("AWS_ACCESS_KEY_ID"), Secret: Of("AWS_SECRET_ACCESS_KEY"), Token: Of("AWS_SESSION_TOKEN"));
        if (keys.Id is not null && keys.Secret is null)
        {
            throw new StorageException(StorageConditions.InvalidSetting, "AWS_SECRET_ACCESS_KEY",
                "There is an access key and no secret key with it. Set both, or neither.");
        }

        var settings = new S3Settings
        {
            Endpoint = endpoint,
            Region = Of("AWS_REGION") ?? Of("AWS_DEFAULT_REGION") ?? profile.GetValueOrDefault("region") ?? "us-east-1",
            AccessKeyId = keys.Id,
            SecretAccessKey = keys.Secret,
            SessionToken = keys.Token,
            Profile = name ?? "default",
            CredentialsFile = credentialsFile,
            ProfileHasCredentials = keys.Id is null && OtherCredentials.Any(profile.ContainsKey),
            InContainer = Of("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is not null || Of("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not null,
            InstanceMetadata = IsTrue("AWS_EC2_METADATA_DISABLED", Of("AWS_EC2_METADATA_DISABLED"))
                ? null : Address("AWS_EC2_METADATA_SERVICE_ENDPOINT", Of("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254"),
        };
        var checksums = Of("AWS_REQUEST_CHECKSUM_CALCULATION") ?? profile.GetValueOrDefault("request_checksum_calculation");
        var attempts = Of("AWS_MAX_ATTEMPTS") ?? profile.GetValueOrDefault("max_attempts");
        return settings with
        {
            PathStyle = Of("AWS_S3_FORCE_PATH_STYLE") is { } force ? IsTrue("AWS_S3_FORCE_PATH_STYLE", force)
                : profile.GetValueOrDefault("s3.addressing_style") == "path" || !settings.IsAws,
            RequestChecksums = checksums is null ? null : IsWhenSupported("AWS_REQUEST_CHECKSUM_CALCULATION", checksums),
            MaxAttempts = attempts is null ? settings.MaxAttempts : PositiveNumber("AWS_MAX_ATTEMPTS", attempts),
        };
    }

    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    private static Uri? Endpoint(Func<string, string?> of, IReadOnlyDictionary<string, string> profile, AwsProfileFiles files)
    {
        var ignored = of("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? profile.GetValueOrDefault("ignore_configured_endpoint_urls");
        if (IsTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", ignored)) return null;
        var services = profile.TryGetValue("services", out var name) ? files.Services(name) : new Dictionary<string, string>();
        var found = of("AWS_ENDPOINT_URL_S3") is { } special ? ("AWS_ENDPOINT_URL_S3", special)
            : of("AWS_ENDPOINT_URL") is { } general ? ("AWS_ENDPOINT_URL", general)
            : services.TryGetValue("s3.endpoint_url", out var service) ? ("endpoint_url", service)
            : profile.TryGetValue("endpoint_url", out var own) ? ("endpoint_url", own)
            : default((string Setting, string Url)?);
        return found is { } it ? Address(it.Setting, it.Url) : null;
    }

    private static Uri Address(string setting, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https")
            ? url
            : throw new StorageException(StorageConditions.InvalidSetting, setting,
                $"'{text}' is no address. Write it as http://localhost:9000.");

    private static bool IsTrue(string setting, string? text) => text?.ToUpperInvariant() switch
    {
        null or "FALSE" or "0" => false,
        "TRUE" or "1" => true,
        _ => throw new StorageException(StorageConditions.InvalidSetting, setting, $"'{text}' is neither true nor false."),
    };

    private static bool IsWhenSupported(string setting, string text) => text.ToUpperInvariant() switch
    {
        "WHEN_SUPPORTED" => true,
        "WHEN_REQUIRED" => false,
        _ => throw new StorageException(StorageConditions.InvalidSetting, setting, $"'{text}' is neither when_supported nor when_required."),
    };

    private static int PositiveNumber(string setting, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new StorageException(StorageConditions.InvalidSetting, setting, $"'{text}' is no number from 1.");
}
