using System.Globalization;
using System.Numerics;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A decimal number of any size, for results that are only afterwards fitted into 38 digits.</summary>
internal readonly record struct BigDecimal(BigInteger Unscaled, int Scale)
{
    public static BigDecimal Of(DecimalValue value) => new(value.Unscaled, value.Scale);

    /// <summary>A double or float by its shortest digits, as Java's BigDecimal.valueOf; null for NaN and infinities.</summary>
    public static BigDecimal? OfShortest(object value)
    {
        var text = value is float f ? float.IsFinite(f) ? NumberText.ToText(f) : null : value is double d && double.IsFinite(d) ? NumberText.ToText(d) : null;
        return text is null ? null : Parse(text);
    }

    public static BigDecimal Parse(string text)
    {
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = e < 0 ? text : text[..e];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var scale = (point < 0 ? 0 : digits.Length - point - 1) - exponent;
        return new BigDecimal(BigInteger.Parse(digits.Replace(".", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), scale);
    }

    /// <summary>The digits at another scale, rounded half up (away from zero).</summary>
    public BigInteger Round(int scale)
    {
        if (scale >= Scale) return Unscaled * BigInteger.Pow(10, scale - Scale);
        var divisor = BigInteger.Pow(10, Scale - scale);
        var quotient = BigInteger.DivRem(Unscaled, divisor, out var rest);
        return BigInteger.Abs(rest) * 2 >= divisor ? quotient + Unscaled.Sign : quotient;
    }

    /// <summary>The digits at another scale, what is beyond cut off.</summary>
    public BigInteger Truncate(int scale) => scale >= Scale ? Unscaled * BigInteger.Pow(10, scale - Scale) : BigInteger.Divide(Unscaled, BigInteger.Pow(10, Scale - scale));

    public override string ToString()
    {
        if (Scale <= 0) return (Unscaled * BigInteger.Pow(10, -Scale)).ToString(CultureInfo.InvariantCulture);
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Unscaled.Sign < 0 ? "-" : "")}{digits[..^Scale]}.{digits[^Scale..]}";
    }
}
