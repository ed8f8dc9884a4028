using System.Runtime.InteropServices;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>ARRAY and MAP: all items in a row, and where each value's begin.</summary>
internal sealed class ListBuilder<T>(StructField column, Func<T, IEnumerable<object?>> items) : ColumnBuilder(column)
{
    private readonly ColumnBuilder _items = Of(ArrowType.Children(column.DataType)[0]);
    private readonly List<int> _offsets = [0];
    public override long Size => _items.Size + ((long)Count * sizeof(int));

    protected override void AppendValue(object value)
    {
        foreach (var item in items(value is T given ? given : throw ArrowErrors.NotOfType(value, Column))) _items.Append(item);
        AppendNothing();
    }

    protected override void AppendNothing() => _offsets.Add(_items.Count);

    protected override void WriteValues(RecordBatchWriter batch)
    {
        batch.Buffer(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_offsets)));
        _items.WriteTo(batch);
    }
}

/// <summary>STRUCT: a column for each field, with a place in each also where the struct is null.</summary>
internal sealed class StructBuilder(StructField column) : ColumnBuilder(column)
{
    private readonly ColumnBuilder[] _fields = [.. ArrowType.Children(column.DataType).Select(Of)];
    public override long Size => _fields.Sum(f => f.Size);

    protected override void AppendValue(object value)
    {
        if (value is not object?[] values || values.Length != _fields.Length) throw ArrowErrors.NotOfType(value, Column);
        for (var i = 0; i < values.Length; i++) _fields[i].Append(values[i]);
    }

    protected override void AppendNothing()
    {
        foreach (var inner in _fields) inner.AppendNull();
    }

    protected override void WriteValues(RecordBatchWriter batch)
    {
        foreach (var inner in _fields) inner.WriteTo(batch);
    }
}
