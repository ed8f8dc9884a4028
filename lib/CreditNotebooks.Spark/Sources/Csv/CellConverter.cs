using System.Text;
using System.Text.Unicode;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>Converts the text of a cell to its column's type.</summary>
internal abstract class CellConverter
{
    /// <summary>False when the text is no value of the type; then nothing is written.</summary>
    public abstract bool TryWrite(ReadOnlySpan<byte> text, VectorWriter target, int row);

    /// <summary>Whether <see cref="TryWrite"/> would give true.</summary>
    public abstract bool IsValid(ReadOnlySpan<byte> text);

    /// <summary>The value as <see cref="Engines.ColumnVector"/> has it physically; false when the text is none.</summary>
    public abstract bool TryConvert(ReadOnlySpan<byte> text, out object value);

    /// <exception cref="SparkException">CSV cannot hold the type.</exception>
    public static CellConverter Create(StructField field, CsvOptions options) => field.DataType switch
    {
        StringType => new StringCell(),
        ByteType => new ValueCell<sbyte>((text, out value) => Integral(text, sbyte.MinValue, sbyte.MaxValue, out value)),
        ShortType => new ValueCell<short>((text, out value) => Integral(text, short.MinValue, short.MaxValue, out value)),
        IntegerType => new ValueCell<int>((text, out value) => Integral(text, int.MinValue, int.MaxValue, out value)),
        LongType => new ValueCell<long>((text, out value) => JavaNumber.TryParse(text, long.MinValue, long.MaxValue, out value)),
        FloatType => Float(options),
        DoubleType => Double(options),
        BooleanType => new ValueCell<bool>(TryBoolean),
        DecimalType type => new DecimalCell(type),
        DateType => Date(options),
        TimestampType => Timestamp(options),
        TimestampNTZType => TimestampNtz(options),
        BinaryType => new BinaryCell(),
        YearMonthIntervalType or DayTimeIntervalType or CalendarIntervalType or VariantType =>
            throw SparkException.Unsupported($"The type {field.DataType.Sql} of the column {field.Name} in CSV"),
        _ => throw new SparkException("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
            $"The CSV datasource doesn't support the column {Identifier.QuoteAlways(field.Name)} of the type \"{field.DataType.Sql}\"."),
    };

    private static bool Integral<T>(ReadOnlySpan<byte> text, long lowest, long highest, out T value) where T : struct, System.Numerics.INumberBase<T>
    {
        var parsed = JavaNumber.TryParse(text, lowest, highest, out var wide);
        value = parsed ? T.CreateTruncating(wide) : T.Zero;
        return parsed;
    }

    /// <summary>true and false in any case, nothing else.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = Ascii.EqualsIgnoreCase(text, "true"u8);
        return value || Ascii.EqualsIgnoreCase(text, "false"u8);
    }

    private static ValueCell<double> Double(CsvOptions options)
    {
        var (nan, positive, negative) = Special(options);
        return new ValueCell<double>((text, out value) =>
        {
            if (TextConversion.TryParseJavaDouble(text, out value) && !text.SequenceEqual(nan)) return true;
            value = text.SequenceEqual(nan) ? double.NaN : text.SequenceEqual(negative) ? double.NegativeInfinity : double.PositiveInfinity;
            return !double.IsPositiveInfinity(value) || text.SequenceEqual(positive);
        });
    }

    private static ValueCell<float> Float(CsvOptions options)
    {
        var (nan, positive, negative) = Special(options);
        return new ValueCell<float>((text, out value) =>
        {
            if (TextConversion.TryParseJavaFloat(text, out value) && !text.SequenceEqual(nan)) return true;
            value = text.SequenceEqual(nan) ? float.NaN : text.SequenceEqual(negative) ? float.NegativeInfinity : float.PositiveInfinity;
            return !float.IsPositiveInfinity(value) || text.SequenceEqual(positive);
        });
    }

    private static (byte[] Nan, byte[] Positive, byte[] Negative) Special(CsvOptions options) =>
        (Encoding.UTF8.GetBytes(options.NanValue), Encoding.UTF8.GetBytes(options.PositiveInf), Encoding.UTF8.GetBytes(options.NegativeInf));

    private static ValueCell<int> Date(CsvOptions options)
    {
        var pattern = options.DatePattern;
        var fallback = options.DateTimeFallback ?? options.DateFormat is null;
        if (pattern is null)
            return new ValueCell<int>((text, out value) => TextConversion.TryParseDate(text, out value) || fallback && TextConversion.TryParseDate(PatternText.WithoutGmt(text), out value));
        return new ValueCell<int>((text, out value) =>
        {
            Span<char> characters = stackalloc char[PatternText.OnStack];
            return pattern.TryParseDate(PatternText.Decode(text, characters), out value)
                || fallback && TextConversion.TryParseDate(PatternText.WithoutGmt(text), out value);
        });
    }

    private static ValueCell<long> Timestamp(CsvOptions options)
    {
        var zone = options.Zone;
        if (options.TimestampPattern is not { } pattern)
            return new ValueCell<long>((text, out value) => TextConversion.TryParseTimestamp(text, zone, out value)
                || options.DateTimeFallback != false && TextConversion.TryParseTimestamp(PatternText.WithoutGmt(text), zone, out value));
        var fallback = options.DateTimeFallback ?? false;
        return new ValueCell<long>((text, out value) =>
        {
            Span<char> characters = stackalloc char[PatternText.OnStack];
            return pattern.TryParseTimestamp(PatternText.Decode(text, characters), zone, out value)
                || fallback && TextConversion.TryParseTimestamp(PatternText.WithoutGmt(text), zone, out value);
        });
    }

    private static ValueCell<long> TimestampNtz(CsvOptions options)
    {
        if (options.TimestampNtzPattern is not { } pattern)
            return new ValueCell<long>((text, out value) => TextConversion.TryParseTimestampNtz(text, false, out value));
        return new ValueCell<long>((text, out value) =>
        {
            Span<char> characters = stackalloc char[PatternText.OnStack];
            return pattern.TryParseTimestampNtz(PatternText.Decode(text, characters), false, out value);
        });
    }
}

/// <summary>Parses a text; false when it is no value.</summary>
internal delegate bool TryParseText<T>(ReadOnlySpan<byte> text, out T value);

internal sealed class ValueCell<T>(TryParseText<T> parse) : CellConverter where T : unmanaged
{
    public override bool TryWrite(ReadOnlySpan<byte> text, VectorWriter target, int row)
    {
        if (!parse(text, out var value)) return false;
        target.Set(row, value);
        return true;
    }

    public override bool IsValid(ReadOnlySpan<byte> text) => parse(text, out _);

    public override bool TryConvert(ReadOnlySpan<byte> text, out object value)
    {
        var parsed = parse(text, out var typed);
        value = typed;
        return parsed;
    }
}

internal sealed class StringCell : CellConverter
{
    public override bool TryWrite(ReadOnlySpan<byte> text, VectorWriter target, int row)
    {
        target.SetUtf8(row, text);
        return true;
    }

    public override bool IsValid(ReadOnlySpan<byte> text) => true;

    public override bool TryConvert(ReadOnlySpan<byte> text, out object value)
    {
        value = Encoding.UTF8.GetString(text);
        return true;
    }
}

internal sealed class BinaryCell : CellConverter
{
    public override bool TryWrite(ReadOnlySpan<byte> text, VectorWriter target, int row)
    {
        target.SetBlob(row, text);
        return true;
    }

    public override bool IsValid(ReadOnlySpan<byte> text) => true;

    public override bool TryConvert(ReadOnlySpan<byte> text, out object value)
    {
        value = text.ToArray();
        return true;
    }
}

internal sealed class DecimalCell(DecimalType type) : CellConverter
{
    public override bool TryWrite(ReadOnlySpan<byte> text, VectorWriter target, int row)
    {
        if (DecimalText.TryParseExact(text, type, out var unscaled) != DecimalOutcome.Parsed) return false;
        target.SetDecimal(row, unscaled);
        return true;
    }

    public override bool IsValid(ReadOnlySpan<byte> text) => DecimalText.TryParseExact(text, type, out _) == DecimalOutcome.Parsed;

    public override bool TryConvert(ReadOnlySpan<byte> text, out object value)
    {
        var outcome = DecimalText.TryParseExact(text, type, out var unscaled);
        value = unscaled;
        return outcome == DecimalOutcome.Parsed;
    }
}

/// <summary>Cells as characters, for patterns.</summary>
internal static class PatternText
{
    public const int OnStack = 128;

    public static ReadOnlySpan<char> Decode(ReadOnlySpan<byte> text, Span<char> buffer)
    {
        if (text.Length > buffer.Length) return Encoding.UTF8.GetString(text);
        Utf8.ToUtf16(text, buffer, out _, out var written);
        return buffer[..written];
    }

    /// <summary>Without GMT in it, which Spark 1 and 2 wrote before offsets.</summary>
    public static ReadOnlySpan<byte> WithoutGmt(ReadOnlySpan<byte> text) =>
        text.IndexOf("GMT"u8) < 0 ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("GMT", ""));
}
