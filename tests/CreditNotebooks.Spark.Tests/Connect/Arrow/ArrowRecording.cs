using System.Runtime.CompilerServices;
using System.Text.Json;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Engines.Connect.Arrow;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Connect.Arrow;

/// <summary>What a Spark 4.1 server sent for a statement: the Arrow streams as they came, and beside them the rows that Spark itself
/// printed. One JSON line each, with the settings of the session that differ from Spark's own.</summary>
internal sealed class ArrowRecording(JsonElement line) : QueryResult
{
    private IEnumerator<ColumnVector[]>? _batches;

    public static IEnumerable<ArrowRecording> All(string name, [CallerFilePath] string here = "") =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, name)).Select(l => new ArrowRecording(JsonDocument.Parse(l).RootElement));

    public JsonElement Line => line;

    public string Sql => line.GetProperty("sql").GetString()!;

    public override StructType Schema { get; } = SqlParser.ParseSchema(line.GetProperty("schema").GetString()!);

    public IEnumerable<(byte[] Stream, int RowCount)> Streams => line.GetProperty("batches").EnumerateArray()
        .Select(b => (b.GetProperty("base64").GetBytesFromBase64(), b.GetProperty("rowCount").GetInt32()));

    public IEnumerable<ColumnVector[]> Batches => Streams.SelectMany(s => ArrowReader.Read(s.Stream, Schema, s.RowCount));

    public override IReadOnlyList<ColumnVector>? Next()
    {
        _batches ??= Batches.GetEnumerator();
        return _batches.MoveNext() ? _batches.Current : null;
    }

    public override void Dispose() => _batches?.Dispose();
}
