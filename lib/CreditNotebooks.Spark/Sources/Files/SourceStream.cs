using System.IO.Compression;
using System.Text;

namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>A file's bytes as UTF-8 text: decompressed and transcoded where that is needed.</summary>
internal static class SourceStream
{
    private static readonly string[] UnknownCodecs = [".bz2", ".snappy", ".lz4", ".zst", ".lzo"];

    /// <summary>Whether ranges of the file can be read one without the other.</summary>
    public static bool IsSplittable(SourceFile file, Encoding encoding) => Codec(file) is null && IsUtf8(encoding);

    public static bool IsUtf8(Encoding encoding) => encoding.CodePage is 65001;

    /// <param name="file">The file.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="encoding">What its bytes are in.</param>
    /// <param name="byLine">Spark cuts lines at the bytes CR and LF before it decodes them, which leaves odd characters of UTF-16: so they are read here too.</param>
    public static Stream Open(SourceFile file, long offset, Encoding encoding, bool byLine)
    {
        try
        {
            Stream stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
            if (offset > 0) stream.Seek(offset, SeekOrigin.Begin);
            stream = Codec(file) switch
            {
                ".gz" => new GZipStream(stream, CompressionMode.Decompress),
                ".deflate" => new ZLibStream(stream, CompressionMode.Decompress),
                _ => stream,
            };
            if (encoding is UnicodeEncoding or UTF32Encoding) return WideText(stream, encoding, byLine);
            return IsUtf8(encoding) ? stream : Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.Unreadable(file, e);
        }
    }

    /// <summary>The encoding of a name, of those that Spark 4 takes.</summary>
    public static Encoding EncodingOf(string name, string format) => name.ToUpperInvariant() switch
    {
        "UTF-8" => Encoding.UTF8,
        "ISO-8859-1" => Encoding.GetEncoding("iso-8859-1", EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback),
        "US-ASCII" => Encoding.GetEncoding("us-ascii", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")),
        "UTF-16" => new UnicodeEncoding(true, true),
        "UTF-16BE" => new UnicodeEncoding(true, false),
        "UTF-16LE" => new UnicodeEncoding(false, false),
        "UTF-32" => new UTF32Encoding(true, true),
        _ => throw new SparkException("INVALID_PARAMETER_VALUE.CHARSET",
            $"The value of parameter(s) `charset` in `{format}Options` is invalid: expects one of the iso-8859-1, us-ascii, utf-16, utf-16be, utf-16le, utf-32, utf-8, but got {name}."),
    };

    private static MemoryStream WideText(Stream stream, Encoding encoding, bool byLine)
    {
        using var whole = new MemoryStream();
        using (stream) stream.CopyTo(whole);
        ReadOnlySpan<byte> rest = whole.GetBuffer().AsSpan(0, (int)whole.Length);
        var text = new StringBuilder();
        while (byLine && !rest.IsEmpty)
        {
            var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            text.Append(Decode(end < 0 ? rest : rest[..end], encoding)).Append('\n');
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        text.Append(Decode(rest, encoding));
        return new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>As Java decodes: UTF-16 by its byte order mark, big-endian without one.</summary>
    private static string Decode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        if (!encoding.Preamble.IsEmpty && encoding is UnicodeEncoding)
        {
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]);
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) bytes = bytes[2..];
        }
        return encoding.GetString(bytes);
    }

    private static string? Codec(SourceFile file)
    {
        var extension = Path.GetExtension(file.Uri).ToLowerInvariant();
        if (UnknownCodecs.Contains(extension)) throw SparkException.Unsupported($"Reading files compressed as {extension} ({file.Uri})");
        return extension is ".gz" or ".deflate" ? extension : null;
    }
}
