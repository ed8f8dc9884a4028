using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>VOID: Arrow has no buffer for it, not even for which values are null.</summary>
internal sealed class VoidBuilder(StructField column) : ColumnBuilder(column)
{
    public override long Size => 0;
    public override void WriteTo(RecordBatchWriter batch) => batch.Node(Count, Count);
    protected override void AppendValue(object value) => throw ArrowErrors.NotOfType(value, Column);
    protected override void AppendNothing() { }
    protected override void WriteValues(RecordBatchWriter batch) { }
}

/// <summary>BOOLEAN: a bit each.</summary>
internal sealed class BooleanBuilder(StructField column) : ColumnBuilder(column)
{
    private readonly BitBuffer _bits = new();
    public override long Size => Count / 8;
    protected override void AppendValue(object value) => _bits.Add(value is bool bit ? bit : throw ArrowErrors.NotOfType(value, Column));
    protected override void AppendNothing() => _bits.Add(false);
    protected override void WriteValues(RecordBatchWriter batch) => batch.Buffer(_bits.Bytes);
}

/// <summary>Values that all have the same size.</summary>
internal sealed class FixedBuilder<T>(StructField column, Func<object, T?> convert) : ColumnBuilder(column) where T : unmanaged
{
    private readonly ArrayBufferWriter<T> _values = new();
    public override long Size => (long)Count * Unsafe.SizeOf<T>();
    protected override void AppendValue(object value) => Add(convert(value) ?? throw ArrowErrors.NotOfType(value, Column));
    protected override void AppendNothing() => Add(default);
    protected override void WriteValues(RecordBatchWriter batch) => batch.Buffer(MemoryMarshal.AsBytes(_values.WrittenSpan));

    private void Add(T value)
    {
        _values.GetSpan(1)[0] = value;
        _values.Advance(1);
    }
}

/// <summary>Values of any size: all their bytes in a row, and where each begins.</summary>
internal sealed class VariableBuilder<T>(StructField column, Action<T, ArrayBufferWriter<byte>> write) : ColumnBuilder(column)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<int> _offsets = [0];
    public override long Size => _bytes.WrittenCount + ((long)Count * sizeof(int));

    protected override void AppendValue(object value)
    {
        write(value is T given ? given : throw ArrowErrors.NotOfType(value, Column), _bytes);
        AppendNothing();
    }

    protected override void AppendNothing() => _offsets.Add(_bytes.WrittenCount);

    protected override void WriteValues(RecordBatchWriter batch)
    {
        batch.Buffer(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_offsets)));
        batch.Buffer(_bytes.WrittenSpan);
    }
}
