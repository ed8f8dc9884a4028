using System.Xml.Linq;
using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using Microsoft.AspNetCore.Http;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>A request that is being answered: what it asks, who asks, and what the server has.</summary>
internal sealed class S3Call(ObjectStore store, LocalS3Options options, S3Request request, SeedSignature? seed)
{
    private readonly Authorizer _authorizer = new(store, options);

    public ObjectStore Store => store;
    public LocalS3Options Options => options;
    public S3Request Request => request;
    public HttpResponse Response => request.Http.Response;
    public BucketStore Bucket => store.Bucket(request.Bucket!);
    public string Key => request.Key!;

    /// <summary>The time, in the milliseconds that S3 shows.</summary>
    public DateTime Now
    {
        get
        {
            var now = options.Clock.GetUtcNow().UtcDateTime;
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        }
    }

    /// <exception cref="S3Exception">AccessDenied.</exception>
    public void Authorize(Operation operation)
    {
        if (operation.RootOnly && !request.Caller.IsRoot) throw new S3Exception(S3Error.AccessDenied);
        var action = operation.VersionAction is { } ofVersion && request.Query.Has("versionId") ? ofVersion : operation.Action;
        if (action is not null) _authorizer.Require(request, action, request.Bucket!, request.Key, operation.SurvivesDeny);
    }

    /// <exception cref="S3Exception">AccessDenied.</exception>
    public void Require(string action, string bucket, string? key) => _authorizer.Require(request, action, bucket, key);

    /// <exception cref="S3Exception">AccessDenied.</exception>
    public void RequireForSome(params IReadOnlyList<string> actions) => _authorizer.RequireForSome(request, actions, request.Bucket!);

    public bool May(string action, string bucket, string? key) => _authorizer.May(request, action, bucket, key);

    public Payload OpenPayload(bool hasChecksum = true) => Payload.Open(request, seed, hasChecksum);

    /// <exception cref="S3Exception">MalformedXML, or the body is not what the client said.</exception>
    public async Task<XElement> ReadXmlAsync(string root, bool hasChecksum = true) =>
        S3Xml.Parse(await OpenPayload(hasChecksum).ReadDocumentAsync().ConfigureAwait(false), root);

    public Task AnswerAsync(XElement document) => S3Xml.AnswerAsync(Response, document);

    /// <summary>An answer without a body.</summary>
    public Task AnswerAsync(int status)
    {
        Response.StatusCode = status;
        if (status != StatusCodes.Status204NoContent) Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>The version that the request names; null when it names none.</summary>
    /// <exception cref="S3Exception">InvalidArgument.</exception>
    public string? VersionId => CheckVersionId(request.Query["versionId"]);

    /// <exception cref="S3Exception">InvalidArgument.</exception>
    public static string? CheckVersionId(string? id) => id switch
    {
        null or ObjectVersion.NullId => id,
        "" => throw S3Exception.Argument("Version id cannot be the empty string", "versionId", ""),
        { Length: 32 } when id.All(char.IsAsciiLetterOrDigit) => id,
        _ => throw S3Exception.Argument("Invalid version id specified", "versionId", id),
    };

    /// <summary>Whether answers about this bucket's objects carry version ids.</summary>
    public static bool ShowsVersions(BucketStore bucket) => bucket.State.Settings.ContainsKey(BucketSettings.Versioning);
}
