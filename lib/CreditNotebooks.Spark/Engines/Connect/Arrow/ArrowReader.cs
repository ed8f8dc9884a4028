using System.Buffers.Binary;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>Reads streams of Arrow's IPC format: a schema message, then record batches. Spark sends each of its batches as a whole
/// stream.</summary>
internal static class ArrowReader
{
    private const int SchemaHeader = 1, DictionaryHeader = 2, RecordBatchHeader = 3;
    private const uint Continuation = 0xFFFF_FFFF;

    // Slots of the table Message in Message.fbs, and the versions of it in which bodies look alike.
    private const int VersionSlot = 0, HeaderTypeSlot = 1, HeaderSlot = 2, BodyLengthSlot = 3, V4 = 3, V5 = 4;

    /// <summary>The record batches of a stream, each as one vector a column.</summary>
    /// <param name="stream">All bytes of the stream.</param>
    /// <param name="schema">The columns' types, as the server names them beside the data.</param>
    /// <param name="rowCount">How many rows the server says there are. A stream may lack its end mark, so that one that was cut
    /// between two messages shows in their number alone.</param>
    /// <exception cref="SparkException">The bytes are cut or damaged (<c>MALFORMED_ARROW_STREAM</c>), the data are not of the schema's
    /// types (<c>ARROW_TYPE_MISMATCH</c>), or they have a form that is not read (<c>UNSUPPORTED_FEATURE</c>).</exception>
    public static IReadOnlyList<ColumnVector[]> Read(ReadOnlySpan<byte> stream, StructType schema, long rowCount)
    {
        IReadOnlyList<ArrowField>? fields = null;
        var batches = new List<ColumnVector[]>();
        var rows = 0L;
        while (Next(ref stream, out var message, out var body))
        {
            var header = message.Table(HeaderSlot);
            switch (message.Byte(HeaderTypeSlot))
            {
                case SchemaHeader when fields is null: fields = ArrowField.ReadAll(header, schema); break;
                case RecordBatchHeader when fields is not null:
                    var batch = new RecordBatch(header, body);
                    rows += batch.Length;
                    if (rows <= rowCount) batches.Add(Columns(fields, ref batch));
                    break;
                case DictionaryHeader:
                    throw ArrowErrors.Unsupported("A dictionary of Arrow", "Spark sends values; ask the server's provider");
                case var type: throw ArrowErrors.Damaged($"a message of kind {type} is out of place");
            }
        }
        if (fields is null) throw ArrowErrors.Damaged("it has no schema");
        return rows == rowCount ? batches : throw ArrowErrors.Damaged($"it has {rows} rows where the server sent {rowCount}");
    }

    private static ColumnVector[] Columns(IReadOnlyList<ArrowField> fields, ref RecordBatch batch)
    {
        var columns = new ColumnVector[fields.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = ArrowColumns.Read(fields[i], ref batch);
            if (columns[i].Count != batch.Length)
            {
                throw ArrowErrors.Damaged($"column {fields[i].Path} has {columns[i].Count} values in {batch.Length} rows");
            }
        }
        batch.End();
        return columns;
    }

    /// <summary>Takes a message off the stream: a mark, the metadata's length, the metadata, the body. False at the stream's
    /// end.</summary>
    private static bool Next(ref ReadOnlySpan<byte> stream, out FlatTable message, out ReadOnlySpan<byte> body)
    {
        message = default;
        body = default;
        if (stream.IsEmpty) return false;
        var head = FlatTable.Take(stream, 0, sizeof(uint) + sizeof(int));
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != Continuation) throw ArrowErrors.Damaged("a message's mark is missing");
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[sizeof(uint)..]);
        if (length == 0) return false;
        message = FlatTable.Root(FlatTable.Take(stream, head.Length, length));
        if (message.Short(VersionSlot) is not (V4 or V5) and var number) throw ArrowErrors.Damaged($"its metadata are of version {number}");
        var bodyLength = message.Long(BodyLengthSlot);
        body = FlatTable.Take(stream, head.Length + (long)length, bodyLength);
        stream = stream[(head.Length + length + (int)bodyLength)..];
        return true;
    }
}
