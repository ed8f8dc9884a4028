using System.Globalization;
using System.Numerics;

namespace CreditNotebooks.Spark.Types;

/// <summary>An exact decimal number of up to 38 digits; .NET's decimal ends at 28. Equal numbers of another scale are not equal as values.</summary>
/// <param name="Unscaled">All digits as a whole number.</param>
/// <param name="Scale">How many of them stand behind the point.</param>
public readonly record struct DecimalValue(Int128 Unscaled, int Scale) : IComparable<DecimalValue>
{
    /// <summary>The number as .NET's decimal.</summary>
    /// <exception cref="OverflowException">It has more digits than decimal holds.</exception>
    public decimal ToDecimal()
    {
        var digits = (UInt128)Int128.Abs(Unscaled);
        return Scale is >= 0 and <= 28 && digits >> 96 == 0
            ? new decimal((int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), Unscaled < 0, (byte)Scale)
            : decimal.Parse(ToString(), CultureInfo.InvariantCulture);
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => double.Parse(ToString(), CultureInfo.InvariantCulture);

    /// <summary>The same number, for a .NET decimal.</summary>
    public static DecimalValue From(decimal value)
    {
        var bits = decimal.GetBits(value);
        var unscaled = (Int128)new UInt128((uint)bits[2], (ulong)(uint)bits[1] << 32 | (uint)bits[0]);
        return new DecimalValue(bits[3] < 0 ? -unscaled : unscaled, bits[3] >> 16 & 0xFF);
    }

    /// <summary>Digits, a point and digits, never an exponent; false when the text is not such a number or has more than 38 digits.</summary>
    public static bool TryParse(string text, out DecimalValue value)
    {
        value = default;
        var start = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        var point = text.IndexOf('.', start);
        var digits = point < 0 ? text[start..] : string.Concat(text.AsSpan(start, point - start), text.AsSpan(point + 1));
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit)) return false;
        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        if (number >= BigInteger.Pow(10, DecimalType.MaxPrecision)) return false;
        value = new DecimalValue((Int128)(text[0] == '-' ? -number : number), point < 0 ? 0 : text.Length - point - 1);
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(DecimalValue other)
    {
        if (Scale == other.Scale) return Unscaled.CompareTo(other.Unscaled);
        var left = (BigInteger)Unscaled * BigInteger.Pow(10, Math.Max(0, other.Scale - Scale));
        return left.CompareTo((BigInteger)other.Unscaled * BigInteger.Pow(10, Math.Max(0, Scale - other.Scale)));
    }

    /// <summary>The number in plain digits, with all digits of its scale.</summary>
    public override string ToString()
    {
        if (Scale <= 0) return ((BigInteger)Unscaled * BigInteger.Pow(10, -Scale)).ToString(CultureInfo.InvariantCulture);
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Unscaled < 0 ? "-" : "")}{digits[..^Scale]}.{digits[^Scale..]}";
    }
}
