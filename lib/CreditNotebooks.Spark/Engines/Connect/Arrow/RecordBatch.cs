using System.Buffers.Binary;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>A record batch that is being read: nodes (a column's length and how many of its values are null) and buffers in the order of
/// the columns, an outer one before those inside it.</summary>
internal ref struct RecordBatch
{
    // Slots of the table RecordBatch in Message.fbs; a struct in a vector has two numbers of 64 bits.
    private const int LengthSlot = 0, NodesSlot = 1, BuffersSlot = 2, CompressionSlot = 3, StructSize = 16;
    private static readonly string[] Codecs = ["lz4", "zstd"];

    private readonly ReadOnlySpan<byte> _body;
    private ReadOnlySpan<byte> _nodes;
    private ReadOnlySpan<byte> _buffers;

    public RecordBatch(FlatTable table, ReadOnlySpan<byte> body)
    {
        if (table.Has(CompressionSlot))
        {
            var codec = table.Table(CompressionSlot).Byte(0);
            throw ArrowErrors.Unsupported($"Rows compressed with {(codec < Codecs.Length ? Codecs[codec] : $"codec {codec}")}",
                "set spark.sql.execution.arrow.compression.codec to none");
        }
        _body = body;
        _nodes = table.Structs(NodesSlot, StructSize);
        _buffers = table.Structs(BuffersSlot, StructSize);
        Length = Count(table.Long(LengthSlot), "rows");
    }

    /// <summary>How many rows it has.</summary>
    public int Length { get; }

    /// <summary>The next column's length and how many of its values are null.</summary>
    public (int Length, int Nulls) NextNode()
    {
        var (length, nulls) = Next(ref _nodes, "columns");
        var count = Count(length, "values");
        return (count, nulls >= 0 && nulls <= length ? (int)nulls : throw ArrowErrors.Damaged($"{nulls} of {count} values are null"));
    }

    /// <summary>The bytes of the next buffer, which may be empty where there is nothing to say.</summary>
    public ReadOnlySpan<byte> NextBuffer()
    {
        var (start, length) = Next(ref _buffers, "buffers");
        return FlatTable.Take(_body, start, length);
    }

    /// <summary>All that the batch has must have been asked for.</summary>
    public readonly void End()
    {
        if (_nodes.Length + _buffers.Length > 0) throw ArrowErrors.Damaged("a record batch has more columns than the schema");
    }

    private static (long First, long Second) Next(ref ReadOnlySpan<byte> structs, string what)
    {
        if (structs.Length < StructSize) throw ArrowErrors.Damaged($"a record batch has fewer {what} than the schema");
        var pair = (BinaryPrimitives.ReadInt64LittleEndian(structs), BinaryPrimitives.ReadInt64LittleEndian(structs[sizeof(long)..]));
        structs = structs[StructSize..];
        return pair;
    }

    private static int Count(long count, string what) =>
        count is >= 0 and <= int.MaxValue ? (int)count : throw ArrowErrors.Damaged($"a batch of {count} {what}");
}
