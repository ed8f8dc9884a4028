namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Hexadecimal digits.</summary>
internal static class HexText
{
    public static Utf8 Of(ReadOnlySpan<byte> bytes)
    {
        var buffer = Utf8Buffer.Begin(2L * bytes.Length);
        Convert.TryToHexString(bytes, buffer.Take(2 * bytes.Length), out _);
        return buffer.Done();
    }

    public static Utf8 Of(long number)
    {
        var buffer = Utf8Buffer.Begin(16);
        Span<byte> digits = stackalloc byte[16];
        number.TryFormat(digits, out var length, "X", System.Globalization.CultureInfo.InvariantCulture);
        buffer.Add(digits[..length]);
        return buffer.Done();
    }

    /// <summary>The bytes; a digit alone at the front is a byte of its own. Null where something is no digit.</summary>
    public static byte[]? Parse(Utf8 text)
    {
        var digits = text.Bytes;
        var bytes = new byte[(digits.Length + 1) / 2];
        var odd = digits.Length & 1;
        for (var i = 0; i < digits.Length; i++)
        {
            if (!char.IsAsciiHexDigit((char)digits[i])) return null;
            var value = digits[i] <= '9' ? digits[i] - '0' : (digits[i] & ~0x20) - 'A' + 10;
            bytes[(i + odd) / 2] = (byte)(bytes[(i + odd) / 2] << 4 | value);
        }
        return bytes;
    }
}
