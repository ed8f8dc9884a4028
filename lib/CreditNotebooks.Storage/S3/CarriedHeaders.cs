using Amazon.S3.Model;

namespace CreditNotebooks.Storage.S3;

/// <summary>What a copy has from its source beside content and metadata: S3 carries it over by itself only where it also carries the
/// metadata over as they are.</summary>
internal sealed class CarriedHeaders
{
    private static readonly string[] Names = ["Content-Type", "Cache-Control", "Content-Disposition", "Content-Encoding"];

    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tags; where S3 makes the copy in one request, it carries them over.</summary>
    public List<Tag> Tags { get; private init; } = [];

    /// <summary>Asks for those of an object, in the version that is known of it.</summary>
    public static async Task<CarriedHeaders> OfAsync(S3Store store, ObjectInfo source, CancellationToken cancellationToken)
    {
        var request = new GetObjectMetadataRequest { BucketName = store.Bucket, Key = source.Key, EtagToMatch = $"\"{source.ETag}\"" };
        var answer = await AskAsync(() => store.Client.GetObjectMetadataAsync(request, cancellationToken)).ConfigureAwait(false);
        var tagging = new GetObjectTaggingRequest { BucketName = store.Bucket, Key = source.Key, VersionId = source.VersionId };
        var tags = answer.TagsCount is not > 0 ? []
            : (await AskAsync(() => store.Client.GetObjectTaggingAsync(tagging, cancellationToken)).ConfigureAwait(false)).Tagging;
        var carried = new CarriedHeaders { Tags = tags };
        foreach (var name in Names) carried.Add(name, answer.Headers[name]);
        carried.Add("Content-Language", answer.ContentLanguage);
        carried.Add("Expires", answer.ExpiresString);
        return carried;

        Task<T> AskAsync<T>(Func<Task<T>> ask) => store.AskAsync(source.Key, ask, cancellationToken);
    }

    /// <summary>Sets them on a request.</summary>
    public void WriteTo(HeadersCollection headers)
    {
        foreach (var (name, value) in _headers) headers[name] = value;
    }

    private void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) _headers[name] = value;
    }
}
