using CreditNotebooks.Spark.Engines.Connect.Arrow;
using CreditNotebooks.Spark.Types;
using FsCheck;
using FsCheck.Fluent;

namespace CreditNotebooks.Spark.Tests.Connect.Arrow;

public class ArrowRoundTripProperty
{
    [Fact]
    public void Rows_that_were_written_are_read_as_they_were()
    {
        Prop.ForAll(ArrowValues.Tables.ToArbitrary(), table =>
        {
            var stream = ArrowWriter.Write(table.Schema, table.Rows);
            var rows = Rows(stream, table.Schema, table.Rows.Length);
            var given = table.Rows.Select(Show).ToList();
            return rows.SequenceEqual(given).Label($"{table.Schema.Sql}: {string.Join(" ", given)}, read as {string.Join(" ", rows)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void A_cut_stream_gives_the_rows_or_one_clear_error()
    {
        Prop.ForAll(ArrowValues.Tables.ToArbitrary(), table =>
        {
            var stream = ArrowWriter.Write(table.Schema, table.Rows);
            var whole = table.Rows.Select(Show).ToList();
            return Enumerable.Range(0, stream.Length).All(length =>
            {
                try { return Rows(stream.AsSpan(0, length), table.Schema, table.Rows.Length).SequenceEqual(whole); }
                catch (SparkException e) { return e.Condition == "MALFORMED_ARROW_STREAM"; }
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Fact]
    public void A_damaged_stream_gives_rows_or_one_clear_error()
    {
        var places = Gen.Choose(0, int.MaxValue - 1).Two().ArrayOf(60);
        Prop.ForAll(ArrowValues.Tables.ToArbitrary(), places.ToArbitrary(), (table, flips) =>
        {
            var stream = ArrowWriter.Write(table.Schema, table.Rows);
            foreach (var (place, bits) in flips)
            {
                var damaged = stream.ToArray();
                damaged[place % damaged.Length] ^= (byte)(1 + (bits % 255));
                try { Rows(damaged, table.Schema, table.Rows.Length); }
                catch (SparkException e) { Assert.Contains(e.Condition, Refusals); }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Bytes_that_are_no_stream_at_all_give_one_clear_error() => Prop.ForAll<byte[]>(bytes =>
    {
        byte[] stream = [0xFF, 0xFF, 0xFF, 0xFF, (byte)(bytes.Length & 0x7F), 0, 0, 0, .. bytes];
        var error = Assert.Throws<SparkException>(() => ArrowReader.Read(stream, new StructType([]), 1));
        Assert.Equal("MALFORMED_ARROW_STREAM", error.Condition);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Recorded_streams_that_are_damaged_at_any_byte_give_rows_or_one_clear_error()
    {
        foreach (var recording in ArrowRecording.All("recorded.jsonl"))
        {
            foreach (var (stream, rowCount) in recording.Streams)
            {
                for (var at = 0; at < stream.Length; at++)
                {
                    foreach (var flip in new byte[] { 0x01, 0xFF })
                    {
                        var damaged = stream.ToArray();
                        damaged[at] ^= flip;
                        try { Rows(damaged, recording.Schema, rowCount); }
                        catch (SparkException e) { Assert.Contains(e.Condition, Refusals); }
                    }
                }
            }
        }
    }

    private static readonly string[] Refusals = ["MALFORMED_ARROW_STREAM", "ARROW_TYPE_MISMATCH", "UNSUPPORTED_FEATURE"];

    private static List<string> Rows(ReadOnlySpan<byte> stream, StructType schema, int rowCount) =>
        [.. ArrowReader.Read(stream, schema, rowCount).SelectMany(batch =>
            Enumerable.Range(0, batch.Length == 0 ? rowCount : batch[0].Count).Select(row => Show(batch.Select(c => c[row]).ToArray())))];

    /// <summary>A value with its C# type, so that values of different types differ.</summary>
    private static string Show(object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => $"0x{Convert.ToHexString(bytes)}",
        object?[] items => $"[{string.Join(", ", items.Select(Show))}]",
        KeyValuePair<object, object?>[] entries => $"{{{string.Join(", ", entries.Select(e => $"{Show(e.Key)}: {Show(e.Value)}"))}}}",
        DateTime moment => $"{moment.Kind} {moment.Ticks}",
        double number => $"double {BitConverter.DoubleToInt64Bits(number):X}",
        float number => $"float {BitConverter.SingleToInt32Bits(number):X}",
        _ => $"{value.GetType().Name} {value}",
    };
}
