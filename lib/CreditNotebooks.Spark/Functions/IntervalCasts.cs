using System.Globalization;
using System.Numerics;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Casts between intervals of one field and numbers: <c>CAST(INTERVAL '3' DAY AS INT)</c>.</summary>
internal static class IntervalCasts
{
    private static readonly long[] DayTimeUnits = [86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000];

    public static Kernel? Create(DataType from, DataType to, bool attempt) => (from, to) switch
    {
        (YearMonthIntervalType { Start: var f, End: var g }, _) when f == g && to.IsIntegral => ToIntegral(v => (int)v / (f == 0 ? 12 : 1), from, to, attempt),
        (DayTimeIntervalType { Start: var f, End: var g }, _) when f == g && to.IsIntegral => ToIntegral(v => (long)v / DayTimeUnits[f], from, to, attempt),
        (_, YearMonthIntervalType { Start: var f, End: var g }) when f == g && from.IsIntegral => new Kernel((object v) =>
            Fit((BigInteger)Convert.ToInt64(v, CultureInfo.InvariantCulture) * (f == 0 ? 12 : 1), int.MinValue, int.MaxValue, v, from, to, attempt) is { } n ? (int)n : (int?)null),
        (_, DayTimeIntervalType { Start: var f, End: var g }) when f == g && from.IsIntegral => new Kernel((object v) =>
            Fit((BigInteger)Convert.ToInt64(v, CultureInfo.InvariantCulture) * DayTimeUnits[f], long.MinValue, long.MaxValue, v, from, to, attempt) is { } n ? (long)n : (long?)null),
        _ => null,
    };

    private static Kernel ToIntegral(Func<object, long> value, DataType from, DataType to, bool attempt)
    {
        (long min, long max) = to switch { ByteType => (sbyte.MinValue, sbyte.MaxValue), ShortType => (short.MinValue, short.MaxValue), IntegerType => (int.MinValue, int.MaxValue), _ => (long.MinValue, long.MaxValue) };
        return new Kernel((Func<object, object?>)(v => Fit(value(v), min, max, v, from, to, attempt) is { } n ? to switch { ByteType => (sbyte)n, ShortType => (short)n, IntegerType => (int)n, _ => (object)(long)n } : null));
    }

    private static BigInteger? Fit(BigInteger n, long min, long max, object value, DataType from, DataType to, bool attempt) =>
        n >= min && n <= max ? n : attempt ? null : throw new SparkException("CAST_OVERFLOW", $"The value {value} of the type \"{from.Sql}\" cannot be cast to \"{to.Sql}\" due to an overflow. Use `try_cast` to tolerate overflow and return NULL instead.");
}
