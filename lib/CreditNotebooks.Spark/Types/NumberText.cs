using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace CreditNotebooks.Spark.Types;

/// <summary>Numbers as text, as Java 17 writes them and Spark shows them: <c>1.0</c>, <c>2.0E-4</c>, <c>NaN</c>, <c>-Infinity</c>.</summary>
/// <remarks>Before JDK 19 Java did not always choose the shortest digits (2.0E23 has them, 2.2250738585072014E-308 too, 1.0E23 too, but 2E-44f is 2.0E-44),
/// so the digits are developed by the same steps: multiply by ten until the remainder is within half a unit of the last bit.</remarks>
internal static class NumberText
{
    /// <summary>The most bytes that a number takes.</summary>
    public const int MaxLength = 26;

    private const int SignificandBits = 52;

    public static string ToText(double value)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(buffer[..Write(value, buffer)]);
    }

    public static string ToText(float value)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(buffer[..Write(value, buffer)]);
    }

    /// <summary>Writes the number into a buffer of at least <see cref="MaxLength"/> bytes and gives the length.</summary>
    public static int Write(double value, Span<byte> target)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var fraction = bits & (1L << SignificandBits) - 1;
        var exponent = (int)(bits >> SignificandBits & 0x7FF);
        if (!double.IsFinite(value) || value == 0) return WriteSpecial(value, bits < 0, target);
        var significantBits = SignificandBits + 1;
        if (exponent == 0)
        {
            var shift = BitOperations.LeadingZeroCount((ulong)fraction) - (63 - SignificandBits);
            significantBits = SignificandBits + 1 - shift;
            fraction <<= shift;
            exponent = 1 - shift;
        }
        else
        {
            fraction |= 1L << SignificandBits;
        }
        return WriteFinite(bits < 0, exponent - 1023, fraction, significantBits, target);
    }

    public static int Write(float value, Span<byte> target)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        var fraction = bits & (1 << 23) - 1;
        var exponent = bits >> 23 & 0xFF;
        if (!float.IsFinite(value) || value == 0) return WriteSpecial(value, bits < 0, target);
        var significantBits = 24;
        if (exponent == 0)
        {
            var shift = BitOperations.LeadingZeroCount((uint)fraction) - 8;
            significantBits = 24 - shift;
            fraction <<= shift;
            exponent = 1 - shift;
        }
        else
        {
            fraction |= 1 << 23;
        }
        return WriteFinite(bits < 0, exponent - 127, (long)fraction << SignificandBits - 23, significantBits, target);
    }

    private static int WriteSpecial(double value, bool negative, Span<byte> target)
    {
        var text = double.IsNaN(value) ? "NaN"u8 : value == 0 ? negative ? "-0.0"u8 : "0.0"u8 : negative ? "-Infinity"u8 : "Infinity"u8;
        text.CopyTo(target);
        return text.Length;
    }

    private static int WriteFinite(bool negative, int binaryExponent, long fraction, int significantBits, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[24];
        var count = Digits(binaryExponent, fraction, significantBits, digits, out var exponent);
        var at = 0;
        if (negative) target[at++] = (byte)'-';
        if (exponent is > 0 and < 8)
        {
            var whole = Math.Min(count, exponent);
            digits[..whole].CopyTo(target[at..]);
            at += whole;
            for (; whole < exponent; whole++) target[at++] = (byte)'0';
            target[at++] = (byte)'.';
            if (count <= exponent) target[at++] = (byte)'0';
            else
            {
                digits[exponent..count].CopyTo(target[at..]);
                at += count - exponent;
            }
            return at;
        }
        if (exponent is <= 0 and > -3)
        {
            target[at++] = (byte)'0';
            target[at++] = (byte)'.';
            for (var i = exponent; i < 0; i++) target[at++] = (byte)'0';
            digits[..count].CopyTo(target[at..]);
            return at + count;
        }
        target[at++] = digits[0];
        target[at++] = (byte)'.';
        if (count == 1) target[at++] = (byte)'0';
        else
        {
            digits[1..count].CopyTo(target[at..]);
            at += count - 1;
        }
        target[at++] = (byte)'E';
        Utf8Formatter.TryFormat(exponent - 1, target[at..], out var written);
        return at + written;
    }

    /// <summary>The decimal digits; <paramref name="exponent"/> says where the point stands: 0.digits × 10^exponent.</summary>
    private static int Digits(int binaryExponent, long fraction, int significantBits, Span<byte> digits, out int exponent)
    {
        var tail = BitOperations.TrailingZeroCount(fraction);
        var fractionBits = SignificandBits + 1 - tail;
        var tiny = Math.Max(0, fractionBits - binaryExponent - 1);
        if (tiny == 0 && binaryExponent is >= -63 and <= 62 && fractionBits < 64)
        {
            var insignificant = binaryExponent > significantBits ? InsignificantDigits(binaryExponent - significantBits - 1) : 0;
            var whole = binaryExponent >= SignificandBits ? fraction << binaryExponent - SignificandBits : fraction >>> SignificandBits - binaryExponent;
            return WholeDigits(whole, insignificant, digits, out exponent);
        }

        var decimalExponent = EstimateExponent(fraction, binaryExponent);
        var b5 = Math.Max(0, -decimalExponent);
        var b2 = b5 + tiny + binaryExponent;
        var s5 = Math.Max(0, decimalExponent);
        var s2 = s5 + tiny;
        var m2 = b2 - significantBits;
        var numerator = fraction >>> tail;
        b2 -= fractionBits - 1;
        var common = Math.Min(b2, s2);
        b2 -= common;
        s2 -= common;
        m2 -= common;
        // Below an exact power of two the next number is only half as far away.
        if (fractionBits == 1) m2--;
        if (m2 < 0)
        {
            b2 -= m2;
            s2 -= m2;
            m2 = 0;
        }
        var small = fractionBits + b2 + PowerBits(b5) < 64 && s2 + 1 + PowerBits(s5 + 1) < 64;
        var count = small
            ? Iterate(numerator * Power5(b5) << b2, Power5(s5) << s2, Power5(b5) << m2, digits, ref decimalExponent)
            : IterateBig(BigInteger.Pow(5, b5) * numerator << b2, BigInteger.Pow(5, s5) << s2, BigInteger.Pow(5, b5) << m2, digits, ref decimalExponent);
        exponent = decimalExponent + 1;
        return count;
    }

    private static int Iterate(long b, long s, long m, Span<byte> digits, ref int exponent)
    {
        var tens = s * 10;
        var count = 0;
        var quotient = (int)(b / s);
        b = 10 * (b % s);
        m *= 10;
        var low = b < m;
        var high = b + m > tens;
        if (quotient == 0 && !high) exponent--;
        else digits[count++] = (byte)('0' + quotient);
        if (exponent is < -3 or >= 8) low = high = false;
        while (!low && !high)
        {
            quotient = (int)(b / s);
            b = 10 * (b % s);
            m *= 10;
            // An m that overflowed is past every remainder.
            low = m <= 0 || b < m;
            high = m <= 0 || b + m > tens;
            digits[count++] = (byte)('0' + quotient);
        }
        return Round(digits, count, low, high, ((b << 1) - tens).CompareTo(0), ref exponent);
    }

    private static int IterateBig(BigInteger b, BigInteger s, BigInteger m, Span<byte> digits, ref int exponent)
    {
        var tens = s * 10;
        var count = 0;
        var quotient = (int)BigInteger.DivRem(b, s, out b);
        b *= 10;
        m *= 10;
        var low = b < m;
        var high = tens <= b + m;
        if (quotient == 0 && !high) exponent--;
        else digits[count++] = (byte)('0' + quotient);
        if (exponent is < -3 or >= 8) low = high = false;
        while (!low && !high)
        {
            quotient = (int)BigInteger.DivRem(b, s, out b);
            b *= 10;
            m *= 10;
            low = b < m;
            high = tens <= b + m;
            digits[count++] = (byte)('0' + quotient);
        }
        return Round(digits, count, low, high, low && high ? (b << 1).CompareTo(tens) : 0, ref exponent);
    }

    private static int Round(Span<byte> digits, int count, bool low, bool high, int difference, ref int exponent)
    {
        var up = high && (!low || difference > 0 || difference == 0 && (digits[count - 1] & 1) != 0);
        if (!up) return count;
        var at = count - 1;
        while (at > 0 && digits[at] == '9') digits[at--] = (byte)'0';
        if (digits[at] != '9') digits[at]++;
        else
        {
            digits[0] = (byte)'1';
            exponent++;
        }
        return count;
    }

    private static int WholeDigits(long value, int insignificant, Span<byte> digits, out int exponent)
    {
        exponent = 0;
        if (insignificant != 0)
        {
            var power = Power5(insignificant) << insignificant;
            var residue = value % power;
            value /= power;
            exponent = insignificant;
            if (residue >= power >> 1) value++;
        }
        while (value % 10 == 0)
        {
            value /= 10;
            exponent++;
        }
        value.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        exponent += count;
        return count;
    }

    private static int EstimateExponent(long fraction, int binaryExponent)
    {
        var unit = BitConverter.Int64BitsToDouble(0x3FF0000000000000L | fraction & (1L << SignificandBits) - 1);
        return (int)Math.Floor((unit - 1.5D) * 0.289529654D + 0.176091259 + binaryExponent * 0.301029995663981);
    }

    private static int InsignificantDigits(int power) => power > 1 && power < 64 ? (int)(power * 0.30102999566398) : 0;

    private static int PowerBits(int power) => power == 0 ? 0 : power < 28 ? 64 - BitOperations.LeadingZeroCount((ulong)Power5(power)) : power * 3;

    private static long Power5(int power)
    {
        var result = 1L;
        for (var i = 0; i < power; i++) result *= 5;
        return result;
    }
}
