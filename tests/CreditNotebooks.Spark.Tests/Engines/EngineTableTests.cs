using CreditNotebooks.Spark.Tests.Goldens;

namespace CreditNotebooks.Spark.Tests.Engines;

/// <summary><c>docs/engines.md</c> is made of <c>docs/engines.tsv</c>; CREDIT_WRITE_GENERATED=1 writes it anew.</summary>
public class EngineTableTests
{
    private const string Head = """
        # What each engine can do

        A notebook runs unchanged on both engines: embedded in this process, or on a Spark behind Spark Connect (`SPARK_REMOTE=sc://host:15002`,
        `SparkSession.Builder().Remote(…)`, `credit run --engine sc://…`). Where they differ, this table says how; all else is tested on both with the same
        assertions. (Made of engines.tsv.)


        """;

    [Fact]
    public void The_page_on_the_engines_is_made_of_its_table()
    {
        var folder = Path.Combine(GoldenFile.Root, "docs");
        var rows = File.ReadAllLines(Path.Combine(folder, "engines.tsv")).Select(l => l.Split('\t')).ToList();
        Assert.All(rows, row => Assert.Equal(4, row.Length));
        var table = rows.Select(row => $"| {string.Join(" | ", row)} |").ToList();
        table.Insert(1, "|---|---|---|---|");
        var page = Head.ReplaceLineEndings("\n") + string.Join("\n", table) + "\n";
        var path = Path.Combine(folder, "engines.md");
        if (Environment.GetEnvironmentVariable("CREDIT_WRITE_GENERATED") == "1") File.WriteAllText(path, page);
        Assert.Equal(page, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
