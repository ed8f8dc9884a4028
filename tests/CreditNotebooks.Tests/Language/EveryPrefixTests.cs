using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Language;
using CreditNotebooks.Tests.Data;

namespace CreditNotebooks.Tests.Language;

/// <summary>The notebooks' own cells as they are typed: whatever is half there, an answer comes, and its range ends at the cursor.</summary>
public sealed class EveryPrefixTests
{
    // A sample, at another place in each cell: all of them take minutes.
    private const int Step = 401;

    [Fact]
    public async Task A_cell_that_is_being_typed_is_completed_and_explained_at_any_place()
    {
        var session = new CellSession(new CellContext(), AppContext.BaseDirectory);
        var opened = await session.RunAsync(new CellSource("opening", $"""
            #r "{Path.Combine(AppContext.BaseDirectory, "CreditNotebooks.dll").Replace('\\', '/')}"
            using CreditNotebooks; using CreditNotebooks.Spark; using CreditNotebooks.Charts; using static CreditNotebooks.Spark.Functions;
            var spark = SparkSession.Builder().GetOrCreate();
            var raw = spark.Range(3); var clean = raw; var workspace = 1;
            raw.CreateOrReplaceTempView("raw");
            """));
        Assert.Null(opened.Error?.Message);
        var language = new LanguageService(session);
        var asked = 0;
        foreach (var (i, cell) in Cells().Index())
        {
            for (var end = i % Step; end <= cell.Length; end += Step, asked++)
            {
                var typed = cell[..end];
                var list = language.Complete(typed, end);
                Assert.True(list.Start >= 0 && list.Start <= end && list.End == end, $"The range {list.Start} to {list.End} does not hold {end} in: {typed}");
                language.Inspect(cell, end, detail: asked % 2);
                // The whole cell is there, and the cursor in its middle.
                Assert.InRange(language.Complete(cell, end).Start, 0, end);
            }
        }
        Assert.True(asked > 100, $"Only {asked} places were asked for.");
    }

    private static IEnumerable<string> Cells() =>
        Directory.EnumerateFiles(Path.Combine(TemporaryFolder.Repository, "notebooks"), "*.ipynb", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(path => NotebookReader.ReadFile(path).Cells).Where(c => c.Kind == CellKind.Code).Select(c => c.Source).Distinct();
}
