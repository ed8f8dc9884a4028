using System.Globalization;
using System.Numerics;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Casts of texts and numbers to intervals and of intervals to numbers: <c>CAST('1-2' AS INTERVAL YEAR TO MONTH)</c>, <c>CAST(INTERVAL '3' DAY AS INT)</c>.</summary>
internal static class IntervalCasts
{
    private static readonly long[] DayTimeUnits = [86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000];

    public static Kernel? Create(DataType from, DataType to, bool attempt) => (from, to) switch
    {
        (StringType, YearMonthIntervalType y) => new Kernel((string text) => Attempt(() => IntervalParsing.YearMonth(text, y), attempt)),
        (StringType, DayTimeIntervalType d) => new Kernel((string text) => Attempt(() => IntervalParsing.DayTime(text, d), attempt)),
        // The cast to the interval of months, days and time gives NULL for what it cannot read, ANSI or not.
        (StringType, CalendarIntervalType) => new Kernel((string text) => Attempt(() => IntervalParsing.Units(text), true)),
        (YearMonthIntervalType y, DecimalType d) => new Kernel((int months) => ToDecimal(y.End == 0 ? months / 12 : months, 0, d, attempt)),
        (DayTimeIntervalType t, DecimalType d) => new Kernel((long micros) => t.End == 3 ? ToDecimal(micros, 6, d, attempt) : ToDecimal(micros / DayTimeUnits[t.End], 0, d, attempt)),
        (YearMonthIntervalType { End: var g }, _) when to.IsIntegral => ToIntegral(v => (int)v / (g == 0 ? 12 : 1), v => IntervalText.YearMonth((int)v, (YearMonthIntervalType)from), from, to, attempt),
        (DayTimeIntervalType { End: var g }, _) when to.IsIntegral => ToIntegral(v => (long)v / DayTimeUnits[g], v => IntervalText.DayTime((long)v, (DayTimeIntervalType)from), from, to, attempt),
        (DecimalType, YearMonthIntervalType { End: var g }) => new Kernel((DecimalValue v) =>
            Fit(HalfUp(v, g == 0 ? 12 : 1), int.MinValue, int.MaxValue, v.ToString(), from, to, attempt) is { } n ? (int)n : (int?)null),
        (DecimalType, DayTimeIntervalType { End: var g }) => new Kernel((DecimalValue v) =>
            Fit(HalfUp(v, DayTimeUnits[g]), long.MinValue, long.MaxValue, v.ToString(), from, to, attempt) is { } n ? (long)n : (long?)null),
        (_, YearMonthIntervalType { End: var g }) when from.IsIntegral => new Kernel((object v) =>
            Fit(Whole(v) * (g == 0 ? 12 : 1), int.MinValue, int.MaxValue, v.ToString()!, from, to, attempt) is { } n ? (int)n : (int?)null),
        (_, DayTimeIntervalType { End: var g }) when from.IsIntegral => new Kernel((object v) =>
            Fit(Whole(v) * DayTimeUnits[g], long.MinValue, long.MaxValue, v.ToString()!, from, to, attempt) is { } n ? (long)n : (long?)null),
        _ => null,
    };

    private static T? Attempt<T>(Func<T> parse, bool attempt) where T : struct
    {
        try
        {
            return parse();
        }
        catch (SparkException) when (attempt)
        {
            return null;
        }
        catch (OverflowException e)
        {
            return attempt ? null : throw new SparkException("INVALID_INTERVAL_FORMAT.ARITHMETIC_EXCEPTION", "Error parsing a text to interval: it is too large.", e);
        }
    }

    private static BigInteger Whole(object v) => Convert.ToInt64(v, CultureInfo.InvariantCulture);

    private static BigInteger HalfUp(DecimalValue v, long unit) => new BigDecimal((BigInteger)v.Unscaled * unit, v.Scale).Round(0);

    private static DecimalValue? ToDecimal(long unscaled, int scale, DecimalType to, bool attempt)
    {
        var number = new BigDecimal(unscaled, scale);
        var rounded = number.Round(to.Scale);
        if (BigInteger.Abs(rounded) < BigInteger.Pow(10, to.Precision)) return new DecimalValue((Int128)rounded, to.Scale);
        return attempt ? null : throw new SparkException("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
            $"The value {number} cannot be represented as Decimal({to.Precision}, {to.Scale}). Use a wider type, or `try_cast` to get NULL instead.");
    }

    private static Kernel ToIntegral(Func<object, long> value, Func<object, string> show, DataType from, DataType to, bool attempt)
    {
        (long min, long max) = to switch { ByteType => (sbyte.MinValue, sbyte.MaxValue), ShortType => (short.MinValue, short.MaxValue), IntegerType => (int.MinValue, int.MaxValue), _ => (long.MinValue, long.MaxValue) };
        return new Kernel((Func<object, object?>)(v => Fit(value(v), min, max, show(v), from, to, attempt) is { } n ? to switch { ByteType => (sbyte)n, ShortType => (short)n, IntegerType => (int)n, _ => (object)(long)n } : null));
    }

    private static BigInteger? Fit(BigInteger n, long min, long max, string value, DataType from, DataType to, bool attempt) =>
        n >= min && n <= max ? n : attempt ? null : throw new SparkException("CAST_OVERFLOW", $"The value {value} of the type \"{from.Sql}\" cannot be cast to \"{to.Sql}\" due to an overflow. Use `try_cast` to tolerate overflow and return NULL instead.");
}
