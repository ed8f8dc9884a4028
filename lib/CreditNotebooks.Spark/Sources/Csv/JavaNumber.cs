using System.Globalization;
using System.Text;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>Whole numbers as Java's parseInt reads them: no blanks around, digits of any script.</summary>
internal static class JavaNumber
{
    public static bool TryParse(ReadOnlySpan<byte> text, long lowest, long highest, out long value)
    {
        value = 0;
        if (text.IsEmpty) return false;
        var negative = text[0] == '-';
        var at = negative || text[0] == '+' ? 1 : 0;
        if (at == text.Length) return false;
        if (text.Length - at <= 18)
        {
            for (; at < text.Length; at++)
            {
                var digit = (uint)(text[at] - '0');
                if (digit > 9) return text[at] >= 0x80 && TryOtherDigits(text, lowest, highest, out value);
                value = value * 10 + digit;
            }
            if (negative) value = -value;
            return value >= lowest && value <= highest;
        }
        return TryLong(text, at, negative, out value) ? value >= lowest && value <= highest : ContainsOther(text) && TryOtherDigits(text, lowest, highest, out value);
    }

    private static bool TryLong(ReadOnlySpan<byte> text, int at, bool negative, out long value)
    {
        value = 0;
        var number = Int128.Zero;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9) return false;
            number = number * 10 + digit;
            if (number > (Int128)long.MaxValue + 1) return false;
        }
        if (negative) number = -number;
        value = (long)number;
        return value == number;
    }

    private static bool ContainsOther(ReadOnlySpan<byte> text) => text.ContainsAnyInRange((byte)0x80, (byte)0xFF);

    private static bool TryOtherDigits(ReadOnlySpan<byte> text, long lowest, long highest, out long value)
    {
        value = 0;
        var ascii = new StringBuilder();
        foreach (var c in Encoding.UTF8.GetString(text))
        {
            var digit = char.IsDigit(c) ? CharUnicodeInfo.GetDecimalDigitValue(c) : -1;
            ascii.Append(digit >= 0 ? (char)('0' + digit) : c);
        }
        var plain = Encoding.UTF8.GetBytes(ascii.ToString());
        return !ContainsOther(plain) && TryParse(plain, lowest, highest, out value);
    }
}
