using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines;

/// <summary>The values of one column of a batch.</summary>
internal abstract class ColumnVector(DataType type)
{
    public DataType Type { get; } = type;
    public abstract int Count { get; }
    public abstract bool IsNull(int row);

    /// <summary>A value as the API shows it: bool, sbyte, short, int, long, float, double, <see cref="DecimalValue"/>, string, byte[], DateOnly, DateTime
    /// (UTC for TIMESTAMP, unspecified for TIMESTAMP_NTZ), interval types, object?[] for arrays and structs, pairs for maps; null for NULL.</summary>
    public abstract object? this[int row] { get; }
}

/// <summary>Values of a physical type: DATE as int days, TIMESTAMP as long microseconds, DECIMAL as Int128, intervals as months or microseconds.</summary>
internal sealed class ColumnVector<T>(DataType type, T[] values, int count, bool[]? nulls, Func<T, object> convert) : ColumnVector(type)
{
    public ReadOnlySpan<T> Values => values.AsSpan(0, count);
    public override int Count => count;
    public override bool IsNull(int row) => nulls is not null && nulls[row];
    public override object? this[int row] => IsNull(row) ? null : convert(values[row]);
}
