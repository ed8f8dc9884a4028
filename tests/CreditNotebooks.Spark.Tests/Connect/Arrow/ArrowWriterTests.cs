using System.Buffers.Binary;
using System.Text;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Engines.Connect.Arrow;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Connect.Arrow;

public class ArrowWriterTests
{
    private static readonly StructType OneString = new([new("a", DataType.String)]);

    [Fact]
    public void A_batch_has_no_more_than_so_many_rows()
    {
        var stream = ArrowWriter.Write(OneString, [.. Enumerable.Repeat(new object?[] { "x" }, (2 * ArrowWriter.MaxRows) + 1)]);
        Assert.Equal([ArrowWriter.MaxRows, ArrowWriter.MaxRows, 1],
            ArrowReader.Read(stream, OneString, (2 * ArrowWriter.MaxRows) + 1).Select(b => b[0].Count));
    }

    [Fact]
    public void A_batch_has_no_more_than_so_many_bytes_but_for_its_last_row()
    {
        var big = new string('x', ArrowWriter.MaxBytes / 2);
        var stream = ArrowWriter.Write(OneString, [[big], [big], [big + big + big], ["y"]]);
        Assert.Equal([2, 1, 1], ArrowReader.Read(stream, OneString, 4).Select(b => b[0].Count));
    }

    [Fact]
    public void No_rows_are_a_stream_without_batches() => Assert.Empty(ArrowReader.Read(ArrowWriter.Write(OneString, []), OneString, 0));

    [Fact]
    public void All_parts_lie_on_multiples_of_8_bytes_and_an_end_mark_follows()
    {
        var stream = ArrowWriter.Write(SqlParser.ParseSchema("a BOOLEAN, b MAP<STRING, DECIMAL(38,0)>"), [[true, null], [null, null]]);
        var at = 0;
        for (var messages = 0; messages < 2; messages++)
        {
            Assert.Equal(0, at % 8);
            var length = BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(at + 4));
            Assert.Equal(0, length % 8);
            at += 8 + length + (int)FlatTable.Root(stream.AsSpan(at + 8, length)).Long(3);
        }
        Assert.Equal<byte>([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], stream[at..]);
    }

    [Theory]
    [InlineData("a INT NOT NULL", false)]
    [InlineData("a INT", true)]
    public void A_field_is_nullable_in_Arrow_where_it_is_in_Spark(string schema, bool nullable)
    {
        var fields = FlatTable.Root(FlatWriter.Write(ArrowWriter.Schema(SqlParser.ParseSchema(schema))));
        Assert.Equal(nullable ? 1 : 0, fields.Table(1, 0).Byte(1));
    }

    [Fact]
    public void A_maps_entries_and_keys_are_never_nullable_in_Arrow()
    {
        var map = FlatTable.Root(FlatWriter.Write(ArrowWriter.Schema(SqlParser.ParseSchema("a MAP<STRING, INT>")))).Table(1, 0);
        const int Nullable = 1, Children = 5;
        var entries = map.Table(Children, 0);
        var (key, value) = (entries.Table(Children, 0).Byte(Nullable), entries.Table(Children, 1).Byte(Nullable));
        Assert.Equal((1, 0, 0, 1), (map.Byte(Nullable), entries.Byte(Nullable), key, value));
    }

    [Fact]
    public void Fields_of_a_struct_that_have_the_same_name_get_others_in_Arrow()
    {
        const int Name = 0, Children = 5;
        var schema = FlatWriter.Write(ArrowWriter.Schema(SqlParser.ParseSchema("s STRUCT<a: INT, a_1: INT, a: INT, A: INT>, s INT")));
        var first = FlatTable.Root(schema).Table(1, 0);
        var second = FlatTable.Root(schema).Table(1, 1);
        var names = new List<string>();
        for (var i = 0; i < first.Count(Children); i++) names.Add(Encoding.UTF8.GetString(first.Table(Children, i).Structs(Name, 1)));
        Assert.Equal(["a", "a_1", "a_2", "A"], names);
        Assert.Equal("s"u8, second.Structs(Name, 1));
    }

    [Fact]
    public void A_null_struct_leaves_a_place_in_fields_that_are_not_nullable()
    {
        var schema = SqlParser.ParseSchema("a STRUCT<b: INT NOT NULL, c: STRUCT<d: STRING NOT NULL> NOT NULL>");
        var column = ArrowReader.Read(ArrowWriter.Write(schema, [[null], [new object?[] { 1, new object?[] { "x" } }]]), schema, 2)[0][0];
        Assert.Null(column[0]);
        Assert.Equal<object?>(new object?[] { 1, new object?[] { "x" } }, column[1]);
    }

    [Theory]
    [InlineData("a DATE", "+10000-01-01")]
    [InlineData("a TIMESTAMP", "+10000-01-01 00:00:00.5")]
    [InlineData("a INTERVAL DAY TO SECOND", "INTERVAL '-106751991 04:00:54.775807' DAY TO SECOND")]
    public void Values_that_no_type_of_NET_holds_travel_from_their_text(string schema, string text)
    {
        var type = SqlParser.ParseSchema(schema);
        Assert.Equal(text, ArrowReader.Read(ArrowWriter.Write(type, [[text]]), type, 1)[0][0][0]);
    }

    [Fact]
    public void A_value_of_another_type_is_refused()
    {
        Refused("a INT", "x", "INVALID_EXTERNAL_TYPE");
        Refused("a STRING", 1, "INVALID_EXTERNAL_TYPE");
        Refused("a BOOLEAN", 1, "INVALID_EXTERNAL_TYPE");
        Refused("a VOID", 1, "INVALID_EXTERNAL_TYPE");
        Refused("a DATE", "tomorrow", "INVALID_EXTERNAL_TYPE");
        Refused("a DECIMAL(5,2)", new DecimalValue(1, 0), "INVALID_EXTERNAL_TYPE");
        Refused("a ARRAY<INT>", 1, "INVALID_EXTERNAL_TYPE");
        Refused("a STRUCT<b: INT>", new object?[] { 1, 2 }, "INVALID_EXTERNAL_TYPE");
        Refused("a INTERVAL", new CalendarInterval(0, 0, long.MaxValue), "INVALID_EXTERNAL_TYPE");
    }

    [Fact]
    public void A_long_value_of_another_type_is_cut_in_the_message() => Assert.InRange(Assert.Throws<SparkException>(
        () => ArrowWriter.Write(SqlParser.ParseSchema("a INT"), [[new string('x', 10_000)]])).Message.Length, 60, 300);

    [Fact]
    public void NULL_where_it_may_not_be_is_refused()
    {
        Refused("a INT NOT NULL", null, "NOT_NULL_ASSERT_VIOLATION");
        Refused("a STRUCT<b: INT NOT NULL>", new object?[] { null }, "NOT_NULL_ASSERT_VIOLATION");
    }

    [Fact]
    public void A_type_that_does_not_travel_is_refused_by_name()
    {
        var error = Assert.Throws<SparkException>(() => ArrowWriter.Write(SqlParser.ParseSchema("a ARRAY<VARIANT>"), []));
        Assert.Equal("UNSUPPORTED_FEATURE", error.Condition);
        Assert.Contains("Column `a`.`element` of type VARIANT", error.Message);
    }

    [Fact]
    public void A_frame_travels_with_all_its_types()
    {
        // Frames have TimeSpan, which does not hold Spark's longest spans.
        foreach (var recording in ArrowRecording.All("recorded.jsonl").Where(r => !r.Sql.Contains("-106751991", StringComparison.Ordinal)))
        {
            var frame = Frame.Read(recording);
            var answer = ArrowReader.Read(ArrowWriter.Write(frame), frame.Schema, frame.RowCount);
            Assert.Equal(frame.ToString(), Frame.Read(new Batches(frame.Schema, answer)).ToString());
        }
    }

    private static void Refused(string schema, object? value, string condition) =>
        Assert.Equal(condition, Assert.Throws<SparkException>(() => ArrowWriter.Write(SqlParser.ParseSchema(schema), [[value]])).Condition);

    private sealed class Batches(StructType schema, IReadOnlyList<ColumnVector[]> batches) : QueryResult
    {
        private int _next;
        public override StructType Schema => schema;
        public override IReadOnlyList<ColumnVector>? Next() => _next < batches.Count ? batches[_next++] : null;
        public override void Dispose() { }
    }
}
