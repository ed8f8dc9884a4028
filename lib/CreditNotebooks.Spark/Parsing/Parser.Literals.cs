using System.Globalization;
using System.Numerics;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Parsing;

// Strings, numbers and typed literals.
internal sealed partial class Parser
{
    private static Literal StringLiteral(string text) => new(text, DataType.String);

    /// <summary>Strings that stand side by side are one.</summary>
    private Literal ParseStringLiteral()
    {
        var start = position;
        var text = ExpectString();
        while (Current.Kind == TokenKind.String) text += Take().Text;
        return new Literal(text, DataType.String) { Span = SpanFrom(start) };
    }

    private Expression ParseTypedLiteral()
    {
        var start = position;
        var keyword = Take().Key;
        var text = ExpectString();
        return keyword switch
        {
            "DATE" or "TIMESTAMP" or "TIMESTAMP_NTZ" or "TIMESTAMP_LTZ" => new DateTimeLiteral(keyword, text) { Span = SpanFrom(start) },
            "X" => new Literal(ParseHex(text, start), DataType.Binary) { Span = SpanFrom(start) },
            "TIME" => throw Unsupported("The type TIME", start),
            _ => throw new SparkException("UNSUPPORTED_TYPED_LITERAL",
                $"Literals of the type \"{keyword}\" are not supported. Supported types are \"DATE\", \"TIMESTAMP_NTZ\", \"TIMESTAMP_LTZ\", \"TIMESTAMP\", \"INTERVAL\", \"X\", \"TIME\".", SpanFrom(start)),
        };
    }

    private Seq<byte> ParseHex(string text, int start)
    {
        if (!text.All(char.IsAsciiHexDigit))
            throw new SparkException("INVALID_TYPED_LITERAL", $"The value of the typed literal \"X\" is invalid: '{text}'.", SpanFrom(start));
        return Convert.FromHexString(text.Length % 2 == 1 ? "0" + text : text).ToSeq();
    }

    /// <summary>A number, with the minus in front of it.</summary>
    private Literal ParseNumber()
    {
        var start = position;
        var sign = Accept("-") ? "-" : "";
        var token = Take();
        var text = sign + token.Text;
        var (value, type) = token.Kind switch
        {
            TokenKind.Integer => Whole(text, start),
            TokenKind.Decimal => Exact(text, start),
            TokenKind.BigDecimal => Exact(text[..^2], start),
            TokenKind.Long => (InRange<long>(text, BigInteger.Parse(text[..^1], CultureInfo.InvariantCulture), "bigint", start), DataType.Long),
            TokenKind.Short => (InRange<short>(text, BigInteger.Parse(text[..^1], CultureInfo.InvariantCulture), "smallint", start), DataType.Short),
            TokenKind.Byte => (InRange<sbyte>(text, BigInteger.Parse(text[..^1], CultureInfo.InvariantCulture), "tinyint", start), DataType.Byte),
            TokenKind.Float => (Finite(text, float.Parse(text[..^1], CultureInfo.InvariantCulture), float.IsFinite, "float", "3.4028234663852886E+38", start), DataType.Float),
            TokenKind.Double => (Finite(text, double.Parse(text[..^1], CultureInfo.InvariantCulture), double.IsFinite, "double", "1.7976931348623157E+308", start), DataType.Double),
            _ => (Finite(text, double.Parse(text, CultureInfo.InvariantCulture), double.IsFinite, "double", "1.7976931348623157E+308", start), (DataType)DataType.Double),
        };
        return new Literal(value, type) { Span = SpanFrom(start) };
    }

    /// <summary>A whole number is an INT where it fits, else a BIGINT, else a decimal.</summary>
    private (object, DataType) Whole(string text, int start)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small)) return (small, DataType.Integer);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large)) return (large, DataType.Long);
        return Exact(text, start);
    }

    /// <summary>A decimal with as many digits as it needs; an exponent moves the point.</summary>
    private (object, DataType) Exact(string text, int start)
    {
        var e = text.IndexOfAny(['e', 'E']);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : mantissa.Length - point - 1;
        var unscaled = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        if (e >= 0)
        {
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || Math.Abs((long)exponent) > 10_000) throw TooPrecise(long.MaxValue, start);
            scale -= exponent;
        }
        if (scale < 0)
        {
            unscaled *= BigInteger.Pow(10, -scale);
            scale = 0;
        }
        var digits = Math.Max(1, BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).Length);
        var precision = Math.Max(digits, scale);
        if (precision > DecimalType.MaxPrecision) throw TooPrecise(precision, start);
        return (new DecimalValue((Int128)unscaled, scale), new DecimalType(precision, scale));
    }

    private SparkException TooPrecise(long precision, int start) =>
        new("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", $"Decimal precision {precision} exceeds max precision {DecimalType.MaxPrecision}.", SpanFrom(start));

    private object InRange<T>(string text, BigInteger value, string type, int start) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (low, high) = (BigInteger.CreateChecked(T.MinValue), BigInteger.CreateChecked(T.MaxValue));
        return value >= low && value <= high ? T.CreateChecked(value) : throw OutOfRange(text, low.ToString(CultureInfo.InvariantCulture), high.ToString(CultureInfo.InvariantCulture), type, start);
    }

    private object Finite<T>(string text, T value, Func<T, bool> isFinite, string type, string limit, int start) where T : struct =>
        isFinite(value) ? value : throw OutOfRange(text, "-" + limit, limit, type, start);

    private SparkException OutOfRange(string text, string low, string high, string type, int start) =>
        new("INVALID_NUMERIC_LITERAL_RANGE", $"Numeric literal {text} is outside the valid range for {type} with minimum value of {low} and maximum value of {high}. Please adjust the value accordingly.", SpanFrom(start));
}
