using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Gathers an engine's batches into columns of a <see cref="Frame"/>.</summary>
internal static class FrameColumns
{
    public static FrameColumn Gather(StructField field, ColumnVector[] vectors, int total) => field.DataType switch
    {
        BooleanType => Copy<bool>(field, vectors, total),
        ByteType => Copy<sbyte>(field, vectors, total),
        ShortType => Copy<short>(field, vectors, total),
        IntegerType => Copy<int>(field, vectors, total),
        LongType => Copy<long>(field, vectors, total),
        FloatType => Copy<float>(field, vectors, total),
        DoubleType => Copy<double>(field, vectors, total),
        StringType => Copy<string>(field, vectors, total),
        DateType => Copy<int, DateOnly>(field, vectors, total, days => DateOnly.FromDayNumber(days + ValueText.EpochDay)),
        TimestampType => Copy<long, DateTime>(field, vectors, total, micros => Moment(micros, DateTimeKind.Utc)),
        TimestampNTZType => Copy<long, DateTime>(field, vectors, total, micros => Moment(micros, DateTimeKind.Unspecified)),
        DayTimeIntervalType =>
            Copy<long, TimeSpan>(field, vectors, total, micros => new TimeSpan(checked(micros * TimeSpan.TicksPerMicrosecond))),
        YearMonthIntervalType => Copy<int, YearMonthInterval>(field, vectors, total, months => new YearMonthInterval(months)),
        // .NET's decimal is what charts and C# code reckon with; it has room for 28 digits.
        DecimalType { Precision: <= 28 } t =>
            Copy<Int128, decimal>(field, vectors, total, digits => new DecimalValue(digits, t.Scale).ToDecimal()),
        DecimalType t => Copy<Int128, DecimalValue>(field, vectors, total, digits => new DecimalValue(digits, t.Scale)),
        BinaryType => Copy<byte[]>(field, vectors, total),
        _ => Copy<object>(field, vectors, total),
    };

    public static string Text(object value, DataType type) => value switch
    {
        Row row => "{" + string.Join(", ", row.Values.Select((v, i) => v is null ? "NULL" : Text(v, row.Schema.Fields[i].DataType))) + "}",
        object?[] items when type is ArrayType t =>
            "[" + string.Join(", ", items.Select(v => v is null ? "NULL" : Text(v, t.ElementType))) + "]",
        Dictionary<object, object?> map when type is MapType t =>
            "{" + string.Join(", ", map.Select(e =>
                $"{Text(e.Key, t.KeyType)} -> {(e.Value is null ? "NULL" : Text(e.Value, t.ValueType))}")) + "}",
        _ => ValueText.Write(value, type),
    };

    private static DateTime Moment(long micros, DateTimeKind kind) =>
        new(DateTime.UnixEpoch.Ticks + (micros * TimeSpan.TicksPerMicrosecond), kind);

    private static FrameColumn<T> Copy<T>(StructField field, ColumnVector[] vectors, int total) => Copy<T, T>(field, vectors, total, null);

    /// <summary>One array of all batches: copied as a block where the values lie as they are wanted, else each through the
    /// conversion.</summary>
    private static FrameColumn<T> Copy<TStored, T>(StructField field, ColumnVector[] vectors, int total, Func<TStored, T>? convert)
    {
        var values = new T[total];
        bool[]? nulls = null;
        var at = 0;
        foreach (var vector in vectors)
        {
            nulls = Nulls(vector, nulls, at, total);
            var target = values.AsSpan(at, vector.Count);
            if (convert is null && vector is ColumnVector<T> same && typeof(T) != typeof(object)) same.Values.CopyTo(target);
            else if (convert is not null && vector is ColumnVector<TStored> stored)
            {
                var source = stored.Values;
                for (var i = 0; i < target.Length; i++)
                {
                    if (nulls is null || !nulls[at + i]) target[i] = convert(source[i]);
                }
            }
            else
            {
                for (var i = 0; i < target.Length; i++)
                {
                    if (RowValues.FromEngine(vector[i], field.DataType) is { } value) target[i] = RowValues.To<T>(value, field.Name);
                }
            }
            at += vector.Count;
        }
        return new FrameColumn<T>(field.Name, field.DataType, values, nulls);
    }

    private static bool[]? Nulls(ColumnVector vector, bool[]? nulls, int at, int total)
    {
        for (var i = 0; i < vector.Count; i++)
        {
            if (vector.IsNull(i)) (nulls ??= new bool[total])[at + i] = true;
        }
        return nulls;
    }
}
