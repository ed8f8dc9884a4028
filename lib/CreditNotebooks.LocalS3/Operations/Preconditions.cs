using System.Globalization;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>Conditional requests: on reads and on the sources of copies as HTTP has them, on writes as S3 narrows them.</summary>
internal static class Preconditions
{
    /// <summary>Checks a read.</summary>
    /// <exception cref="S3Exception">PreconditionFailed, or NotModified.</exception>
    public static void CheckRead(S3Request request, ObjectVersion version) => Check(request, version, "", S3Error.NotModified);

    /// <summary>Checks the source of a copy.</summary>
    /// <exception cref="S3Exception">PreconditionFailed.</exception>
    public static void CheckSource(S3Request request, ObjectVersion version) => Check(request, version, "x-amz-copy-source-", S3Error.PreconditionFailed);

    /// <summary>Checks a write against what stands under the key at that moment.</summary>
    /// <exception cref="S3Exception">PreconditionFailed, or NoSuchKey where If-Match finds nothing to match.</exception>
    public static void CheckWrite(S3Request request, ObjectVersion? latest)
    {
        var current = latest is { IsDeleteMarker: false } ? latest : null;
        switch (request.Header("If-None-Match"))
        {
            case null:
                break;
            case "*":
                if (current is not null) throw Failed("If-None-Match");
                break;
            default:
                throw S3Exception.NotImplemented("If-None-Match of a write with anything but *");
        }
        if (request.Header("If-Match") is not { } match) return;
        if (current is null) throw new S3Exception(S3Error.NoSuchKey);
        if (!Names(match, current)) throw Failed("If-Match");
    }

    /// <summary>Whether a Range header counts: not when the client asks for a range of another version.</summary>
    public static bool RangeCounts(S3Request request, ObjectVersion version) => request.Header("If-Range") is not { } ifRange
        || (Time(ifRange) is { } time ? Seconds(version) <= time : Names(ifRange, version));

    private static void Check(S3Request request, ObjectVersion version, string prefix, S3Error unchanged)
    {
        var match = request.Header(prefix + "If-Match");
        if (match is not null && !Names(match, version)) throw Failed(prefix + "If-Match");
        if (match is null && Time(request.Header(prefix + "If-Unmodified-Since")) is { } unmodified && Seconds(version) > unmodified) throw Failed(prefix + "If-Unmodified-Since");
        var noneMatch = request.Header(prefix + "If-None-Match");
        var isUnchanged = noneMatch is not null
            ? Names(noneMatch, version)
            : Time(request.Header(prefix + "If-Modified-Since")) is { } modified && Seconds(version) <= modified;
        if (!isUnchanged) return;
        throw unchanged == S3Error.NotModified
            ? new S3Exception(unchanged) { Headers = [("ETag", $"\"{version.ETag}\""), ("Last-Modified", version.LastModified.ToString("r"))] }
            : Failed(prefix + (noneMatch is null ? "If-Modified-Since" : "If-None-Match"));
    }

    private static S3Exception Failed(string condition) => new(S3Error.PreconditionFailed) { Details = [("Condition", condition)] };

    private static bool Names(string header, ObjectVersion version) => header.Split(',', StringSplitOptions.TrimEntries)
        .Select(e => e.StartsWith("W/", StringComparison.Ordinal) ? e[2..] : e).Any(e => e is "*" || e.Trim('"') == version.ETag);

    private static DateTime Seconds(ObjectVersion version) => version.LastModified.AddTicks(-(version.LastModified.Ticks % TimeSpan.TicksPerSecond));

    private static DateTime? Time(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
