using System.Globalization;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources;

/// <summary>Values as Java's toString writes them.</summary>
internal static class PlainText
{
    public static string Of(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DecimalValue number => Of(number),
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>BigDecimal.toString: small numbers have an exponent.</summary>
    public static string Of(DecimalValue value)
    {
        var digits = Int128.Abs(value.Unscaled).ToString(CultureInfo.InvariantCulture);
        var exponent = digits.Length - 1L - value.Scale;
        if (exponent >= -6) return value.ToString();
        var sign = value.Unscaled < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}E{exponent}");
    }
}
