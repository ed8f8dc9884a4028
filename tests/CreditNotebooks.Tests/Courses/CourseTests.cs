using System.Text.RegularExpressions;
using CreditNotebooks.Data;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;
using CreditNotebooks.Spark;
using CreditNotebooks.Tests.Data;

namespace CreditNotebooks.Tests.Courses;

/// <summary>The notebooks run from the first cell to the last on a file of the reader's own, here a small one.</summary>
[Collection("courses")]
public sealed partial class CourseTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public CourseTests() => Environment.SetEnvironmentVariable("CREDIT_NOTEBOOKS_OUTPUT", _folder.Path);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await CourseServer.StopAsync();
        Environment.SetEnvironmentVariable("CREDIT_NOTEBOOKS_OUTPUT", null);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("credit")]
    [InlineData("loans")]
    public async Task A_course_runs_while_its_exercises_are_open(string course)
    {
        var printed = await Run(course, Notebooks(course, "*"));
        Assert.Contains("not yet", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("your answer fails", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("credit")]
    [InlineData("loans")]
    public async Task The_solutions_pass_every_check(string course)
    {
        var solutions = Notebooks("solutions", $"{course}-*");
        Assert.Equal(Notebooks(course, "*").Count, solutions.Count);
        var results = ExerciseResult().Matches(await Run(course, solutions)).Select(match => match.Value).ToList();
        Assert.NotEmpty(results);
        Assert.All(results, result => Assert.EndsWith("right", result, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("04-eda")]
    [InlineData("05-visualization")]
    public async Task A_reader_may_begin_with_any_notebook(string notebook) => await Run("credit", Notebooks("credit", notebook));

    [Fact]
    public async Task The_cleaning_notebook_writes_the_rows_that_the_library_gives()
    {
        await Run("credit", Notebooks("credit", "03-cleaning"));
        var storage = await CourseStorage.OpenAsync(Workspace.Open("credit", TemporaryFolder.Repository));
        var spark = SparkSession.Builder().Config(storage.SparkSettings).Create();
        var written = spark.Read().Parquet(CreditCleaning.UrlOf(storage, Input("credit")));
        var cleaned = CreditCleaning.Clean(CreditCleaning.Read(spark, Input("credit")));
        Assert.Equal(CreditCleaning.Columns, written.Columns());
        Assert.Equal(cleaned.Count(), written.Count());
        Assert.True(cleaned.ExceptAll(written).IsEmpty());
        Assert.True(written.Na().Drop([.. CreditCleaning.Columns.Except(["Loans"])]).Count() == written.Count(), "Something is missing still.");
    }

    private static List<string> Notebooks(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(TemporaryFolder.Repository, "notebooks", folder), pattern + ".ipynb").Order(StringComparer.Ordinal)];

    private string Input(string course)
    {
        if (course == "credit") return Path.Combine(TemporaryFolder.Repository, "data", "credit-sample.csv");
        var path = _folder["loans.csv"];
        if (!File.Exists(path)) LoansData.Generate(path, 1000);
        return path;
    }

    private async Task<string> Run(string course, IReadOnlyList<string> notebooks)
    {
        var run = await new CourseRunner(new SilentObserver(), setWorkingFolder: false).RunAsync(
            new Course(course, notebooks, _folder.Path), new Dictionary<string, string> { ["input"] = Input(course) }, _folder["run"]);
        Assert.True(run.Outcome == CellOutcome.Finished, $"{run.Notebooks[^1].Path}, cell {run.Notebooks[^1].FailedCell}: {run.Notebooks[^1].Error?.Message}");
        return string.Concat(run.Notebooks.SelectMany(n => n.Notebook.Cells).SelectMany(cell => cell.Outputs)
            .Select(output => output?.ToJsonString()));
    }

    [GeneratedRegex(@"Exercise \d: (not yet|not quite|your answer fails|right)")]
    private static partial Regex ExerciseResult();
}
