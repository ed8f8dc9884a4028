using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace CreditNotebooks.Storage.S3;

/// <summary>A client for one endpoint, and its buckets as object stores. Make one and keep it: it holds the connections.</summary>
public sealed class S3Connection : IDisposable
{
    // A line that brings less than this is given up for broken.
    private const double SlowestBytesPerSecond = 16 * 1024;

    private readonly Lazy<AmazonS3Client> _client;
    private readonly Lazy<AmazonS3Client> _writer;
    private readonly ConcurrentDictionary<string, S3Store> _buckets = new(StringComparer.Ordinal);

    /// <summary>A connection with these settings; credentials are looked for at the first request.</summary>
    public S3Connection(S3Settings settings)
    {
        Settings = settings;

        _client = Client(settings.Timeout);

        // The AWS library's time for a request includes the sending of its body.
        _writer = Client(settings.Timeout + TimeSpan.FromSeconds(settings.PartSize / SlowestBytesPerSecond));

        // A missing credential is looked for again at the next request, and not remembered as an error.
        Lazy<AmazonS3Client> Client(TimeSpan timeout) =>
            new(() => new S3Client(S3Credentials.Find(settings), Configure(settings, timeout)), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>How S3 is reached.</summary>
    public S3Settings Settings { get; }

    /// <summary>The AWS library's client, for what an object store has no word for: policies, encryption, lifecycle.</summary>
    /// <exception cref="StorageException">NoCredentials.</exception>
    public IAmazonS3 Client => _client.Value;

    /// <summary>The client for requests that carry an object or make the endpoint work on one: they may take long.</summary>
    internal IAmazonS3 Writer => _writer.Value;

    /// <summary>A bucket. Nothing is asked until it is used.</summary>
    public S3Store Bucket(string name) => _buckets.GetOrAdd(name, bucket => new S3Store(this, bucket));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
        if (_writer.IsValueCreated) _writer.Value.Dispose();
    }

    private static AmazonS3Config Configure(S3Settings settings, TimeSpan timeout)
    {
        var config = new AmazonS3Config
        {
            // The settings have been read already, and the process's environment may say otherwise.
            IgnoreConfiguredEndpointUrls = true,
            ForcePathStyle = settings.PathStyle,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = settings.MaxAttempts - 1,
            Timeout = timeout,
            ConnectTimeout = TimeSpan.FromSeconds(Math.Min(10, settings.Timeout.TotalSeconds)),
            MaxConnectionsPerServer = settings.Parallelism * 4,

            // Whole objects are checked by ObjectDownload; a range has no checksum of its own.
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RequestChecksumCalculation = settings.SendsChecksums ? RequestChecksumCalculation.WHEN_SUPPORTED
                : RequestChecksumCalculation.WHEN_REQUIRED,
        };
        if (settings.Endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        }
        else
        {
            config.ServiceURL = settings.Endpoint.ToString();
            config.AuthenticationRegion = settings.Region;
        }

        return config;
    }
}
