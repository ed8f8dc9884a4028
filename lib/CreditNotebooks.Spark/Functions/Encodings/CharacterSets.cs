using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>ENCODE and DECODE: text in one of seven character sets; what does not fit is an error.</summary>
internal static class CharacterSets
{
    private static readonly Encoding Utf16Big = new UnicodeEncoding(true, false, true);
    private static readonly Encoding Utf16Little = new UnicodeEncoding(false, false, true);
    private static readonly Encoding Utf32Big = new UTF32Encoding(true, false, true);
    private static readonly Encoding Utf32Little = new UTF32Encoding(false, false, true);
    private static readonly Encoding Utf8Strict = new UTF8Encoding(false, true);
    private static readonly Encoding AsciiStrict = Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    private static readonly Encoding Latin1Strict = Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    public static byte[] Encode(string text, string charset)
    {
        try
        {
            var bytes = Find(charset, "encode").GetBytes(text);
            // UTF-16 says which end comes first.
            return bytes.Length > 0 && charset.Equals("utf-16", StringComparison.OrdinalIgnoreCase) ? [0xFE, 0xFF, .. bytes] : bytes;
        }
        catch (EncoderFallbackException)
        {
            throw Malformed(charset, "encode");
        }
    }

    public static string Decode(byte[] bytes, string charset)
    {
        try
        {
            var encoding = Find(charset, "decode");
            return (charset.ToLowerInvariant(), bytes) switch
            {
                ("utf-16", [0xFE, 0xFF, ..]) => Utf16Big.GetString(bytes, 2, bytes.Length - 2),
                ("utf-16", [0xFF, 0xFE, ..]) => Utf16Little.GetString(bytes, 2, bytes.Length - 2),
                ("utf-32", [0, 0, 0xFE, 0xFF, ..]) => Utf32Big.GetString(bytes, 4, bytes.Length - 4),
                ("utf-32", [0xFF, 0xFE, 0, 0, ..]) => Utf32Little.GetString(bytes, 4, bytes.Length - 4),
                _ => encoding.GetString(bytes),
            };
        }
        catch (DecoderFallbackException)
        {
            throw Malformed(charset, "decode");
        }
    }

    private static Encoding Find(string charset, string function) => charset.ToLowerInvariant() switch
    {
        "utf-8" => Utf8Strict, "us-ascii" => AsciiStrict, "iso-8859-1" => Latin1Strict, "utf-16" or "utf-16be" => Utf16Big, "utf-16le" => Utf16Little, "utf-32" => Utf32Big,
        _ => throw new SparkException("INVALID_PARAMETER_VALUE.CHARSET", $"The value of parameter(s) `charset` in `{function}` is invalid: "
            + $"expects one of the iso-8859-1, us-ascii, utf-16, utf-16be, utf-16le, utf-32, utf-8, but got {charset}."),
    };

    private static SparkException Malformed(string charset, string function) => new("MALFORMED_CHARACTER_CODING", $"Invalid value found when performing `{function}` with {charset}");
}
