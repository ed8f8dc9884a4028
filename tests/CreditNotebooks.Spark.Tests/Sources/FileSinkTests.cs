using System.Text;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Tests.Sources;

public class FileSinkTests
{
    [Fact]
    public void Files_are_written_as_Spark_writes_them() => Recordings.AssertSame("writes.jsonl", line =>
    {
        var options = line[2].EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!);
        using var folder = new SourceFolder();
        using var engine = new EmbeddedEngine(new Dictionary<string, string>());
        var plan = engine.Run(SqlParser.ParseStatement(line[1].GetString()!));
        var path = Path.Combine(folder.Path, "out");
        engine.Write(plan, new WriteTarget(line[0].GetString()!, path, "error", options, []), default);
        Assert.True(File.Exists(Path.Combine(path, "_SUCCESS")));
        var bytes = File.ReadAllBytes(Directory.GetFiles(path, "part-*").Single());
        return options.ContainsKey("encoding") ? "base64:" + Convert.ToBase64String(bytes) : Encoding.UTF8.GetString(bytes);
    });

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("parquet")]
    public void What_was_written_is_read_back_in_partitions_too(string format)
    {
        using var folder = new SourceFolder();
        using var engine = new EmbeddedEngine(new Dictionary<string, string>());
        var plan = engine.Run(SqlParser.ParseStatement("SELECT i, s, p FROM VALUES (1, 'a', 'x'), (2, 'b', NULL), (3, 'c', 'y/z') AS t(i, s, p)"));
        var path = Path.Combine(folder.Path, "out");
        engine.Write(plan, new WriteTarget(format, path, "error", new Dictionary<string, string> { ["header"] = "true" }, ["p"]), default);
        Assert.True(Directory.Exists(Path.Combine(path, "p=y%2Fz")));
        var source = new FileSource(format, [path], null, [KeyValuePair.Create("header", "true"), KeyValuePair.Create("inferschema", "true")]);
        Assert.Equal(["1|a|x", "2|b|", "3|c|y/z"], Rows(engine, source).Order());
    }

    [Fact]
    public void A_folder_that_is_there_is_kept_unless_the_mode_says_otherwise()
    {
        using var folder = new SourceFolder();
        using var engine = new EmbeddedEngine(new Dictionary<string, string>());
        var path = Path.Combine(folder.Path, "out");
        void Write(int value, string mode) => engine.Write(engine.Run(SqlParser.ParseStatement($"SELECT {value} AS i")), new WriteTarget("csv", path, mode, new Dictionary<string, string>(), []), default);
        string Read() => string.Join(",", Rows(engine, new FileSource("csv", [path], null, [])).Order());
        Write(1, "error");
        Assert.Equal("PATH_ALREADY_EXISTS", Assert.Throws<SparkException>(() => Write(2, "error")).Condition);
        Write(3, "ignore");
        Assert.Equal("1", Read());
        Write(4, "append");
        Assert.Equal("1,4", Read());
        Write(5, "overwrite");
        Assert.Equal("5", Read());
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Nothing_half_written_stays_when_the_rows_fail()
    {
        using var folder = new SourceFolder();
        using var engine = new EmbeddedEngine(new Dictionary<string, string>());
        var plan = engine.Run(SqlParser.ParseStatement("SELECT 10 DIV (id - 5000) AS x FROM range(10000)"));
        foreach (var format in new[] { "csv", "parquet" })
            Assert.Throws<SparkException>(() => engine.Write(plan, new WriteTarget(format, Path.Combine(folder.Path, "out"), "overwrite", new Dictionary<string, string>(), []), default));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_one_clear_error()
    {
        using var folder = new SourceFolder();
        using var engine = new EmbeddedEngine(new Dictionary<string, string>());
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<SparkException>(() => engine.Write(engine.Run(SqlParser.ParseStatement("SELECT 1")),
            new WriteTarget("csv", Path.Combine(file, "out"), "error", new Dictionary<string, string>(), []), default));
        Assert.Equal("TASK_WRITE_FAILED", error.Condition);
        Assert.Contains(file, error.Message);
    }

    private static List<string> Rows(EmbeddedEngine engine, FileSource source)
    {
        var rows = new List<string>();
        using var result = engine.Execute(source, default);
        while (result.Next() is { } batch)
            for (var row = 0; row < batch[0].Count; row++) rows.Add(string.Join('|', batch.Select(c => c[row]?.ToString())));
        return rows;
    }
}
