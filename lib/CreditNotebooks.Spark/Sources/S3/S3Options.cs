using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.Cache;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Spark.Sources.S3;

/// <summary>How a bucket is reached: as AWS's own settings say, and over them those of Hadoop's S3A on the session, under its names:
/// <c>spark.hadoop.fs.s3a.endpoint</c> or <c>fs.s3a.endpoint</c>, and <c>fs.s3a.bucket.NAME.endpoint</c> for one bucket. Options of a reader or
/// writer with Hadoop's names go before the session's.</summary>
internal static class S3Options
{
    /// <exception cref="SparkException">INVALID_CONF_VALUE.REQUIREMENT: a setting is malformed, or an access key has no secret.</exception>
    public static S3Settings Of(string bucket, RuntimeSettings settings, SourceOptions? options = null)
    {
        var result = FromEnvironment(() => S3Settings.FromEnvironment());
        if (Read("endpoint.region") is { } region) result = result with { Region = region.Value };
        if (Read("endpoint") is { } endpoint)
        {
            result = result with { Endpoint = Address(endpoint.Key, endpoint.Value, Flag("connection.ssl.enabled") ?? true) };
            result = result with { PathStyle = !result.IsAws };
        }
        if (Flag("path.style.access") is { } pathStyle) result = result with { PathStyle = pathStyle };
        var (id, secret) = (Read("access.key"), Read("secret.key"));
        if (id is null && secret is null) return result;
        if (id is null || secret is null)
        {
            throw Invalid((id ?? secret)!.Value.Key,
                "there is an access key without its secret, or a secret without its key. Set both, or neither.");
        }
        return result with
        {
            AccessKeyId = id.Value.Value, SecretAccessKey = secret.Value.Value, SessionToken = Read("session.token")?.Value,
            ProfileHasCredentials = false,
        };

        // The bucket's own first; what the session set later, without Spark's prefix, before what it was built with.
        (string Key, string Value)? Read(string option)
        {
            foreach (var name in new[] { $"fs.s3a.bucket.{bucket}.{option}", $"fs.s3a.{option}" })
            {
                if (options?.Text(name)?.Trim() is { Length: > 0 } own) return (name, own);
                foreach (var key in new[] { name, "spark.hadoop." + name })
                    if (settings[key]?.Trim() is { Length: > 0 } value) return (key, value);
            }
            return null;
        }

        bool? Flag(string option) => Read(option) is not { } flag ? null
            : bool.TryParse(flag.Value, out var value) ? value : throw Invalid(flag.Key, $"'{flag.Value}' is neither true nor false.");
    }

    /// <summary>Whether a setting's value is a secret, which must not be shown.</summary>
    public static bool IsSecret(string key) => key.Contains("fs.s3a.", StringComparison.OrdinalIgnoreCase)
        && (key.EndsWith(".secret.key", StringComparison.OrdinalIgnoreCase) || key.EndsWith(".session.token", StringComparison.OrdinalIgnoreCase));

    /// <summary>Where copies of objects are kept, and how many bytes of them.</summary>
    public static CacheSettings Cache() => FromEnvironment(() => CacheSettings.FromEnvironment());

    private static T FromEnvironment<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (StorageException e)
        {
            throw S3Errors.Setting(e);
        }
    }

    private static Uri Address(string key, string text, bool secure)
    {
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : $"{(secure ? "https" : "http")}://{text}";
        return Uri.TryCreate(whole, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
            : throw Invalid(key, $"'{text}' is no address. Write it as http://localhost:9000.");
    }

    private static SparkException Invalid(string key, string sentence) =>
        new("INVALID_CONF_VALUE.REQUIREMENT", $"The value of the config \"{key}\" is invalid: {sentence}");
}
