using System.Globalization;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>A stretch of an object.</summary>
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>The range that a Range header asks for; null when there is none that S3 understands: it then answers with all.</summary>
    /// <exception cref="S3Exception">InvalidRange: it begins behind the end.</exception>
    public static ByteRange? Of(string? header, long size)
    {
        const string Unit = "bytes=";
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header[Unit.Length..].Split('-') is not [var first, var last]) return null;
        if (first.Trim().Length == 0)
        {
            if (Number(last) is not { } suffix) return null;
            return suffix > 0 && size > 0 ? new(Math.Max(0, size - suffix), Math.Min(size, suffix)) : throw Unsatisfiable(header, size);
        }
        if (Number(first) is not { } from) return null;
        var to = long.MaxValue;
        if (last.Trim().Length > 0)
        {
            if (Number(last) is not { } end || end < from) return null;
            to = end;
        }
        return from < size ? new(from, Math.Min(to, size - 1) - from + 1) : throw Unsatisfiable(header, size);
    }

    /// <summary>The range that a copy of a part names, which has to lie in the source.</summary>
    /// <exception cref="S3Exception">InvalidArgument or InvalidRange.</exception>
    public static ByteRange OfSource(string header, long size)
    {
        const string Unit = "bytes=";
        if (!header.StartsWith(Unit, StringComparison.Ordinal) || header[Unit.Length..].Split('-') is not [var first, var last] || Number(first) is not { } from
            || Number(last) is not { } to || to < from)
        {
            throw S3Exception.Argument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
                "x-amz-copy-source-range", header);
        }
        return to < size
            ? new(from, to - from + 1)
            : throw S3Exception.Argument($"Range specified is not valid for source object of size: {size}", "x-amz-copy-source-range", header);
    }

    private static long? Number(string text) => long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static S3Exception Unsatisfiable(string header, long size) => new(S3Error.InvalidRange)
    {
        Details = [("RangeRequested", header), ("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture))],
        Headers = [("Content-Range", $"bytes */{size}")],
    };
}
