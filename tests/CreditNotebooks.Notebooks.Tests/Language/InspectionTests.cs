namespace CreditNotebooks.Notebooks.Tests.Language;

/// <summary>What help says.</summary>
public sealed class InspectionTests
{
    [Theory]
    [InlineData("wor|ds", "List<string> words", "2 items")]
    [InlineData("n|", "int n", "7")]
    [InlineData("lazy|", "IEnumerable<int> lazy", "")]
    [InlineData("words.Ad|d(\"a\")", "void List<string>.Add(string item)", "")]
    [InlineData("Greet(|", "string Greet(string name)", "Says hello.")]
    [InlineData("Greet(\"a|", "string Greet(string name)", "name: Who is greeted.")]
    [InlineData("Greet(words.Count.ToString(), |", "string Greet(string name)", "Says hello.")]
    [InlineData("new Per|son(\"a\")", "Person.Person(string Name)", "")]
    [InlineData("DayOfWeek.Mon|day", "DayOfWeek.Monday", "")]
    [InlineData("words.Select(w => w|)", "string w", "")]
    [InlineData("displ|ay(1)", "DisplayedValue Displays.display(object? value)", "")]
    [InlineData("#!imp|ort x.cs", "#!import PATH", "Runs the C#")]
    public async Task Help_has_a_signature_and_what_is_written_about_it(string text, string signature, string says)
    {
        var help = (await Session()).Help(text);
        Assert.StartsWith(signature, help, StringComparison.Ordinal);
        Assert.Contains(says, help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("|")]
    [InlineData("// words|")]
    [InlineData("nothing|")]
    [InlineData("#!markdown\nwords|")]
    public async Task There_is_no_help_for_nothing(string text) => Assert.Null((await Session()).Help(text));

    [Fact]
    public async Task More_detail_lists_the_other_forms() =>
        Assert.Contains("Console.WriteLine(bool value)", (await Session()).Help("Console.WriteLine|()", detail: 1), StringComparison.Ordinal);

    [Fact]
    public async Task The_projects_libraries_are_documented_by_the_file_beside_them() =>
        Assert.Contains("Shows a value now", (await Session()).Help("display|(1)"), StringComparison.Ordinal);

    [SkippableFact]
    public async Task The_framework_is_documented_where_an_SDK_is_installed()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        Skip.IfNot(Directory.Exists(Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref")), "No reference pack stands beside this runtime.");
        var help = (await Session()).Help("words.Add|(\"a\")");
        Assert.Contains("Adds an object to the end of the List.", help, StringComparison.Ordinal);
        Assert.Contains("item: The object to be added", help, StringComparison.Ordinal);
    }

    private static Task<Marked> Session() => Marked.After(".",
        "var words = new List<string> { \"a\", \"b\" }; var n = 7;\nvar lazy = Enumerable.Range(0, 3).Select(i => i > 0 ? throw new Exception(\"asked\") : i);",
        """
        /// <summary>Says hello.</summary>
        /// <param name="name">Who is greeted.</param>
        string Greet(string name) => "hello " + name;
        record Person(string Name);
        """);
}
