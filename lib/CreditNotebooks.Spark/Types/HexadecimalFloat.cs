using System.Numerics;

namespace CreditNotebooks.Spark.Types;

/// <summary>Java's hexadecimal floating-point text, such as <c>0x1.8p3</c> for 12.</summary>
internal static class HexadecimalFloat
{
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var negative = text[0] == '-';
        if (negative || text[0] == '+') text = text[1..];
        var at = 2;
        var significand = BigInteger.Zero;
        var shift = 0L;
        var digits = 0;
        var point = false;
        for (; at < text.Length; at++)
        {
            if (text[at] == '.' && !point) { point = true; continue; }
            if (!char.IsAsciiHexDigit((char)text[at])) break;
            significand = significand * 16 + Convert.ToInt32(((char)text[at]).ToString(), 16);
            if (point) shift -= 4;
            digits++;
        }
        if (digits == 0 || at >= text.Length || (text[at] | 0x20) != 'p') return false;
        at++;
        var exponentNegative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-') at++;
        var first = at;
        var exponent = 0L;
        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++) exponent = Math.Min(exponent * 10 + text[at] - '0', 1_000_000);
        if (at == first) return false;
        if (at < text.Length && (text[at] | 0x20) is 'f' or 'd') at++;
        if (at != text.Length) return false;
        shift += exponentNegative ? -exponent : exponent;
        if (!significand.IsZero) value = Scale(significand, shift);
        if (negative) value = -value;
        return true;
    }

    /// <summary>significand × 2^shift, rounded half to even once, also where it is subnormal.</summary>
    private static double Scale(BigInteger significand, long shift)
    {
        var length = (long)significand.GetBitLength();
        if (length + shift > 1100) return double.PositiveInfinity;
        if (length + shift < -1100) return 0;
        var keep = (int)Math.Min(53, length + shift + 1074);
        var drop = (int)(length - keep);
        if (keep < 0) return 0;
        if (drop > 0)
        {
            var rest = significand & (BigInteger.One << drop) - 1;
            var half = BigInteger.One << drop - 1;
            significand >>= drop;
            shift += drop;
            if (rest > half || rest == half && !significand.IsEven) significand += 1;
        }
        return Math.ScaleB((double)significand, (int)shift);
    }
}
