using System.Text.Json;
using System.Text.RegularExpressions;
using CreditNotebooks.Tests.Data;

namespace CreditNotebooks.Tests.Courses;

/// <summary>The notebooks as they are committed: clean of a run, open to every front end, and teaching.</summary>
public sealed partial class CommittedNotebooks
{
    public static TheoryData<string> All => [.. Notebooks];

    public static TheoryData<string> OfCourses => [.. Notebooks.Where(notebook => !notebook.StartsWith("solutions/", StringComparison.Ordinal))];

    private static IEnumerable<string> Notebooks => Directory
        .EnumerateFiles(Path.Combine(TemporaryFolder.Repository, "notebooks"), "*.ipynb", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Path.Combine(TemporaryFolder.Repository, "notebooks"), path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public void They_hold_no_outputs_and_no_counts(string notebook)
    {
        foreach (var cell in Code(notebook))
        {
            Assert.Equal(0, cell.GetProperty("outputs").GetArrayLength());
            Assert.Equal(JsonValueKind.Null, cell.GetProperty("execution_count").ValueKind);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void They_are_of_nbformat_4_5_for_the_C_sharp_kernel(string notebook)
    {
        var root = Read(notebook);
        Assert.Equal((4, 5), (root.GetProperty("nbformat").GetInt32(), root.GetProperty("nbformat_minor").GetInt32()));
        var kernel = root.GetProperty("metadata").GetProperty("kernelspec");
        Assert.Equal((".net-csharp", ".NET (C#)", "C#"), (Text(kernel, "name"), Text(kernel, "display_name"), Text(kernel, "language")));
        var ids = Cells(notebook).Select(cell => Text(cell, "id")).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches(CellId(), id));
    }

    [Theory]
    [MemberData(nameof(OfCourses))]
    public void Prose_stands_before_each_cell(string notebook)
    {
        var (lead, before) = ("", "");
        foreach (var cell in Cells(notebook))
        {
            var kind = Text(cell, "cell_type");
            // A check may follow its exercise at once.
            var leads = before is "markdown" || (before is "code" && lead is "markdown");
            if (kind == "code") Assert.True(leads, $"Nothing leads to the cell '{Text(cell, "id")}'.");
            (lead, before) = (before, kind);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void They_open_the_library_first_and_name_their_parameter(string notebook)
    {
        var cells = Code(notebook).ToList();
        Assert.StartsWith("#r \"../../artifacts/bin/CreditNotebooks/debug/CreditNotebooks.dll\"\n", Source(cells[0]), StringComparison.Ordinal);
        var parameters = cells.Single(cell => cell.GetProperty("metadata").TryGetProperty("tags", out var tags)
            && tags.EnumerateArray().Any(tag => tag.GetString() == "parameters"));
        Assert.Contains("string input = \"\";", Source(parameters), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Their_links_lead_to_files(string notebook)
    {
        var folder = Path.GetDirectoryName(Path.Combine(TemporaryFolder.Repository, "notebooks", notebook))!;
        foreach (var cell in Cells(notebook).Where(cell => Text(cell, "cell_type") == "markdown"))
            foreach (Match link in Link().Matches(Source(cell)))
                Assert.True(File.Exists(Path.Combine(folder, link.Groups[1].Value)), $"'{link.Groups[1].Value}' is not there.");
    }

    private static JsonElement Read(string notebook) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(TemporaryFolder.Repository, "notebooks", notebook))).RootElement;

    private static IEnumerable<JsonElement> Cells(string notebook) => Read(notebook).GetProperty("cells").EnumerateArray();

    private static IEnumerable<JsonElement> Code(string notebook) => Cells(notebook).Where(cell => Text(cell, "cell_type") == "code");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Source(JsonElement cell) => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()));

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex CellId();

    [GeneratedRegex(@"\]\(((?!https?:)[^)#]+)\)")]
    private static partial Regex Link();
}
