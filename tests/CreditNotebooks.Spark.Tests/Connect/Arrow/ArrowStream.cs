using CreditNotebooks.Spark.Engines.Connect.Arrow;

namespace CreditNotebooks.Spark.Tests.Connect.Arrow;

/// <summary>Streams put together by hand, to have what neither Spark nor our writer sends.</summary>
internal sealed class ArrowStream
{
    private const byte SchemaHeader = 1, DictionaryHeader = 2, BatchHeader = 3;
    private readonly MemoryStream _stream = new();

    public byte[] Bytes => _stream.ToArray();

    /// <summary>The table <c>Field</c>; <paramref name="type"/> holds the type's parameters.</summary>
    public static FlatRecord Field(ArrowTypeId id, FlatRecord? type = null, FlatRecord[]? children = null, FlatRecord? dictionary = null) =>
        new(new FlatText("column"), new FlatScalar(FlatKind.Byte, 1), new FlatScalar(FlatKind.Byte, (byte)id), type ?? new FlatRecord(),
            dictionary, children is null ? null : new FlatRecords(children));

    public static FlatRecord Int(int bits) =>
        Field(ArrowTypeId.Int, new FlatRecord(new FlatScalar(FlatKind.Int, bits), new FlatScalar(FlatKind.Byte, 1)));

    public ArrowStream Schema(params FlatRecord[] fields) => Message(SchemaHeader, new FlatRecord(null, new FlatRecords(fields)));

    public ArrowStream BigEndianSchema(params FlatRecord[] fields) =>
        Message(SchemaHeader, new FlatRecord(new FlatScalar(FlatKind.Short, 1), new FlatRecords(fields)));

    public ArrowStream Dictionary() => Message(DictionaryHeader, new FlatRecord());

    /// <summary>A record batch of so many rows; nodes are pairs of a length and a count of nulls.</summary>
    public ArrowStream Batch(long rows, (long Length, long Nulls)[] nodes, params byte[][] buffers)
    {
        var (places, body) = Lay(buffers);
        return Message(BatchHeader, new FlatRecord(new FlatScalar(FlatKind.Long, rows),
            new FlatStructs(2, [.. nodes.SelectMany(n => new[] { n.Length, n.Nulls })]), places), body);
    }

    /// <summary>A batch that says that its buffers are compressed, by a codec or by none that it names.</summary>
    public ArrowStream CompressedBatch(byte? codec) => Message(BatchHeader, new FlatRecord(new FlatScalar(FlatKind.Long, 0), null, null,
        new FlatRecord(codec is { } number ? new FlatScalar(FlatKind.Byte, number) : null)));

    /// <summary>A batch whose buffers lie where it says, in a body of so many bytes.</summary>
    public ArrowStream Batch(long rows, (long Length, long Nulls)[] nodes, long[] places, int bodyLength) =>
        Message(BatchHeader, new FlatRecord(new FlatScalar(FlatKind.Long, rows),
            new FlatStructs(2, [.. nodes.SelectMany(n => new[] { n.Length, n.Nulls })]), new FlatStructs(2, places)), new byte[bodyLength]);

    private static (FlatStructs Places, byte[] Body) Lay(byte[][] buffers)
    {
        var body = new List<byte>();
        var places = new List<long>();
        foreach (var buffer in buffers)
        {
            places.AddRange([body.Count, buffer.Length]);
            body.AddRange(buffer);
            while (body.Count % 8 != 0) body.Add(0);
        }
        return (new FlatStructs(2, places), [.. body]);
    }

    private ArrowStream Message(byte kind, FlatRecord header, byte[]? body = null)
    {
        ArrowWriter.Message(_stream, kind, header, body);
        return this;
    }
}
