using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CreditNotebooks.LocalS3.Requests;
using Microsoft.AspNetCore.Http;

namespace CreditNotebooks.LocalS3.Access;

/// <summary>Checks Signature Version 4, in the Authorization header or in the query of a pre-signed address.</summary>
internal sealed class Authenticator(IReadOnlyList<LocalS3User> users, TimeProvider clock)
{
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const int LongestExpiry = 7 * 24 * 3600;
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(15);
    private readonly ImmutableDictionary<string, LocalS3User> _users = users.ToImmutableDictionary(u => u.AccessKey);

    /// <summary>Sets who asks. Returns the signature that signed chunks follow on; null for a request without one.</summary>
    /// <exception cref="S3Exception">The signature is wrong, too old, or not made as S3 asks.</exception>
    public SeedSignature? Check(S3Request request)
    {
        var header = request.Header("Authorization");
        var presigned = request.Query.Has("X-Amz-Algorithm") || request.Query.Has("X-Amz-Signature") || request.Query.Has("X-Amz-Credential");
        if (header is not null && presigned)
        {
            throw S3Exception.Argument("Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
                "Authorization", header);
        }
        if (header is null && !presigned)
        {
            if (request.Query.Has("Signature") && request.Query.Has("AWSAccessKeyId")) throw OldMechanism();
            return null;
        }
        var (claim, expires) = header is not null ? (OfHeader(request, header), (TimeSpan?)null) : OfQuery(request);
        var user = _users.GetValueOrDefault(claim.AccessKey)
            ?? throw new S3Exception(S3Error.InvalidAccessKeyId) { Details = [("AWSAccessKeyId", claim.AccessKey)] };
        CheckTime(claim, expires);
        CheckSignedHeaders(request, claim, header is null);
        var canonical = CanonicalRequest(request, claim, header is null);
        var toSign = $"{Algorithm}\n{claim.Time}\n{claim.Scope}\n{SigningKey.Hash(canonical)}";
        var key = new SigningKey(user.SecretKey, claim.Date, claim.Region, claim.Service);
        if (!SigningKey.Same(key.Sign(toSign), claim.Signature))
        {
            throw new S3Exception(S3Error.SignatureDoesNotMatch)
            {
                Details = [("AWSAccessKeyId", claim.AccessKey), ("StringToSign", toSign), ("SignatureProvided", claim.Signature), ("CanonicalRequest", canonical)],
            };
        }
        request.Caller = new(user.AccessKey, user.AccessKey == users[0].AccessKey);
        return new(key, claim.Time, claim.Scope, claim.Signature);
    }

    private static S3Exception OldMechanism() =>
        new(S3Error.InvalidRequest, "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");

    private static Claim OfHeader(S3Request request, string header)
    {
        if (header.StartsWith("AWS4-ECDSA", StringComparison.Ordinal)) throw S3Exception.NotImplemented("Signature Version 4A");
        if (!header.StartsWith(Algorithm, StringComparison.Ordinal)) throw OldMechanism();
        var fields = header[Algorithm.Length..].Split(',').Select(f => f.Trim().Split('=', 2)).Where(f => f.Length == 2)
            .GroupBy(f => f[0]).ToDictionary(g => g.Key, g => g.First()[1]);
        string Field(string name) => fields.GetValueOrDefault(name) is { Length: > 0 } value
            ? value
            : throw new S3Exception(S3Error.AuthorizationHeaderMalformed, $"The authorization header is malformed; it has no {name}.");
        // A date of its own header counts when the client cannot set the standard one.
        var time = request.Header("x-amz-date") ?? BasicTime(request.Header("Date"))
            ?? throw new S3Exception(S3Error.AccessDenied, "AWS authentication requires a valid Date or x-amz-date header");
        return Claim.Of(Field("Credential"), time, Field("SignedHeaders"), Field("Signature"), S3Error.AuthorizationHeaderMalformed);
    }

    private static (Claim Claim, TimeSpan? Expires) OfQuery(S3Request request)
    {
        string Parameter(string name) => request.Query[name] is { Length: > 0 } value ? value : throw new S3Exception(S3Error.AuthorizationQueryParametersError);
        if (Parameter("X-Amz-Algorithm") != Algorithm)
        {
            throw new S3Exception(S3Error.AuthorizationQueryParametersError, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }
        var claim = Claim.Of(Parameter("X-Amz-Credential"), Parameter("X-Amz-Date"), Parameter("X-Amz-SignedHeaders"), Parameter("X-Amz-Signature"),
            S3Error.AuthorizationQueryParametersError);
        if (!int.TryParse(Parameter("X-Amz-Expires"), CultureInfo.InvariantCulture, out var seconds))
        {
            throw new S3Exception(S3Error.AuthorizationQueryParametersError, "X-Amz-Expires should be a number");
        }
        return seconds switch
        {
            < 0 => throw new S3Exception(S3Error.AuthorizationQueryParametersError, "X-Amz-Expires must be non-negative"),
            > LongestExpiry => throw new S3Exception(S3Error.AuthorizationQueryParametersError, "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"),
            _ => (claim, TimeSpan.FromSeconds(seconds)),
        };
    }

    private static string? BasicTime(string? date) =>
        DateTime.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToString(Claim.TimeFormat, CultureInfo.InvariantCulture)
            : null;

    private void CheckTime(Claim claim, TimeSpan? expires)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (expires is null ? (now - claim.At).Duration() > MostSkew : claim.At - now > MostSkew)
        {
            if (expires is not null) throw new S3Exception(S3Error.AccessDenied, "Request is not yet valid");
            throw new S3Exception(S3Error.RequestTimeTooSkewed)
            {
                Details = [("RequestTime", claim.Time), ("ServerTime", S3Xml.Time(now)), ("MaxAllowedSkewMilliseconds", MostSkew.TotalMilliseconds.ToString(CultureInfo.InvariantCulture))],
            };
        }
        if (expires is { } span && now > claim.At + span)
        {
            throw new S3Exception(S3Error.AccessDenied, "Request has expired")
            {
                Details = [("X-Amz-Expires", span.TotalSeconds.ToString(CultureInfo.InvariantCulture)), ("Expires", S3Xml.Time(claim.At + span)), ("ServerTime", S3Xml.Time(now))],
            };
        }
    }

    private static void CheckSignedHeaders(S3Request request, Claim claim, bool presigned)
    {
        if (!presigned && request.Header("x-amz-content-sha256") is null)
        {
            throw new S3Exception(S3Error.MissingSecurityHeader, "Missing required header for this request: x-amz-content-sha256")
            {
                Details = [("MissingHeaderName", "x-amz-content-sha256")],
            };
        }
        var unsigned = request.Headers.Keys.Select(k => k.ToLowerInvariant())
            .Where(k => (k is "host" || k.StartsWith("x-amz-", StringComparison.Ordinal)) && !claim.SignedHeaders.Contains(k) && !(presigned && k is "x-amz-content-sha256")).ToList();
        if (unsigned.Count > 0)
        {
            throw new S3Exception(S3Error.AccessDenied, "There were headers present in the request which were not signed") { Details = [("HeadersNotSigned", string.Join(", ", unsigned))] };
        }
    }

    private static string CanonicalRequest(S3Request request, Claim claim, bool presigned)
    {
        var text = new StringBuilder().Append(request.Method).Append('\n')
            .Append(UriText.Encode(request.Path, keepSlash: true)).Append('\n')
            .Append(request.Query.Canonical(without: presigned ? "X-Amz-Signature" : null)).Append('\n');
        foreach (var name in claim.SignedHeaders)
        {
            text.Append(name).Append(':').AppendJoin(',', request.Headers[name].Select(v => Trim(v ?? ""))).Append('\n');
        }
        return text.Append('\n').AppendJoin(';', claim.SignedHeaders).Append('\n')
            .Append(presigned ? request.Header("x-amz-content-sha256") ?? UnsignedPayload : request.Header("x-amz-content-sha256")).ToString();
    }

    /// <summary>A header's value without blanks around it, and one for several in it.</summary>
    private static string Trim(string value) =>
        value.Contains("  ", StringComparison.Ordinal) ? string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : value.Trim();
}
