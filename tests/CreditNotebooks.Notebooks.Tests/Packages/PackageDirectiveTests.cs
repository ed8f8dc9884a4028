using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Packages;

namespace CreditNotebooks.Notebooks.Tests.Packages;

public class PackageDirectiveTests
{
    [Theory]
    [InlineData("#r \"nuget: Some.Package, 1.2.3\"", "Some.Package", "1.2.3")]
    [InlineData("#r \"nuget:Some.Package\"", "Some.Package", "")]
    [InlineData("  # r \"NuGet: Some-Package ,13.*\" // the newest 13", "Some-Package", "13.*")]
    [InlineData("#r \"nuget: P, *-*\"", "P", "*-*")]
    [InlineData("#r \"nuget: P, 1.0.0-beta.2\"", "P", "1.0.0-beta.2")]
    [InlineData("#r \"nuget: P, [1.0, 2.0)\"", "P", "[1.0, 2.0)")]
    [InlineData("var x = 1;\n#r \"nuget: P\"", "P", "")]
    public void A_package_is_read_with_its_version(string cell, string id, string version)
    {
        var (_, directives) = PackageDirective.TakeFrom("cell 1", cell);
        var package = Assert.IsType<PackageDirective.Package>(Assert.Single(directives));
        Assert.Equal((id, version), (package.Id, package.Version));
    }

    [Theory]
    [InlineData("#i \"nuget: https://example.org/v3/index.json\"", "https://example.org/v3/index.json")]
    [InlineData("#i \"nuget:../my packages\" // ours", "../my packages")]
    public void A_source_is_a_URL_or_a_folder(string cell, string location)
    {
        var (_, directives) = PackageDirective.TakeFrom("cell 1", cell);
        Assert.Equal(location, Assert.IsType<PackageDirective.Source>(Assert.Single(directives)).Location);
    }

    [Fact]
    public void Its_line_is_left_empty_so_that_the_others_keep_their_numbers()
    {
        var (text, directives) = PackageDirective.TakeFrom("cell 1", "// first\n#r \"nuget: P\"\n#r \"../a.dll\"\nvar x = 1;");
        Assert.Equal("// first\n\n#r \"../a.dll\"\nvar x = 1;", text);
        Assert.Equal("   at cell 1, line 2", Assert.Single(directives).Where);
    }

    [Theory]
    [InlineData("// #r \"nuget: P\"")]
    [InlineData("/*\n#r \"nuget: P\"\n*/")]
    [InlineData("var x = @\"\n#r \"\"nuget: P\"\"\n\";")]
    [InlineData("var x = \"\"\"\n#r \"nuget: P\"\n\"\"\";")]
    [InlineData("#if false\n#r \"nuget: P\"\n#endif")]
    [InlineData("#r \"nuget.dll\"")]
    public void What_only_looks_like_a_directive_stays(string cell)
    {
        var (text, directives) = PackageDirective.TakeFrom("cell 1", cell);
        Assert.Equal(cell, text);
        Assert.Empty(directives);
    }

    [Theory]
    [InlineData("#r \"nuget: P, newest\"")]
    [InlineData("#r \"nuget:\"")]
    [InlineData("#r \"nuget: P 1.0\"")]
    [InlineData("#r nuget: P")]
    [InlineData("#r \"nuget: P, 1.0")]
    [InlineData("#r \"nuget: $(HOME), 1.0\"")]
    [InlineData("#r \"nuget: P, 1.0;2.0\"")]
    public void A_malformed_package_is_refused_with_the_right_form(string cell)
    {
        var failure = Assert.Throws<CellFailure>(() => PackageDirective.TakeFrom("cell 4", "\n" + cell));
        Assert.Equal(
            [$"PackageError: '{cell}' is not understood: write #r \"nuget: Package\" or #r \"nuget: Package, 1.2.3\" (also 1.*, or a range such as [1.0,2.0)).", "   at cell 4, line 2"],
            failure.Error.Traceback);
    }

    [Fact]
    public void A_malformed_source_is_refused_with_the_right_form() => Assert.Contains(
        "write #i \"nuget: https://…/index.json\" or #i \"nuget: folder\".",
        Assert.Throws<CellFailure>(() => PackageDirective.TakeFrom("cell 1", "#i \"nuget: \"")).Error.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "13.0.3", true)]
    [InlineData("13.0.3", "13.0.3", true)]
    [InlineData("13.0.3.0", "13.0.3", true)]
    [InlineData("1.0", "1.0.0", true)]
    [InlineData("[1.0]", "1.0.0", true)]
    [InlineData("13.*", "13.0.3", true)]
    [InlineData("1.*", "13.0.3", false)]
    [InlineData("1.0.0-BETA", "1.0.0-beta", true)]
    [InlineData("1.0.0-beta", "1.0.0", false)]
    [InlineData("13.0.1", "13.0.3", false)]
    public void An_installed_version_is_what_was_asked_for_or_not(string asked, string installed, bool met) =>
        Assert.Equal(met, PackageVersion.IsMet(asked, installed));
}
