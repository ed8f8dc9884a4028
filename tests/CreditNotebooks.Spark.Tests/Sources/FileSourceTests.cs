using System.Text.Json;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Sources;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Sources;

public class FileSourceTests
{
    [Theory]
    [InlineData("csv.jsonl")]
    [InlineData("csv-types.jsonl")]
    [InlineData("json.jsonl")]
    public void Files_are_read_as_Spark_reads_them(string recording)
    {
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute("SET threads = 1");
        var wrong = new List<string>();
        foreach (var line in Recordings.Read(recording))
        {
            var answer = line.GetProperty("answer");
            var expected = answer.TryGetProperty("error", out var error)
                ? "error " + error.GetString()
                : answer.GetProperty("schema").GetString() + "\n" + JsonSerializer.Serialize(answer.GetProperty("rows"), RecordedValue.Plain);
            var actual = Answer(line, connection);
            // Where Java's own exception escapes from Spark, any error will do.
            if (expected.EndsWith("Exception", StringComparison.Ordinal) && actual.StartsWith("error ", StringComparison.Ordinal)) continue;
            if (Normal(actual) != Normal(expected)) wrong.Add($"--- {line.GetProperty("name")}: {line}\n  expected {expected}\n  but was  {actual}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} answers differ:\n{string.Join("\n", wrong)}");
    }

    private static string Normal(string answer) => System.Text.RegularExpressions.Regex.Replace(answer.Replace(", ", ","), @"\\u([0-9A-Fa-f]{4})", m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());

    private static string Answer(JsonElement line, DuckDbConnection connection)
    {
        using var folder = new SourceFolder();
        folder.Add(line.GetProperty("files"));
        var name = line.TryGetProperty("path", out var given) ? given.GetString()! : line.GetProperty("files").EnumerateObject().First().Name;
        var options = line.TryGetProperty("options", out var o)
            ? o.EnumerateObject().Select(p => KeyValuePair.Create(p.Name.ToLowerInvariant(), p.Value.GetString()!)).ToList() : [];
        var format = line.TryGetProperty("format", out var f) ? f.GetString()! : "csv";
        var schema = line.TryGetProperty("schema", out var ddl) ? SqlParser.ParseSchema(ddl.GetString()!) : null;
        var source = new FileSource(format, [Path.Combine(folder.Path, name)], schema, new Seq<KeyValuePair<string, string>>(options));
        var settings = new RuntimeSettings();
        using var s3 = new S3Access(settings);
        try
        {
            var columns = FileSources.InferSchema(source, settings, s3, connection);
            using var table = FileSources.Open(source, columns, settings, s3, connection);
            return Rows(line, connection, columns, table);
        }
        catch (SparkException e)
        {
            return "error " + e.Condition;
        }
        catch (DuckDbException e) when (e.InnerException is SparkException inner)
        {
            return "error " + inner.Condition;
        }
    }

    private static string Rows(JsonElement line, DuckDbConnection connection, StructType columns, SourceTable table)
    {
        var select = line.TryGetProperty("select", out var s) ? s.EnumerateArray().Select(e => e.GetString()!).ToList() : ["*"];
        List<(string Sql, StructField Field)> outputs = select switch
        {
            ["*"] => columns.Fields.Select((field, i) => ($"c{i}", field)).ToList(),
            ["count(*)"] => [("count(*)", new StructField("count(1)", DataType.Long, false))],
            _ => select.Select(n => columns.Fields.Select((field, i) => (Sql: $"c{i}", Field: field)).First(c => c.Field.Name == n)).ToList(),
        };
        var rows = new List<string>();
        if (outputs.Count > 0)
        {
            using var result = connection.Query($"SELECT {string.Join(", ", outputs.Select(c => c.Sql))} FROM {table.Sql}");
            while (result.Next() is { } chunk)
                for (var row = 0; row < chunk.Count; row++)
                    rows.Add($"[{string.Join(",", outputs.Select((c, i) => RecordedValue.Show(c.Field.DataType, chunk[i], row)))}]");
        }
        return $"{string.Join(",", outputs.Select(c => c.Field.Ddl(" ")))}\n[{string.Join(",", rows)}]";
    }
}
