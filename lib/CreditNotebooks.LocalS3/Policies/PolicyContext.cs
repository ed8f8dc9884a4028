using System.Globalization;
using System.Net;
using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Policies;

/// <summary>What a policy is asked: may this caller do this with that, and under which circumstances.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Action">As in <c>s3:GetObject</c>.</param>
/// <param name="Resource">As in <c>arn:aws:s3:::bucket/key</c>.</param>
/// <param name="Request">The request, for conditions.</param>
/// <param name="IsSecure">Whether the connection counts as encrypted.</param>
internal sealed record PolicyContext(Caller Caller, string Action, string Resource, S3Request Request, bool IsSecure)
{
    /// <summary>The condition keys that this server can tell, in lower case; those that begin with <c>s3:x-amz-</c> are the request's headers.</summary>
    private static readonly Dictionary<string, Func<PolicyContext, string?>> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aws:SecureTransport"] = c => c.IsSecure ? "true" : "false",
        ["aws:SourceIp"] = c => Address(c.Request.Source).ToString(),
        ["aws:CurrentTime"] = _ => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["aws:PrincipalArn"] = c => c.Caller.IsAnonymous ? null : c.Caller.Arn,
        ["aws:PrincipalAccount"] = c => c.Caller.IsAnonymous ? null : Caller.Account,
        ["aws:PrincipalType"] = c => c.Caller switch { { IsAnonymous: true } => "Anonymous", { IsRoot: true } => "Account", _ => "User" },
        ["aws:username"] = c => c.Caller.IsAnonymous || c.Caller.IsRoot ? null : c.Caller.AccessKey,
        ["aws:UserAgent"] = c => c.Request.Header("User-Agent"),
        ["aws:Referer"] = c => c.Request.Header("Referer"),
        ["s3:prefix"] = c => c.Request.Query["prefix"],
        ["s3:delimiter"] = c => c.Request.Query["delimiter"],
        ["s3:max-keys"] = c => c.Request.Query["max-keys"],
        ["s3:VersionId"] = c => c.Request.Query["versionId"],
        ["s3:signatureversion"] = c => c.Caller.IsAnonymous ? null : "AWS4-HMAC-SHA256",
        ["s3:authType"] = c => c.Caller.IsAnonymous ? null : c.Request.Query.Has("X-Amz-Signature") ? "REST-QUERY-STRING" : "REST-HEADER",
        ["s3:TlsVersion"] = _ => null,
        ["s3:if-match"] = c => c.Request.Header("If-Match"),
        ["s3:if-none-match"] = c => c.Request.Header("If-None-Match"),
    };

    public static bool Knows(string key) => Keys.ContainsKey(key) || key.StartsWith("s3:x-amz-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The circumstance of that name; null when the request has none.</summary>
    public string? Value(string key) => Keys.TryGetValue(key, out var value) ? value(this) : Request.Header(key["s3:".Length..]);

    /// <summary>An address of version 4 also where the socket shows it inside one of version 6.</summary>
    public static IPAddress Address(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
