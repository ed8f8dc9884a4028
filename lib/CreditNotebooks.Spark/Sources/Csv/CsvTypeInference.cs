using System.Text;
using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>The type of a column from its texts: each narrows what the ones before it left open, as Spark's CSVInferSchema does. NULL stands for nothing seen yet.</summary>
internal sealed class CsvTypeInference
{
    private readonly CsvOptions options;
    private readonly bool prefersNtz;
    private readonly byte[] nullValue;
    private readonly byte[][] special;
    private readonly Lazy<DateTimePattern> datePattern;
    private readonly Lazy<DateTimePattern?> timestampPattern;
    private readonly Lazy<DateTimePattern?> ntzPattern;

    public CsvTypeInference(CsvOptions options, RuntimeSettings settings)
    {
        this.options = options;
        prefersNtz = settings["spark.sql.timestampType"] is "TIMESTAMP_NTZ";
        nullValue = Encoding.UTF8.GetBytes(options.NullValue);
        special = [.. new[] { options.NanValue, options.NegativeInf, options.PositiveInf }.Select(Encoding.UTF8.GetBytes)];
        // A pattern that no text gets as far as is never refused.
        datePattern = new(() => DateTimePattern.Compile(options.DateFormat ?? "yyyy-MM-dd", true));
        timestampPattern = new(() => options.TimestampPattern);
        ntzPattern = new(() => options.TimestampNtzPattern);
    }

    /// <summary>The type with one more text; an empty text and the null value say nothing.</summary>
    public DataType Add(DataType sofar, ReadOnlySpan<byte> text)
    {
        if (sofar is StringType || text.IsEmpty || text.SequenceEqual(nullValue)) return sofar;
        var seen = sofar switch
        {
            NullType or IntegerType => Integer(text),
            LongType => Long(text),
            DecimalType => Decimal(text),
            DoubleType => Double(text),
            DateType => Date(text),
            TimestampNTZType => TimestampNtz(text),
            TimestampType => Timestamp(text),
            BooleanType => Boolean(text),
            _ => DataType.String,
        };
        return ReferenceEquals(seen, sofar) ? sofar : Merge(sofar, seen);
    }

    /// <summary>A type for texts of both types.</summary>
    public DataType Merge(DataType left, DataType right)
    {
        if (left == right || right is NullType) return left;
        if (left is NullType) return right;
        if (left is TimestampType && right is TimestampNTZType || left is TimestampNTZType && right is TimestampType) return DataType.Timestamp;
        if (left is DateType && right.IsTimestamp || left.IsTimestamp && right is DateType) return DatesAreTimestamps(left is DateType ? right : left);
        if (!left.IsNumeric || !right.IsNumeric) return DataType.String;
        if (left is DoubleType || right is DoubleType) return DataType.Double;
        if (left is DecimalType || right is DecimalType) return new DecimalType(Math.Max(Digits(left), Digits(right)), 0);
        return DataType.Long;

        static int Digits(DataType type) => type switch { DecimalType d => d.Precision, LongType => 20, _ => 10 };
    }

    /// <summary>Dates among timestamps are timestamps of midnight where the timestamps' reader reads them; else all are strings.</summary>
    private DataType DatesAreTimestamps(DataType timestamp)
    {
        var free = timestamp is TimestampType ? options.TimestampFormat is null : options.TimestampNtzFormat is null;
        return free && (options.DateFormat ?? "yyyy-MM-dd") is "yyyy-MM-dd" or "yyyy-M-d" or "yyyy-M-dd" or "yyyy-MM-d" or "yyyy-MM" or "yyyy-M" or "yyyy" ? timestamp : DataType.String;
    }

    /// <summary>The column's type in the end: a column without any text holds strings.</summary>
    public static DataType Final(DataType type) => type is NullType ? DataType.String : type;

    private DataType Integer(ReadOnlySpan<byte> text) => JavaNumber.TryParse(text, int.MinValue, int.MaxValue, out _) ? DataType.Integer : Long(text);

    private DataType Long(ReadOnlySpan<byte> text) => JavaNumber.TryParse(text, long.MinValue, long.MaxValue, out _) ? DataType.Long : Decimal(text);

    private DataType Decimal(ReadOnlySpan<byte> text)
    {
        // Decimals with digits behind the point are doubles: other formats hold them better.
        return DecimalText.TryMeasure(text, out var precision, out var scale) && scale == 0 && precision <= DecimalType.MaxPrecision
            ? new DecimalType((int)precision, 0)
            : Double(text);
    }

    private DataType Double(ReadOnlySpan<byte> text)
    {
        if (TextConversion.TryParseJavaDouble(text, out _)) return DataType.Double;
        foreach (var word in special)
            if (text.SequenceEqual(word)) return DataType.Double;
        return options.PreferDate ? Date(text) : TimestampNtz(text);
    }

    private DataType Date(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[PatternText.OnStack];
        return datePattern.Value.TryParseDate(PatternText.Decode(text, characters), out _) ? DataType.Date : TimestampNtz(text);
    }

    private DataType TimestampNtz(ReadOnlySpan<byte> text)
    {
        // Without the setting Spark takes texts without a zone for TIMESTAMP.
        if (!prefersNtz) return Timestamp(text);
        Span<char> characters = stackalloc char[PatternText.OnStack];
        var parsed = ntzPattern.Value is null
            ? TextConversion.TryParseTimestampNtz(text, false, out _)
            : ntzPattern.Value.TryParseTimestampNtz(PatternText.Decode(text, characters), false, out _);
        return parsed ? DataType.TimestampNTZ : Timestamp(text);
    }

    private DataType Timestamp(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[PatternText.OnStack];
        var parsed = timestampPattern.Value is null
            ? TextConversion.TryParseTimestamp(text, options.Zone, out _)
            : timestampPattern.Value.TryParseUnresolved(PatternText.Decode(text, characters), options.Zone, out _);
        return parsed ? DataType.Timestamp : Boolean(text);
    }

    private static DataType Boolean(ReadOnlySpan<byte> text) => CellConverter.TryBoolean(text, out _) ? DataType.Boolean : DataType.String;
}
