using System.Text.RegularExpressions;

namespace CreditNotebooks.Tests;

/// <summary>What the documentation points at is there.</summary>
public partial class DocumentationTests
{
    private static string Root => Workspace.FindRoot(AppContext.BaseDirectory);

    public static IEnumerable<object[]> Pages => new[] { "README.md", "environment.md" }
        .Concat(new[] { "docs", "data" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root, f), "*.md")).Select(f => Path.GetRelativePath(Root, f)))
        .Select(f => new object[] { f });

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_file_leads_to_one(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        var missing = Link().Matches(File.ReadAllText(Path.Combine(Root, page))).Select(m => m.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'))
            .Where(link => Path.Combine(folder, link.Split('#')[0]) is var path && !File.Exists(path) && !Directory.Exists(path)).ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_project_in_a_command_of_the_README_is_there() =>
        Assert.All(Project().Matches(File.ReadAllText(Path.Combine(Root, "README.md"))), m => Assert.True(Directory.Exists(Path.Combine(Root, m.Groups[1].Value)), m.Value));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"--project ([\w./]+)")]
    private static partial Regex Project();
}
