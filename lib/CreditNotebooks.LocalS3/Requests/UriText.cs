using System.Text;

namespace CreditNotebooks.LocalS3.Requests;

/// <summary>Percent-encoding as AWS signs it: every byte but A–Z a–z 0–9 - . _ ~, in upper-case hex.</summary>
internal static class UriText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Encode(string text, bool keepSlash = false)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' || (keepSlash && c is '/')) encoded.Append(c);
            else encoded.Append('%').Append(b.ToString("X2"));
        }
        return encoded.ToString();
    }

    /// <exception cref="S3Exception">InvalidURI: a broken escape, or bytes that are not UTF-8.</exception>
    public static string Decode(string text, bool plusIsSpace = false)
    {
        if (!text.AsSpan().ContainsAny('%', '+') && Ascii.IsValid(text)) return text;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) throw new S3Exception(S3Error.InvalidUri);
                bytes[count++] = Convert.ToByte(text.Substring(i + 1, 2), 16);
                i += 2;
            }
            else if (c is '+' && plusIsSpace)
            {
                bytes[count++] = (byte)' ';
            }
            else
            {
                var units = char.IsHighSurrogate(c) && i + 1 < text.Length ? 2 : 1;
                count += Encoding.UTF8.GetBytes(text.AsSpan(i, units), bytes.AsSpan(count));
                i += units - 1;
            }
        }
        try
        {
            return Strict.GetString(bytes, 0, count);
        }
        catch (DecoderFallbackException)
        {
            throw new S3Exception(S3Error.InvalidUri);
        }
    }
}
