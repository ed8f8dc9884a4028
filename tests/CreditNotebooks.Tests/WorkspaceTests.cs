using CreditNotebooks.Data;
using CreditNotebooks.Tests.Data;

namespace CreditNotebooks.Tests;

[Collection("courses")]
public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _notebooks;

    public WorkspaceTests()
    {
        File.WriteAllText(_folder["CreditNotebooks.sln"], "");
        _notebooks = Directory.CreateDirectory(_folder["notebooks/credit"]).FullName;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_finds_the_repository_and_generates_the_data_once()
    {
        var workspace = Workspace.Open("loans", _notebooks);
        Assert.Equal(_folder.Path, workspace.Root);
        Assert.Equal(_folder["data"], workspace.Data);
        Assert.True(Directory.Exists(_folder["output/loans"]));
        var written = File.GetLastWriteTimeUtc(_folder["data/generated/loans.csv"]);
        Assert.Equal(_folder["data/generated/loans.csv"], Workspace.Open("loans", _folder.Path).Input());
        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder["data/generated/loans.csv"]));
    }

    [Fact]
    public void Many_that_open_it_at_once_get_the_same_whole_file()
    {
        Parallel.For(0, 4, _ => Assert.Equal(10_001, File.ReadLines(Workspace.Open("loans", _notebooks).Input()).Count()));
        Assert.Equal([_folder["data/generated/loans.csv"]], Directory.GetFiles(_folder["data/generated"]));
    }

    [Fact]
    public void A_reader_s_own_file_takes_the_place_of_the_generated_one()
    {
        File.WriteAllText(_folder["own.csv"], "ID\n");
        var workspace = Workspace.Open("loans", _notebooks);
        Assert.Equal(_folder["own.csv"], workspace.Input("own.csv"));
        Assert.Equal(_folder["own.csv"], workspace.Input(_folder["own.csv"]));
        Assert.Equal("s3a://bucket/own.csv", workspace.Input("s3a://bucket/own.csv"));
        var error = Assert.Throws<DataException>(() => workspace.Input("missing.csv"));
        Assert.StartsWith("There is no input 'missing.csv': looked for ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_course_without_generated_data_opens_too()
    {
        var workspace = Workspace.Open("lakehouse", _notebooks);
        Assert.False(Directory.Exists(workspace.Generated));
        Assert.Throws<DataException>(() => workspace.Input());
        Assert.Equal(_folder["output/lakehouse/charts/a.svg"], workspace.OutputPath("charts/a.svg"));
        Assert.True(Directory.Exists(_folder["output/lakehouse/charts"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    public void A_name_that_is_no_name_is_refused(string course)
    {
        Assert.Throws<DataException>(() => Workspace.Open(course, _notebooks));
    }

    [Fact]
    public void A_folder_outside_any_repository_is_refused()
    {
        using var elsewhere = new TemporaryFolder();
        var error = Assert.Throws<DataException>(() => Workspace.Open("credit", elsewhere.Path));
        Assert.Contains("CreditNotebooks.sln", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(_folder["output"], "");
        var error = Assert.Throws<DataException>(() => Workspace.Open("credit", _notebooks));
        Assert.StartsWith("Cannot make the output folder", error.Message, StringComparison.Ordinal);
    }
}
