using System.Buffers.Binary;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>Writes rows in memory as a stream of Arrow's IPC format, as the server takes them in a LocalRelation.</summary>
internal static class ArrowWriter
{
    /// <summary>How many rows a record batch has at most.</summary>
    public const int MaxRows = 10_000;

    /// <summary>How many bytes a record batch has at most, but for its last row.</summary>
    public const int MaxBytes = 4 << 20;

    private const short MetadataV5 = 4;
    private const byte SchemaHeader = 1, RecordBatchHeader = 3;
    private static readonly byte[] EndOfStream = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

    /// <summary>A stream of rows in the form of <see cref="Plans.LocalRows"/>. A field that is not nullable is not nullable in Arrow
    /// either: the server refuses a schema that says NOT NULL over data that may be null.</summary>
    /// <remarks>Arrow has one type for all year-month intervals and one for all day-time intervals. The server takes them for
    /// YEAR TO MONTH and DAY TO SECOND and refuses a LocalRelation whose schema names fewer fields: cast them in a projection over
    /// it.</remarks>
    /// <exception cref="SparkException">A column's type cannot be sent, or a value is not of its type.</exception>
    public static byte[] Write(StructType schema, IReadOnlyList<object?[]> rows) =>
        Write(schema, rows.Count, (row, column) => rows[row][column]);

    /// <summary>A stream of a frame's columns.</summary>
    /// <exception cref="SparkException">A column's type cannot be sent.</exception>
    public static byte[] Write(Frame frame) => Write(frame.Schema, frame.RowCount,
        (row, column) => LocalValues.Convert(frame[column][row], frame.Schema.Fields[column]));

    private static byte[] Write(StructType schema, int rowCount, Func<int, int, object?> value)
    {
        var stream = new MemoryStream();
        Message(stream, SchemaHeader, Schema(schema), []);
        for (var row = 0; row < rowCount;)
        {
            var columns = schema.Fields.Select(ColumnBuilder.Of).ToArray();
            var first = row;
            for (var size = 0L; row < rowCount && row - first < MaxRows && size < MaxBytes; row++)
            {
                size = 0;
                for (var column = 0; column < columns.Length; column++)
                {
                    columns[column].Append(value(row, column));
                    size += columns[column].Size;
                }
            }
            var batch = new RecordBatchWriter(row - first);
            foreach (var column in columns) column.WriteTo(batch);
            Message(stream, RecordBatchHeader, batch.Metadata, batch.Body);
        }
        stream.Write(EndOfStream);
        return stream.ToArray();
    }

    /// <summary>The table <c>Schema</c> of Schema.fbs.</summary>
    internal static FlatRecord Schema(StructType schema) =>
        new(new FlatScalar(FlatKind.Short, 0), new FlatRecords([.. schema.Fields.Select(f => Field(f, Identifier.QuoteAlways(f.Name)))]));

    /// <summary>Writes a message: a mark, the metadata's length, the metadata, the body; each part ends on a multiple of 8 bytes.</summary>
    internal static void Message(Stream stream, byte kind, FlatRecord header, ReadOnlySpan<byte> body)
    {
        var metadata = FlatWriter.Write(new FlatRecord(new FlatScalar(FlatKind.Short, MetadataV5), new FlatScalar(FlatKind.Byte, kind),
            header, new FlatScalar(FlatKind.Long, body.Length)));
        Span<byte> head = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], metadata.Length);
        stream.Write(head);
        stream.Write(metadata);
        stream.Write(body);
    }

    private static FlatRecord Field(StructField field, string path)
    {
        if (field.DataType is VariantType) throw ArrowErrors.Unsupported($"Column {path} of type VARIANT", "send its JSON text, and use parse_json in the query");
        var type = ArrowType.Of(field.DataType, path);
        // The server joins fields of a struct that have the same name, and so they get others, as when it sends them.
        var names = new HashSet<string>();
        var children = ArrowType.Children(field.DataType)
            .Select(c => Field(c with { Name = Unused(c.Name, names) }, $"{path}.{Identifier.QuoteAlways(c.Name)}"));
        return new FlatRecord(new FlatText(field.Name), new FlatScalar(FlatKind.Byte, field.Nullable ? 1 : 0),
            new FlatScalar(FlatKind.Byte, (byte)type.Id), type.ToFlat(), null, new FlatRecords([.. children]));
    }

    private static string Unused(string name, HashSet<string> names)
    {
        var unused = name;
        for (var i = 1; !names.Add(unused); i++) unused = $"{name}_{i}";
        return unused;
    }
}
