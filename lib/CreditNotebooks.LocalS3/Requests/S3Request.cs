using System.Net;
using System.Text;
using CreditNotebooks.LocalS3.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CreditNotebooks.LocalS3.Requests;

/// <summary>A request taken apart: which bucket and key it is about, and its query, from the target exactly as it was sent.</summary>
internal sealed class S3Request
{
    public const int LongestKey = 1024;
    private const int MostHeaderBytes = 8 * 1024;
    private static readonly string[] OwnDomains = ["s3.localhost", "localhost"];

    private S3Request(HttpContext http, string path, S3Query query)
    {
        Http = http;
        Path = path;
        Query = query;
    }

    public HttpContext Http { get; }
    public string Method => Http.Request.Method;
    public IHeaderDictionary Headers => Http.Request.Headers;
    public CancellationToken Aborted => Http.RequestAborted;
    /// <summary>The decoded path, with the slash it begins with.</summary>
    public string Path { get; }
    public S3Query Query { get; }
    public string? Bucket { get; private init; }
    public string? Key { get; private init; }
    /// <summary>Who asks; set once the signature is checked.</summary>
    public Caller Caller { get; set; } = Caller.Anonymous;
    public IPAddress Source => Http.Connection.RemoteIpAddress ?? IPAddress.None;

    /// <summary>A header's value without the blanks around it; null when it is not there or empty.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value) && value.ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <exception cref="S3Exception">InvalidURI, KeyTooLongError or RequestHeaderSectionTooLarge.</exception>
    public static S3Request Read(HttpContext http, IReadOnlyList<string> domains)
    {
        if (http.Request.Headers.Sum(h => h.Key.Length + h.Value.Sum(v => v?.Length ?? 0)) > MostHeaderBytes) throw new S3Exception(S3Error.RequestHeaderSectionTooLarge);
        var (rawPath, rawQuery) = Split(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var path = UriText.Decode(rawPath);
        var query = S3Query.Parse(rawQuery);
        var bucket = BucketOfHost(http.Request.Host.Host, domains);
        var key = path[1..];
        if (bucket is null)
        {
            var slash = key.IndexOf('/');
            (bucket, key) = slash < 0 ? (key, "") : (key[..slash], key[(slash + 1)..]);
        }
        if (Encoding.UTF8.GetByteCount(key) > LongestKey) throw new S3Exception(S3Error.KeyTooLong) { Details = [("MaxSizeAllowed", "1024")] };
        return new(http, path, query) { Bucket = bucket.Length > 0 ? bucket : null, Key = key.Length > 0 ? key : null };
    }

    private static (string Path, string Query) Split(string target)
    {
        var question = target.IndexOf('?');
        var (path, query) = question < 0 ? (target, "") : (target[..question], target[(question + 1)..]);
        if (path.Contains("://", StringComparison.Ordinal) && !path.StartsWith('/'))
        {
            var slash = path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3);
            path = slash < 0 ? "/" : path[slash..];
        }
        return path.StartsWith('/') ? (path, query) : throw new S3Exception(S3Error.InvalidUri);
    }

    private static string? BucketOfHost(string host, IReadOnlyList<string> domains)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out _)) return null;
        foreach (var domain in domains.Concat(OwnDomains))
        {
            if (host.Equals(domain, StringComparison.OrdinalIgnoreCase)) return null;
            if (host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase)) return host[..^(domain.Length + 1)].ToLowerInvariant();
        }
        return null;
    }
}
