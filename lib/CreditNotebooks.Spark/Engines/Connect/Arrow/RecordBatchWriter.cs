namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>A record batch that is being written: columns add their nodes and buffers, an outer one before those inside it.</summary>
internal sealed class RecordBatchWriter(int rowCount)
{
    private const int Alignment = 8;
    private static readonly byte[] Padding = new byte[Alignment];

    private readonly List<long> _nodes = [];
    private readonly List<long> _buffers = [];
    private readonly MemoryStream _body = new();

    /// <summary>The bytes that the message's metadata point into.</summary>
    public ReadOnlySpan<byte> Body => _body.GetBuffer().AsSpan(0, (int)_body.Length);

    /// <summary>The table <c>RecordBatch</c> of Message.fbs.</summary>
    public FlatRecord Metadata => new(new FlatScalar(FlatKind.Long, rowCount), new FlatStructs(2, _nodes), new FlatStructs(2, _buffers));

    /// <summary>Adds a column's length and how many of its values are null.</summary>
    public void Node(int length, int nulls) => _nodes.AddRange([length, nulls]);

    /// <summary>Adds a buffer; the next one begins on a multiple of 8 bytes.</summary>
    public void Buffer(ReadOnlySpan<byte> bytes)
    {
        _buffers.AddRange([_body.Length, bytes.Length]);
        _body.Write(bytes);
        _body.Write(Padding.AsSpan(0, (int)(-_body.Length & (Alignment - 1))));
    }
}
