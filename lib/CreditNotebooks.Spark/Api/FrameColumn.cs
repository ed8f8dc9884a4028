using System.Collections;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>A column of a <see cref="Frame"/>: a list of values with null for NULL.</summary>
public abstract class FrameColumn : IReadOnlyList<object?>
{
    private protected FrameColumn(string name, DataType type)
    {
        Name = name;
        DataType = type;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>Its type in Spark.</summary>
    public DataType DataType { get; }

    /// <summary>How many rows there are, NULL or not.</summary>
    public abstract int Count { get; }

    /// <summary>How many rows are NULL.</summary>
    public abstract int NullCount { get; }

    /// <summary>The value in a row, null for NULL.</summary>
    public abstract object? this[int row] { get; }

    /// <summary>Whether the row is NULL.</summary>
    public abstract bool IsNull(int row);

    /// <summary>The numbers of a numeric column, null for NULL: what a chart's axis takes.</summary>
    /// <exception cref="InvalidCastException">The column is not numeric.</exception>
    public IEnumerable<double?> Doubles()
    {
        if (this is FrameColumn<decimal> exact) return Enumerable.Range(0, Count).Select(i => IsNull(i) ? null : (double?)exact.Values[i]);
        var numbers = As<double>();
        return Enumerable.Range(0, Count).Select(i => numbers.IsNull(i) ? (double?)null : numbers.Values[i]);
    }

    /// <summary>The values as text, null for NULL.</summary>
    public IEnumerable<string?> Strings() => Enumerable.Range(0, Count).Select(i => IsNull(i) ? null : Text(i));

    /// <summary>The sum of the values that are not NULL; 0 where there is none.</summary>
    public double Sum() => Present().Sum();

    /// <summary>The mean of the values that are not NULL; NaN where there is none.</summary>
    public double Mean() => Count == NullCount ? double.NaN : Present().Average();

    /// <summary>The smallest number; NaN where there is none.</summary>
    public double Min() => Present().DefaultIfEmpty(double.NaN).Min();

    /// <summary>The greatest number; NaN where there is none.</summary>
    public double Max() => Present().DefaultIfEmpty(double.NaN).Max();

    /// <summary>The column with its values as a C# type: the column's own, or a number type that holds them.</summary>
    /// <exception cref="InvalidCastException">The values are of another kind.</exception>
    public FrameColumn<T> As<T>() => this as FrameColumn<T> ?? Convert<T>();

    /// <inheritdoc />
    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The column's name, type and size.</summary>
    public override string ToString() => $"{Name}: {DataType.SimpleString}, {Count} rows, {NullCount} NULL";

    internal abstract FrameColumn Slice(int start, int count);

    internal abstract string Text(int row);

    private IEnumerable<double> Present() => Doubles().Where(d => d.HasValue).Select(d => d!.Value);

    private FrameColumn<T> Convert<T>()
    {
        var values = new T[Count];
        var nulls = NullCount == 0 ? null : new bool[Count];
        for (var i = 0; i < Count; i++)
        {
            if (IsNull(i)) nulls![i] = true;
            else values[i] = RowValues.To<T>(this[i], Name);
        }
        return new FrameColumn<T>(Name, DataType, values, nulls);
    }
}

/// <summary>A column whose values lie in an array of their own type.</summary>
/// <typeparam name="T">As in <see cref="Row"/>: int for INT, string for STRING, DateOnly for DATE …; but decimal for DECIMAL of up to 28
/// digits.</typeparam>
public sealed class FrameColumn<T> : FrameColumn
{
    private readonly bool[]? _nulls;

    internal FrameColumn(string name, DataType type, T[] values, bool[]? nulls) : base(name, type)
    {
        Values = values;
        _nulls = nulls;
        NullCount = nulls?.Count(n => n) ?? 0;
    }

    /// <summary>The values, the type's default where a row is NULL. The array is the column's own: read it, do not write.</summary>
    public T[] Values { get; }

    /// <inheritdoc />
    public override int Count => Values.Length;

    /// <inheritdoc />
    public override int NullCount { get; }

    /// <inheritdoc />
    public override object? this[int row] => IsNull(row) ? null : Values[row];

    /// <inheritdoc />
    public override bool IsNull(int row) => _nulls is not null && _nulls[row];

    internal override FrameColumn Slice(int start, int count) =>
        new FrameColumn<T>(Name, DataType, Values.AsSpan(start, count).ToArray(), _nulls?.AsSpan(start, count).ToArray());

    internal override string Text(int row) => IsNull(row) ? "NULL" : FrameColumns.Text(Values[row]!, DataType);
}
