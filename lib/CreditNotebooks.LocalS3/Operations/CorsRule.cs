using System.Xml.Linq;
using CreditNotebooks.LocalS3.Policies;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using Microsoft.AspNetCore.Http;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>One rule of a bucket's CORS setting: pages of which origins may send what.</summary>
internal sealed record CorsRule(string[] Origins, string[] Methods, string[] Headers, string[] Exposed, string? MaxAge)
{
    private static readonly string[] Known = ["GET", "PUT", "HEAD", "POST", "DELETE"];

    /// <exception cref="S3Exception">MalformedXML or InvalidRequest.</exception>
    public static IReadOnlyList<CorsRule> ParseAll(XElement document)
    {
        List<CorsRule> rules = [.. document.Children("CORSRule").Select(r => new CorsRule(Texts(r, "AllowedOrigin"), Texts(r, "AllowedMethod"), Texts(r, "AllowedHeader"),
            Texts(r, "ExposeHeader"), r.Text("MaxAgeSeconds")))];
        if (rules.Count is 0 or > 100 || rules.Any(r => r.Origins.Length == 0 || r.Methods.Length == 0)) throw new S3Exception(S3Error.MalformedXml);
        if (rules.SelectMany(r => r.Methods).FirstOrDefault(m => !Known.Contains(m)) is { } method)
        {
            throw new S3Exception(S3Error.InvalidRequest, $"Found unsupported HTTP method in CORS config. Unsupported method is {method}");
        }
        if (rules.SelectMany(r => r.Origins.Concat(r.Headers)).Any(p => p.Count(c => c is '*') > 1))
        {
            throw new S3Exception(S3Error.InvalidRequest, "AllowedOrigin and AllowedHeader can not have more than one wildcard.");
        }
        return rules;
    }

    /// <summary>Answers the question that a browser asks before the request itself.</summary>
    /// <exception cref="S3Exception">AccessForbidden: no rule allows it.</exception>
    public static Task AnswerPreflightAsync(S3Request request, BucketStore? bucket)
    {
        var response = request.Http.Response;
        var origin = request.Header("Origin") ?? throw new S3Exception(new("BadRequest", 400, "Insufficient information. Origin request header needed."));
        var method = request.Header("Access-Control-Request-Method")
            ?? throw new S3Exception(new("BadRequest", 400, "Invalid Access-Control-Request-Method: null"));
        var headers = (request.Header("Access-Control-Request-Headers") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var rule = RulesOf(bucket).FirstOrDefault(r => r.Allows(origin, method) && headers.All(h => r.Headers.Any(a => Wildcard.Matches(a, h, ignoreCase: true))))
            ?? throw new S3Exception(S3Error.AccessForbidden);
        rule.Write(response, origin);
        if (headers.Length > 0) response.Headers.AccessControlAllowHeaders = string.Join(", ", headers).ToLowerInvariant();
        if (rule.MaxAge is not null) response.Headers.AccessControlMaxAge = rule.MaxAge;
        response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>Lets a page read the answer, where a rule allows it.</summary>
    public static void Apply(S3Request request, BucketStore? bucket)
    {
        if (request.Header("Origin") is not { } origin) return;
        RulesOf(bucket).FirstOrDefault(r => r.Allows(origin, request.Method))?.Write(request.Http.Response, origin);
    }

    private static IReadOnlyList<CorsRule> RulesOf(BucketStore? bucket) =>
        bucket?.State.Settings.GetValueOrDefault(BucketSettings.Cors) is { } document ? ParseAll(XElement.Parse(document)) : [];

    private static string[] Texts(XElement rule, string name) => [.. rule.Children(name).Select(e => e.Value.Trim())];

    private bool Allows(string origin, string method) => Methods.Contains(method) && Origins.Any(o => Wildcard.Matches(o, origin));

    private void Write(HttpResponse response, string origin)
    {
        var isAny = Origins.Contains("*");
        response.Headers.AccessControlAllowOrigin = isAny ? "*" : origin;
        if (!isAny) response.Headers.AccessControlAllowCredentials = "true";
        response.Headers.AccessControlAllowMethods = string.Join(", ", Methods);
        if (Exposed.Length > 0) response.Headers.AccessControlExposeHeaders = string.Join(", ", Exposed);
        response.Headers.Vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
    }
}
