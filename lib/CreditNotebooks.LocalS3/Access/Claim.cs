using System.Globalization;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Access;

/// <summary>What a signed request says of its signature.</summary>
internal sealed record Claim(string AccessKey, string Date, string Region, string Service, string Time, DateTime At, IReadOnlyList<string> SignedHeaders, string Signature)
{
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    /// <exception cref="S3Exception">The given error, when a field is not what it should be.</exception>
    public static Claim Of(string credential, string time, string signedHeaders, string signature, S3Error malformed)
    {
        // An access key may hold slashes; the four fields of the scope stand at the end.
        var fields = credential.Split('/');
        if (fields.Length < 5 || fields[^1] != "aws4_request")
        {
            throw new S3Exception(malformed, "The Credential is malformed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }
        if (fields[^2] != "s3") throw new S3Exception(malformed, $"The Credential is malformed; incorrect service \"{fields[^2]}\". This endpoint belongs to \"s3\".");
        if (!DateTime.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            throw new S3Exception(malformed, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        }
        if (fields[^4] != time[..8])
        {
            throw new S3Exception(malformed, $"The Credential is malformed; Invalid credential date \"{fields[^4]}\". This date is not the same as X-Amz-Date: \"{time[..8]}\".");
        }
        var headers = signedHeaders.ToLowerInvariant().Split(';');
        return new(string.Join('/', fields[..^4]), fields[^4], fields[^3], fields[^2], time, at, headers, signature);
    }
}
