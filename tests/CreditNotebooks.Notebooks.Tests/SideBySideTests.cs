using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Tests.Packages;

namespace CreditNotebooks.Notebooks.Tests;

/// <summary>Sessions of one process that open the same library for the first time at the same moment.</summary>
public sealed class SideBySideTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task Each_keeps_its_own_meaning_of_the_librarys_types()
    {
        for (var round = 0; round < 4; round++)
        {
            var library = $"Library{round}";
            File.WriteAllBytes(Path.Combine(_workplace.Folder, library + ".dll"), PackageFeed.Compile(library, "public class Thing;"));
            using var together = new Barrier(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                together.SignalAndWait();
                return UseAsync(library);
            })));
        }
    }

    private async Task UseAsync(string library)
    {
        var session = new CellSession(new CellContext(), _workplace.Folder);
        string[] cells = [$"#r \"{library}.dll\"\nvar things = new List<Thing> {{ new() }};", "List<Thing> same = things;", "things.SequenceEqual(same)"];
        foreach (var (i, cell) in cells.Index())
        {
            var result = await session.RunAsync(new CellSource($"cell {i + 1}", cell));
            Assert.True(result.Error is null, result.Error?.Message);
        }
    }
}
