namespace CreditNotebooks.Spark;

/// <summary>A row of values without a schema, for <see cref="SparkSession.CreateDataFrame(IEnumerable{GenericRow}, Types.StructType)"/>. A
/// struct inside of it is another GenericRow.</summary>
public sealed class GenericRow
{
    /// <summary>A row of the given values.</summary>
    public GenericRow(params object?[] values) => Values = values;

    /// <summary>The values in order.</summary>
    public object?[] Values { get; }

    /// <summary>How many values there are.</summary>
    public int Size() => Values.Length;

    /// <summary>The value at a 0-based index.</summary>
    public object? this[int index] => Values[index];

    /// <summary>The values in brackets, <c>[1,a,null]</c>.</summary>
    public override string ToString() => RowText.Write(Values);
}
