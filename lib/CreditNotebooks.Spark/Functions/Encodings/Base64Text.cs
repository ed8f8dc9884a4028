namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Base 64 as MIME has it (RFC 2045): lines of 76 characters; characters of no meaning are passed over in reading.</summary>
internal static class Base64Text
{
    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks);

    public static byte[] Decode(Utf8 text)
    {
        var source = text.Bytes;
        var target = new byte[source.Length / 4 * 3 + 3];
        var (written, bits, shift, at) = (0, 0, 18, 0);
        while (at < source.Length)
        {
            var c = source[at++];
            if (c == '=')
            {
                // Either the fourth character or the third and fourth are padding.
                if (shift == 18 || shift == 6 && (at == source.Length || source[at++] != '=')) throw Malformed(text);
                break;
            }
            var value = Value(c);
            if (value < 0) continue;
            bits |= value << shift;
            shift -= 6;
            if (shift >= 0) continue;
            target[written++] = (byte)(bits >> 16);
            target[written++] = (byte)(bits >> 8);
            target[written++] = (byte)bits;
            (bits, shift) = (0, 18);
        }
        if (shift == 12) throw Malformed(text);
        if (shift <= 6) target[written++] = (byte)(bits >> 16);
        if (shift == 0) target[written++] = (byte)(bits >> 8);
        for (; at < source.Length; at++)
            if (source[at] == '=' || Value(source[at]) >= 0) throw Malformed(text);
        return target[..written];
    }

    /// <summary>The stricter reading of to_binary: nothing but the alphabet, blanks, and padding at the end that fills up four characters; null for all else.</summary>
    public static byte[]? DecodeStrictly(Utf8 text)
    {
        var (count, padding) = (0, 0);
        foreach (var c in text.ToString())
        {
            if (c == '=') padding++;
            else if (padding > 0) return null;
            else if (c < 0x80 && Value((byte)c) >= 0) count++;
            else if (!IsJavaWhitespace(c)) return null;
        }
        return padding > 2 || (padding > 0 ? (count + padding) % 4 != 0 : count % 4 == 1) ? null : Decode(text);
    }

    /// <summary>Java's Character.isWhitespace: no blanks that keep words together, but the separators of ASCII.</summary>
    public static bool IsJavaWhitespace(char c) => c is >= '\u001C' and <= '\u001F' || char.IsWhiteSpace(c) && c is not ('\u00A0' or '\u2007' or '\u202F' or '\u0085');

    private static int Value(byte c) => (char)c switch
    {
        >= 'A' and <= 'Z' => c - 'A', >= 'a' and <= 'z' => c - 'a' + 26, >= '0' and <= '9' => c - '0' + 52, '+' => 62, '/' => 63, _ => -1,
    };

    private static SparkException Malformed(Utf8 text) => new("CONVERSION_INVALID_INPUT",
        $"The value '{text}' ('BASE64') cannot be converted to \"BINARY\" because it is malformed. Correct the value, or use `try_to_binary` to get NULL instead.");
}
