using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Copies DuckDB's vectors out of their chunk.</summary>
internal static class ColumnVectors
{
    public static ColumnVector Copy(VectorReader v, DataType type, int count) => type switch
    {
        BooleanType => Fixed<bool>(v, type, count, b => b),
        ByteType => Fixed<sbyte>(v, type, count, n => n),
        ShortType => Fixed<short>(v, type, count, n => n),
        IntegerType or DateType or YearMonthIntervalType or NullType => Fixed<int>(v, type, count, n => ApiValues.FromKernel(n, type)!),
        LongType or TimestampType or TimestampNTZType or DayTimeIntervalType => Fixed<long>(v, type, count, n => ApiValues.FromKernel(n, type)!),
        FloatType => Fixed<float>(v, type, count, n => n),
        DoubleType => Fixed<double>(v, type, count, n => n),
        DecimalType d => Each<Int128>(v, type, count, (r, row) => r.GetDecimal(row).Unscaled, n => new DecimalValue(n, d.Scale)),
        StringType or VariantType => Each<string>(v, type, count, (r, row) => r.GetString(row)!, s => s),
        _ => Each<object>(v, type, count, (r, row) => KernelValues.Read(r, type, row)!, o => ApiValues.FromKernel(o, type)!),
    };

    private static ColumnVector<T> Fixed<T>(VectorReader v, DataType type, int count, Func<T, object> convert) where T : unmanaged =>
        new(type, v.Values<T>()[..count].ToArray(), count, Nulls(v, count), convert);

    private static ColumnVector<T> Each<T>(VectorReader v, DataType type, int count, Func<VectorReader, int, T> read, Func<T, object> convert)
    {
        var nulls = Nulls(v, count);
        var values = new T[count];
        for (var i = 0; i < count; i++)
            if (nulls is null || !nulls[i]) values[i] = read(v, i);
        return new ColumnVector<T>(type, values, count, nulls, convert);
    }

    private static bool[]? Nulls(VectorReader v, int count)
    {
        if (!v.MayHaveNulls) return null;
        var nulls = new bool[count];
        for (var i = 0; i < count; i++) nulls[i] = !v.IsValid(i);
        return nulls;
    }
}
