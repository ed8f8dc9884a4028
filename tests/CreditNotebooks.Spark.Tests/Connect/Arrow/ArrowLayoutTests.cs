using System.Runtime.InteropServices;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Engines.Connect.Arrow;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Connect.Arrow;

/// <summary>What Arrow's format allows, seen on streams put together by hand.</summary>
public class ArrowLayoutTests
{
    private static readonly StructType OneInt = new([new("a", DataType.Integer)]);
    private static readonly FlatRecord Utf8 = ArrowStream.Field(ArrowTypeId.Utf8);

    [Fact]
    public void A_bitmap_of_validity_may_be_missing() =>
        Assert.Equal([1, 2], Values("a INT", new ArrowStream().Schema(ArrowStream.Int(32)).Batch(2, [(2, 0)], [], Ints(1, 2)), 2));

    [Fact]
    public void Bits_past_the_last_value_say_nothing() =>
        Assert.Equal([1, null],
            Values("a INT", new ArrowStream().Schema(ArrowStream.Int(32)).Batch(2, [(2, 1)], [0b1111_1101], Ints(1, 2)), 2));

    [Fact]
    public void What_lies_under_a_null_is_not_seen()
    {
        var stream = new ArrowStream().Schema(ArrowStream.Int(32)).Batch(3, [(3, 1)], [0b101], Ints(1, 99, 3));
        var column = Assert.IsType<ColumnVector<int>>(Assert.Single(Assert.Single(ArrowReader.Read(stream.Bytes, OneInt, 3))));
        Assert.Equal([1, 0, 3], column.Values.ToArray());
    }

    [Fact]
    public void Offsets_need_not_begin_at_0() =>
        Assert.Equal(["b", "cd"],
            Values("a STRING", new ArrowStream().Schema(Utf8).Batch(2, [(2, 0)], [], Ints(1, 2, 4), "abcd"u8.ToArray()), 2));

    [Fact]
    public void A_list_takes_its_run_of_the_items()
    {
        var stream = new ArrowStream().Schema(ArrowStream.Field(ArrowTypeId.List, children: [ArrowStream.Int(32)]))
            .Batch(2, [(2, 0), (4, 0)], [], Ints(1, 1, 3), [], Ints(7, 8, 9, 10));
        Assert.Equal<object?>([Array.Empty<object?>(), new object?[] { 8, 9 }], Values("a ARRAY<INT>", stream, 2));
    }

    [Fact]
    public void Offsets_may_have_64_bits()
    {
        var large = ArrowStream.Field(ArrowTypeId.LargeList, children: [ArrowStream.Field(ArrowTypeId.LargeBinary)]);
        var stream = new ArrowStream().Schema(large).Batch(1, [(1, 0), (2, 0)], [], Longs(0, 2), [], Longs(0, 1, 2), [1, 2]);
        Assert.Equal<object?>([new object?[] { new byte[] { 1 }, new byte[] { 2 } }], Values("a ARRAY<BINARY>", stream, 1));
    }

    [Fact]
    public void A_column_without_rows_may_have_no_offsets() =>
        Assert.Empty(Values("a STRING", new ArrowStream().Schema(Utf8).Batch(0, [(0, 0)], [], [], []), 0));

    [Fact]
    public void A_stream_may_have_several_batches_or_none()
    {
        var stream = new ArrowStream().Schema(ArrowStream.Int(32)).Batch(1, [(1, 0)], [], Ints(1)).Batch(1, [(1, 0)], [], Ints(2));
        Assert.Equal([1, 2], Values("a INT", stream, 2));
        Assert.Empty(Values("a INT", new ArrowStream().Schema(ArrowStream.Int(32)), 0));
    }

    [Fact]
    public void A_decimal_that_names_no_width_has_128_bits()
    {
        var type = ArrowStream.Field(ArrowTypeId.Decimal, new FlatRecord(new FlatScalar(FlatKind.Int, 5), new FlatScalar(FlatKind.Int, 2)));
        var stream = new ArrowStream().Schema(type).Batch(1, [(1, 0)], [], Longs(-150, -1));
        Assert.Equal([new DecimalValue(-150, 2)], Values("a DECIMAL(5,2)", stream, 1));
    }

    [Theory]
    [InlineData("DATE", ArrowTypeId.Date, "Date(MILLISECOND)")]
    [InlineData("INTERVAL DAY TO SECOND", ArrowTypeId.Duration, "Duration(MILLISECOND)")]
    [InlineData("BIGINT", ArrowTypeId.Time, "Time(MILLISECOND, 32)")]
    [InlineData("TIMESTAMP", ArrowTypeId.Timestamp, "Timestamp(SECOND, NO ZONE)")]
    [InlineData("INTERVAL", ArrowTypeId.Interval, "Interval(YEAR_MONTH)")]
    [InlineData("INT", ArrowTypeId.Int, "Int(0, UNSIGNED)")]
    [InlineData("DOUBLE", ArrowTypeId.FloatingPoint, "FloatingPoint(HALF)")]
    [InlineData("DECIMAL(5,2)", ArrowTypeId.Decimal, "Decimal(0, 0, 128)")]
    [InlineData("STRING", ArrowTypeId.Utf8View, "Utf8View")]
    [InlineData("BINARY", (ArrowTypeId)99, "99")]
    public void A_type_that_names_no_unit_has_Arrows_own_and_is_not_taken_for_Sparks(string type, object id, string found)
    {
        var error = Refused($"a STRUCT<b: {type}>", new ArrowStream().Schema(
            ArrowStream.Field(ArrowTypeId.Struct, children: [ArrowStream.Field((ArrowTypeId)id)])), "ARROW_TYPE_MISMATCH");
        Assert.Contains($"Column `a`.`b` is of type {type}, but the server's Arrow data hold {found} there", error.Message);
    }

    [Fact]
    public void A_timestamp_without_a_zone_is_none_with_a_zone()
    {
        var micros = new FlatRecord(new FlatScalar(FlatKind.Short, 2));
        Refused("a TIMESTAMP", new ArrowStream().Schema(ArrowStream.Field(ArrowTypeId.Timestamp, micros)), "ARROW_TYPE_MISMATCH");
        Refused("a TIMESTAMP_NTZ", new ArrowStream().Schema(
            ArrowStream.Field(ArrowTypeId.Timestamp, new FlatRecord(micros.Fields[0], new FlatText("UTC")))), "ARROW_TYPE_MISMATCH");
    }

    [Fact]
    public void A_column_too_many_or_too_few_is_a_mismatch()
    {
        Refused("a INT, b INT", new ArrowStream().Schema(ArrowStream.Int(32)), "ARROW_TYPE_MISMATCH");
        Refused("a STRUCT<b: INT>", new ArrowStream().Schema(ArrowStream.Field(ArrowTypeId.Struct, children: [])), "ARROW_TYPE_MISMATCH");
        Refused("a ARRAY<INT>", new ArrowStream().Schema(ArrowStream.Field(ArrowTypeId.List)), "ARROW_TYPE_MISMATCH");
    }

    [Fact]
    public void Forms_that_are_not_read_are_refused_by_name()
    {
        var dictionary = ArrowStream.Field(ArrowTypeId.Utf8, dictionary: new FlatRecord());
        Assert.Contains("dictionary", Refused("a STRING", new ArrowStream().Schema(dictionary), "UNSUPPORTED_FEATURE").Message);
        Assert.Contains("dictionary", Refused("a STRING", new ArrowStream().Schema(Utf8).Dictionary(), "UNSUPPORTED_FEATURE").Message);
        Assert.Contains("Big-endian", Refused("a STRING", new ArrowStream().BigEndianSchema(Utf8), "UNSUPPORTED_FEATURE").Message);
        Assert.Contains("lz4", Refused("a STRING", new ArrowStream().Schema(Utf8).CompressedBatch(null), "UNSUPPORTED_FEATURE").Message);
        Assert.Contains("zstd", Refused("a STRING", new ArrowStream().Schema(Utf8).CompressedBatch(1), "UNSUPPORTED_FEATURE").Message);
        Assert.Contains("codec 9", Refused("a STRING", new ArrowStream().Schema(Utf8).CompressedBatch(9), "UNSUPPORTED_FEATURE").Message);
    }

    [Fact]
    public void Rows_that_the_server_did_not_count_are_not_given()
    {
        var stream = new ArrowStream().Schema(ArrowStream.Int(32)).Batch(1, [(1, 0)], [], Ints(1));
        Assert.Contains("1 rows where the server sent 2", Refused("a INT", stream, "MALFORMED_ARROW_STREAM", 2).Message);
        Refused("a INT", stream, "MALFORMED_ARROW_STREAM", 0);
    }

    [Fact]
    public void Columns_that_are_not_as_long_as_their_batch_are_refused()
    {
        Damaged("a INT", ArrowStream.Int(32), 2, [(1, 0)], [], Ints(1));
        var structs = ArrowStream.Field(ArrowTypeId.Struct, children: [ArrowStream.Int(32)]);
        Damaged("a STRUCT<b: INT>", structs, 2, [(2, 0), (1, 0)], [], [], Ints(1));
    }

    [Fact]
    public void Batches_with_other_columns_than_the_schema_are_refused()
    {
        Damaged("a INT", ArrowStream.Int(32), 1, []);
        Damaged("a INT", ArrowStream.Int(32), 1, [(1, 0)], []);
        Damaged("a INT", ArrowStream.Int(32), 1, [(1, 0), (1, 0)], [], Ints(1));
        Damaged("a INT", ArrowStream.Int(32), 1, [(1, 0)], [], Ints(1), Ints(1));
    }

    [Fact]
    public void Counts_of_nulls_that_are_not_those_of_the_bitmap_are_refused()
    {
        Damaged("a INT", ArrowStream.Int(32), 2, [(2, 1)], [0b11], Ints(1, 2));
        Damaged("a INT", ArrowStream.Int(32), 2, [(2, 3)], [0b00], Ints(1, 2));
        Damaged("a INT", ArrowStream.Int(32), 2, [(2, -1)], [0b00], Ints(1, 2));
        Damaged("a INT", ArrowStream.Int(32), 2, [(2, 1)], [], Ints(1, 2));
    }

    [Fact]
    public void Values_that_end_before_they_begin_or_past_their_bytes_are_refused()
    {
        Damaged("a STRING", Utf8, 2, [(2, 0)], [], Ints(0, 2, 1), "abc"u8.ToArray());
        Damaged("a STRING", Utf8, 1, [(1, 0)], [], Ints(0, 4), "abc"u8.ToArray());
        Damaged("a STRING", Utf8, 1, [(1, 0)], [], Ints(-1, 1), "abc"u8.ToArray());
        Damaged("a STRING", Utf8, 2, [(2, 0)], [], Ints(0, 1), "abc"u8.ToArray());
        Damaged("a STRING", ArrowStream.Field(ArrowTypeId.LargeUtf8), 1, [(1, 0)], [], Longs(0, 1L << 32), "abc"u8.ToArray());
        var lists = ArrowStream.Field(ArrowTypeId.List, children: [ArrowStream.Int(32)]);
        Damaged("a ARRAY<INT>", lists, 1, [(1, 0), (1, 0)], [], Ints(0, 2), [], Ints(1));
    }

    [Fact]
    public void A_key_that_is_null_is_refused()
    {
        var map = ArrowStream.Field(ArrowTypeId.Map, children:
            [ArrowStream.Field(ArrowTypeId.Struct, children: [ArrowStream.Int(32), ArrowStream.Int(32)])]);
        Damaged("a MAP<INT, INT>", map, 1, [(1, 0), (1, 0), (1, 1), (1, 0)], [], Ints(0, 1), [], [0b0], Ints(1), [], Ints(2));
    }

    [Theory]
    [InlineData(0, 4, -8, 8)]
    [InlineData(0, 4, 8, 8)]
    [InlineData(0, 4, 0, -1)]
    [InlineData(0, 4, 0, long.MaxValue)]
    [InlineData(0, 4, long.MaxValue, long.MaxValue)]
    public void Buffers_that_lie_outside_the_body_are_refused(long start, long length, long valuesStart, long valuesLength) =>
        Refused("a INT", new ArrowStream().Schema(ArrowStream.Int(32)).Batch(1, [(1, 0)], [start, length, valuesStart, valuesLength], 8),
            "MALFORMED_ARROW_STREAM", 1);

    [Theory]
    [InlineData("a VOID", ArrowTypeId.Null)]
    [InlineData("a STRUCT<>", ArrowTypeId.Struct)]
    public void Counts_without_any_bytes_take_no_memory(string schema, object id)
    {
        byte[][] buffers = id is ArrowTypeId.Struct ? [[]] : [];
        var stream = new ArrowStream().Schema(ArrowStream.Field((ArrowTypeId)id)).Batch(int.MaxValue, [(int.MaxValue, 0)], buffers);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(int.MaxValue, Assert.Single(ArrowReader.Read(stream.Bytes, SqlParser.ParseSchema(schema), int.MaxValue))[0].Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1L << 40)]
    public void Counts_that_their_bytes_do_not_bear_out_are_refused(long count)
    {
        Damaged("a INT", ArrowStream.Int(32), count, [(count, 0)], [], []);
        Damaged("a BOOLEAN", ArrowStream.Field(ArrowTypeId.Bool), count, [(count, 1)], [0], [0]);
        Damaged("a STRING", Utf8, count, [(count, 0)], [], Ints(0), []);
    }

    [Fact]
    public void A_stream_without_a_schema_or_with_two_is_refused()
    {
        Refused("a INT", new ArrowStream(), "MALFORMED_ARROW_STREAM");
        Refused("a INT", new ArrowStream().Batch(1, [(1, 0)], [], Ints(1)), "MALFORMED_ARROW_STREAM", 1);
        Refused("a INT", new ArrowStream().Schema(ArrowStream.Int(32)).Schema(ArrowStream.Int(32)), "MALFORMED_ARROW_STREAM");
    }

    [Fact]
    public void Typed_columns_take_little_more_memory_than_their_values()
    {
        const int Rows = 10_000;
        var schema = SqlParser.ParseSchema("l BIGINT, d DOUBLE, day DATE, n DECIMAL(18,2)");
        var stream = ArrowWriter.Write(schema, [.. Enumerable.Range(0, Rows).Select(i =>
            new object?[] { (long)i, i * 0.5, DateOnly.FromDayNumber(i), new DecimalValue(i, 2) })]);
        ArrowReader.Read(stream, schema, Rows);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ArrowReader.Read(stream, schema, Rows);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Rows * 36, (Rows * 36) + 20_000);
    }

    private static void Damaged(string schema, FlatRecord field, long rows, (long Length, long Nulls)[] nodes, params byte[][] buffers) =>
        Refused(schema, new ArrowStream().Schema(field).Batch(rows, nodes, buffers), "MALFORMED_ARROW_STREAM", rows);

    private static SparkException Refused(string schema, ArrowStream stream, string condition, long rows = 0)
    {
        var error = Assert.Throws<SparkException>(() => ArrowReader.Read(stream.Bytes, SqlParser.ParseSchema(schema), rows));
        Assert.Equal(condition, error.Condition);
        return error;
    }

    private static List<object?> Values(string schema, ArrowStream stream, int rows) =>
        [.. ArrowReader.Read(stream.Bytes, SqlParser.ParseSchema(schema), rows)
            .SelectMany(batch => Enumerable.Range(0, batch[0].Count).Select(i => batch[0][i]))];

    private static byte[] Ints(params int[] numbers) => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();

    private static byte[] Longs(params long[] numbers) => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
}
