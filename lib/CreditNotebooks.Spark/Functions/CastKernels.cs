using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Text;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The casts that are not DuckDB's own, one value at a time, with Spark's errors.</summary>
internal static class CastKernels
{
    private static readonly ConcurrentDictionary<(DataType, DataType, CastMode, TimeZoneRules), Kernel> Known = new();

    private delegate bool Parse<T>(ReadOnlySpan<byte> text, out T value);

    public static Kernel For(DataType from, DataType to, CastMode mode, TimeZoneRules zone) =>
        Known.GetOrAdd((from, to, mode, zone), k => Create(k.Item1, k.Item2, k.Item3 == CastMode.Try, k.Item4));

    private static Kernel Create(DataType from, DataType to, bool attempt, TimeZoneRules zone) => (from, to) switch
    {
        (StringType, ByteType) => FromText<sbyte>((ReadOnlySpan<byte> t, out sbyte v) => TextConversion.TryParseByte(t, out v), to, attempt),
        (StringType, ShortType) => FromText<short>((ReadOnlySpan<byte> t, out short v) => TextConversion.TryParseShort(t, out v), to, attempt),
        (StringType, IntegerType) => FromText<int>((ReadOnlySpan<byte> t, out int v) => TextConversion.TryParseInt(t, out v), to, attempt),
        (StringType, LongType) => FromText<long>((ReadOnlySpan<byte> t, out long v) => TextConversion.TryParseLong(t, out v), to, attempt),
        (StringType, FloatType) => FromText<float>(TextConversion.TryParseFloat, to, attempt),
        (StringType, DoubleType) => FromText<double>(TextConversion.TryParseDouble, to, attempt),
        (StringType, BooleanType) => FromText<bool>(TextConversion.TryParseBoolean, to, attempt),
        (StringType, DateType) => FromText<int>(TextConversion.TryParseDate, to, attempt),
        (StringType, TimestampType) => FromText<long>((ReadOnlySpan<byte> t, out long v) => TextConversion.TryParseTimestamp(t, zone, out v), to, attempt),
        (StringType, TimestampNTZType) => FromText<long>((ReadOnlySpan<byte> t, out long v) => TextConversion.TryParseTimestampNtz(t, true, out v), to, attempt),
        (StringType, DecimalType d) => TextToDecimal(d, attempt),
        (StringType, BinaryType) => new Kernel((Utf8 t) => t.Bytes.ToArray()),
        (BinaryType, StringType) => new Kernel((byte[] b) => StrictText.Of(b)),
        (DoubleType, StringType) => new Kernel((double d) => NumberText.ToText(d)),
        (FloatType, StringType) => new Kernel((float f) => NumberText.ToText(f)),
        (DateType, StringType) => new Kernel((int days) => DateTimeText.Date(days)),
        (TimestampType, StringType) => new Kernel((long micros) => DateTimeText.Timestamp(zone.ToLocal(micros))),
        (TimestampNTZType, StringType) => new Kernel((long micros) => DateTimeText.Timestamp(micros)),
        (DateType, TimestampType) => new Kernel((int days) => zone.ToInstant(days * DateTimeText.MicrosPerDay)),
        (TimestampType, DateType) => new Kernel((long micros) => (int)IsoDate.FloorDiv(zone.ToLocal(micros), DateTimeText.MicrosPerDay)),
        (TimestampType, TimestampNTZType) => new Kernel((long micros) => zone.ToLocal(micros)),
        (TimestampNTZType, TimestampType) => new Kernel((long micros) => zone.ToInstant(micros)),
        (YearMonthIntervalType y, StringType) => new Kernel((int months) => IntervalText.YearMonth(months, y)),
        (DayTimeIntervalType d, StringType) => new Kernel((long micros) => IntervalText.DayTime(micros, d)),
        (CalendarIntervalType, StringType) => new Kernel((CalendarInterval i) => i.ToString()),
        (TimestampType, DoubleType) => new Kernel((long micros) => micros / 1e6),
        (TimestampType, FloatType) => new Kernel((long micros) => (float)(micros / 1e6)),
        (TimestampType, DecimalType) => Decimals((object v) => (long)v is var micros ? new BigDecimal(micros, 6) : default, from, to, attempt),
        (TimestampType, _) when to.IsIntegral => Integral((object v) => IsoDate.FloorDiv((long)v, 1_000_000), from, to, attempt),
        (DoubleType, TimestampType) => new Kernel((double d) => double.IsFinite(d) ? (long)Math.Clamp(d * 1e6, long.MinValue, long.MaxValue) : (long?)null),
        (FloatType, TimestampType) => new Kernel((float f) => float.IsFinite(f) ? (long)Math.Clamp(f * 1e6, long.MinValue, long.MaxValue) : (long?)null),
        (DecimalType, TimestampType) => new Kernel((DecimalValue d) => (long)BigDecimal.Of(d).Truncate(6)),
        (_, TimestampType) when from.IsIntegral => new Kernel((object v) => Saturating((BigInteger)Convert.ToInt64(v, CultureInfo.InvariantCulture) * 1_000_000)),
        (DoubleType or FloatType, DecimalType) => Decimals(v => BigDecimal.OfShortest(v), from, to, attempt),
        (DecimalType, DecimalType) => Decimals(v => BigDecimal.Of((DecimalValue)v), from, to, attempt),
        (_, DecimalType) when from.IsIntegral => Decimals(v => new BigDecimal(Convert.ToInt64(v, CultureInfo.InvariantCulture), 0), from, to, attempt),
        (DoubleType, FloatType) => new Kernel((double d) => (float)d),
        (DecimalType, DoubleType) => new Kernel((DecimalValue d) => d.ToDouble()),
        (DecimalType, FloatType) => new Kernel((DecimalValue d) => float.Parse(d.ToString(), CultureInfo.InvariantCulture)),
        (DecimalType, _) when to.IsIntegral => Integral(v => BigDecimal.Of((DecimalValue)v).Truncate(0), from, to, attempt),
        (DoubleType or FloatType, _) when to.IsIntegral => Integral(v => Convert.ToDouble(v, CultureInfo.InvariantCulture) is var d && double.IsFinite(d) ? new BigInteger(d) : null, from, to, attempt),
        _ when from.IsIntegral && to.IsIntegral => Integral(v => Convert.ToInt64(v, CultureInfo.InvariantCulture), from, to, attempt),
        (DayTimeIntervalType d, DayTimeIntervalType t) => new Kernel((long micros) => Cut(micros, t.End)),
        (YearMonthIntervalType, YearMonthIntervalType t) => new Kernel((int months) => t.End == 0 ? months / 12 * 12 : months),
        _ => IntervalCasts.Create(from, to, attempt) ?? NestedText.Create(from, to, zone) ?? throw SparkException.Unsupported($"A cast from {from.Sql} to {to.Sql}"),
    };

    private static long Cut(long micros, int lastField) => lastField switch { 0 => 86_400_000_000, 1 => 3_600_000_000, 2 => 60_000_000, _ => 1 } is var unit ? micros / unit * unit : micros;

    private static long Saturating(BigInteger value) => value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;

    private static Kernel FromText<T>(Parse<T> parse, DataType to, bool attempt) where T : struct => new((Utf8 text) =>
        parse(text.Bytes, out var value) ? value : attempt ? (T?)null : throw Invalid(text.ToString(), DataType.String, to));

    private static Kernel TextToDecimal(DecimalType to, bool attempt) => new((Utf8 text) =>
    {
        switch (DecimalText.TryParse(text.Bytes, to, out var unscaled))
        {
            case DecimalOutcome.Parsed: return new DecimalValue(unscaled, to.Scale);
            case var outcome when !attempt:
                throw outcome switch
                {
                    DecimalOutcome.Malformed => Invalid(text.ToString(), DataType.String, to),
                    DecimalOutcome.OutOfSupportedRange => new SparkException("NUMERIC_OUT_OF_SUPPORTED_RANGE", $"The value {text} cannot be interpreted as a numeric since it has more than 38 digits."),
                    _ => OutOfRange(text.ToString().Trim(), to),
                };
            default: return (DecimalValue?)null;
        }
    });

    private static Kernel Decimals(Func<object, BigDecimal?> value, DataType from, DataType to, bool attempt)
    {
        var type = (DecimalType)to;
        return new Kernel((object v) =>
        {
            if (value(v) is { } number)
            {
                var rounded = number.Round(type.Scale);
                if (BigInteger.Abs(rounded) < BigInteger.Pow(10, type.Precision)) return new DecimalValue((Int128)rounded, type.Scale);
                return attempt ? (DecimalValue?)null : throw OutOfRange(number.ToString(), type);
            }
            return attempt ? null : throw new SparkException("CAST_OVERFLOW", $"The value {Show(v)} of the type \"{from.Sql}\" cannot be cast to \"{to.Sql}\" due to an overflow. Use `try_cast` to tolerate overflow and return NULL instead.");
        });
    }

    private static Kernel Integral(Func<object, BigInteger?> value, DataType from, DataType to, bool attempt)
    {
        object? Convert(object v)
        {
            (long min, long max) = to switch { ByteType => (sbyte.MinValue, sbyte.MaxValue), ShortType => (short.MinValue, short.MaxValue), IntegerType => (int.MinValue, int.MaxValue), _ => (long.MinValue, long.MaxValue) };
            if (value(v) is { } n && n >= min && n <= max) return to switch { ByteType => (sbyte)n, ShortType => (short)n, IntegerType => (int)n, _ => (object)(long)n };
            return attempt ? null : throw new SparkException("CAST_OVERFLOW", $"The value {Show(v)}{Suffix(from)} of the type \"{from.Sql}\" cannot be cast to \"{to.Sql}\" due to an overflow. Use `try_cast` to tolerate overflow and return NULL instead.");
        }
        return new Kernel((Func<object, object?>)Convert);
    }

    private static string Suffix(DataType type) => type switch { LongType => "L", DoubleType => "D", DecimalType => "BD", ShortType => "S", ByteType => "T", _ => "" };

    private static string Show(object v) => v switch { double d => NumberText.ToText(d), float f => NumberText.ToText(f), IFormattable f => f.ToString(null, CultureInfo.InvariantCulture), _ => v.ToString() ?? "" };

    public static SparkException Invalid(string text, DataType from, DataType to) => new("CAST_INVALID_INPUT",
        $"The value '{text}' of the type \"{from.Sql}\" cannot be cast to \"{to.Sql}\" because it is malformed. Correct the value as per the syntax, or change its target type. Use `try_cast` to tolerate malformed input and return NULL instead.");

    private static SparkException OutOfRange(string value, DecimalType to) => new("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
        $"The value {value} cannot be represented as Decimal({to.Precision}, {to.Scale}). Use a wider type, or `try_cast` to get NULL instead.");
}
