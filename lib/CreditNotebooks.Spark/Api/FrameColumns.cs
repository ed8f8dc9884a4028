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
        BinaryType => Copy<byte[]>(field, vectors, total),
        DecimalType => Copy<DecimalValue>(field, vectors, total),
        DateType => Copy<DateOnly>(field, vectors, total),
        TimestampType or TimestampNTZType => Copy<DateTime>(field, vectors, total),
        DayTimeIntervalType => Copy<TimeSpan>(field, vectors, total),
        YearMonthIntervalType => Copy<YearMonthInterval>(field, vectors, total),
        _ => Copy<object>(field, vectors, total),
    };

    public static string Text(object value, DataType type) => value switch
    {
        Row row => "{" + string.Join(", ", row.Values.Select((v, i) => v is null ? "NULL" : Text(v, row.Schema.Fields[i].DataType))) + "}",
        object?[] items when type is ArrayType t => "[" + string.Join(", ", items.Select(v => v is null ? "NULL" : Text(v, t.ElementType))) + "]",
        Dictionary<object, object?> map when type is MapType t =>
            "{" + string.Join(", ", map.Select(e => $"{Text(e.Key, t.KeyType)} -> {(e.Value is null ? "NULL" : Text(e.Value, t.ValueType))}")) + "}",
        _ => ValueText.Write(value, type),
    };

    private static FrameColumn<T> Copy<T>(StructField field, ColumnVector[] vectors, int total)
    {
        var values = new T[total];
        bool[]? nulls = null;
        var at = 0;
        foreach (var vector in vectors)
        {
            for (var i = 0; i < vector.Count; i++)
            {
                if (vector.IsNull(i)) (nulls ??= new bool[total])[at + i] = true;
            }
            if (vector is ColumnVector<T> same) same.Values.CopyTo(values.AsSpan(at));
            else CopyConverted(vector, values.AsSpan(at), field.DataType);
            at += vector.Count;
        }
        return new FrameColumn<T>(field.Name, field.DataType, values, nulls);
    }

    // Dates and instants lie in the engine's batches as numbers.
    private static void CopyConverted<T>(ColumnVector vector, Span<T> target, DataType type)
    {
        for (var i = 0; i < vector.Count; i++)
        {
            if (RowValues.FromEngine(vector[i], type) is T value) target[i] = value;
        }
    }
}
