namespace CreditNotebooks.Spark.Catalogue;

/// <summary>CONV: whole numbers of 64 bits without a sign, in any base from 2 to 36; a negative target base brings the sign back.</summary>
internal static class NumberBases
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static string? Convert(string text, int fromBase, int toBase)
    {
        text = text.Trim(' ');
        if (fromBase is < 2 or > 36 || toBase is int.MinValue || Math.Abs(toBase) is < 2 or > 36 || text.Length == 0) return null;
        var negative = text[0] == '-';
        var value = unchecked((long)Read(text.AsSpan(negative ? 1 : 0), (uint)fromBase));
        if (negative && toBase > 0) value = value < 0 ? -1 : -value;
        if (toBase < 0 && value < 0) (value, negative) = (unchecked(-value), true);
        return (negative && toBase < 0 ? "-" : "") + Write(unchecked((ulong)value), (uint)Math.Abs(toBase));
    }

    // Up to the first character that is no digit.
    private static ulong Read(ReadOnlySpan<char> text, uint radix)
    {
        var value = 0UL;
        foreach (var c in text)
        {
            var digit = Digits.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (c > 0x7F || digit < 0 || digit >= radix) break;
            try
            {
                value = checked(value * radix + (ulong)digit);
            }
            catch (OverflowException)
            {
                throw new SparkException("ARITHMETIC_OVERFLOW", "Overflow in function conv(). If necessary set \"spark.sql.ansi.enabled\" to \"false\" to bypass this error.");
            }
        }
        return value;
    }

    private static string Write(ulong value, uint radix)
    {
        Span<char> digits = stackalloc char[64];
        var at = digits.Length;
        do
        {
            digits[--at] = Digits[(int)(value % radix)];
            value /= radix;
        }
        while (value > 0);
        return digits[at..].ToString();
    }
}
