using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines;

/// <summary>Values between kernels' form (days, microseconds) and the API's (DateOnly, DateTime, TimeSpan); see <see cref="ColumnVector"/>.</summary>
internal static class ApiValues
{
    private const int EpochDayNumber = 719_162;

    public static object? FromKernel(object? value, DataType type) => (value, type) switch
    {
        (null, _) => null,
        // Days that DateOnly cannot hold (years before 1 or past 9999) stay text.
        (int days, DateType) => days + EpochDayNumber is >= 0 and <= 3_652_058 and var number ? DateOnly.FromDayNumber(number) : DateTimeText.Date(days),
        (long micros, TimestampType) => InRange(micros) ? DateTime.UnixEpoch.AddTicks(micros * 10) : DateTimeText.Timestamp(micros),
        (long micros, TimestampNTZType) => InRange(micros) ? DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks(micros * 10), DateTimeKind.Unspecified) : DateTimeText.Timestamp(micros),
        (int months, YearMonthIntervalType) => new YearMonthInterval(months),
        (long micros, DayTimeIntervalType) => micros is >= long.MinValue / 10 and <= long.MaxValue / 10 ? TimeSpan.FromTicks(micros * 10) : IntervalText.DayTime(micros, new DayTimeIntervalType()),
        (object?[] items, ArrayType a) => Array.ConvertAll(items, i => FromKernel(i, a.ElementType)),
        (object?[] fields, StructType s) => fields.Select((f, i) => FromKernel(f, s.Fields[i].DataType)).ToArray(),
        (MapValue m, MapType t) => m.Keys.Zip(m.Values).Select(e => KeyValuePair.Create(FromKernel(e.First, t.KeyType)!, FromKernel(e.Second, t.ValueType))).ToArray(),
        _ => value,
    };

    private static bool InRange(long micros) => micros is >= -62_135_596_800_000_000 and <= 253_402_300_799_999_999;

    /// <summary>The value for a parameter of a user's function.</summary>
    public static object? FromKernel(object? value, DataType type, Type parameter) =>
        RowValues.FromEngine(FromKernel(value, type), type) is not { } given ? null : parameter.IsInstanceOfType(given) ? given
            : RowValues.Convert(given, System.Nullable.GetUnderlyingType(parameter) ?? parameter);

    public static object? ToKernel(object? value, DataType type) => (LocalValues.Convert(value, new StructField("result", type)), type) switch
    {
        (null, _) => null,
        var (v, t) => Inner(v, t),
    };

    /// <summary>A value of <see cref="Plans.LocalRows"/> in kernels' form.</summary>
    public static object? Inner(object? value, DataType type) => (value, type) switch
    {
        (null, _) => null,
        (DateOnly d, DateType) => d.DayNumber - EpochDayNumber,
        (DateTime t, TimestampType or TimestampNTZType) => (t.Ticks - DateTime.UnixEpoch.Ticks) / 10,
        (YearMonthInterval i, _) => i.Months,
        (TimeSpan s, _) => s.Ticks / 10,
        (object?[] items, ArrayType a) => Array.ConvertAll(items, i => Inner(i, a.ElementType)),
        (object?[] fields, StructType s) => fields.Select((f, i) => Inner(f, s.Fields[i].DataType)).ToArray(),
        (KeyValuePair<object, object?>[] entries, MapType m) => new MapValue([.. entries.Select(e => Inner(e.Key, m.KeyType))], [.. entries.Select(e => Inner(e.Value, m.ValueType))]),
        _ => value,
    };
}
