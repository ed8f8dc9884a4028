using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;

namespace CreditNotebooks.Notebooks.Tests;

public class RunnerTests
{
    [Fact]
    public async Task A_course_leaves_valid_executed_notebooks_and_one_report()
    {
        using var place = new Workplace();
        var run = await place.RunAsync(paths:
        [
            place.Notebook("01.ipynb", "var x = 1;\nConsole.WriteLine(x);\nx", "display(\"<b>b</b>\", \"text/html\");", "", "tag:raises-exception\nthrow new Exception(\"may\");"),
            place.Notebook("02.ipynb", "new[] { 1, 2 }"),
        ]);
        Assert.Equal(CellOutcome.Finished, run.Outcome);
        Assert.Equal(["01.ipynb", "02.ipynb", "report.html"], Directory.EnumerateFiles(place.Output).Select(Path.GetFileName).Order());
        foreach (var file in Directory.EnumerateFiles(place.Output, "*.ipynb"))
        {
            NbformatRules.Check(await File.ReadAllTextAsync(file));
        }
        Assert.Equal([1, 2, null, 3], run.Notebooks[0].Notebook.Cells.Select(c => c.ExecutionCount));
    }

    [Fact]
    public async Task A_failing_cell_stops_the_course_and_the_report_shows_it()
    {
        using var place = new Workplace();
        var run = await place.RunAsync(paths:
        [
            place.Notebook("01.ipynb", "1", "var a = 1;\nthrow new Exception(\"broken here\");", "3"),
            place.Notebook("02.ipynb", "4"),
        ]);
        Assert.Equal((CellOutcome.Failed, 2), (run.Outcome, run.Notebooks[^1].FailedCell));
        Assert.Equal(["01.ipynb", "report.html"], Directory.EnumerateFiles(place.Output).Select(Path.GetFileName).Order());
        var report = await File.ReadAllTextAsync(run.ReportPath);
        Assert.Contains("at cell 2, line 2: throw new Exception(&quot;broken here&quot;);", report);
        Assert.Contains("02 <small>not run</small>", report);
        NbformatRules.Check(await File.ReadAllTextAsync(Path.Combine(place.Output, "01.ipynb")));
    }

    [Fact]
    public async Task A_stop_is_written_down()
    {
        using var place = new Workplace();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var run = await place.RunAsync(stop: stop.Token, paths: place.Notebook("01.ipynb", "while (true) { }"));
        Assert.Equal(CellOutcome.Stopped, run.Outcome);
        Assert.Contains("was stopped", await File.ReadAllTextAsync(run.ReportPath));
    }

    [Fact]
    public async Task Parameters_replace_their_defaults_by_a_cell_as_papermill_writes_it()
    {
        using var place = new Workplace();
        var path = place.Notebook(
            "01.ipynb",
            "tag:parameters\nvar rows = 5;\nstring input = \"a.csv\";\nvar rate = -0.5;\nvar quick = false;\nvar folder = Path.Combine(\"a\", \"b\");",
            "$\"{rows} {input} {rate.ToString(System.Globalization.CultureInfo.InvariantCulture)} {quick} {folder}\"");
        var run = await place.RunAsync(
            new() { ["rows"] = "-7", ["input"] = "c:\\d \"e\"", ["rate"] = "1e3", ["quick"] = "true", ["folder"] = "z" }, paths: path);
        var injected = run.Notebooks[0].Notebook.Cells[1];
        Assert.Equal(["injected-parameters"], injected.Tags);
        Assert.Equal("// Parameters\nrows = -7;\ninput = \"c:\\\\d \\\"e\\\"\";\nrate = 1000d;\nquick = true;\nfolder = \"z\";", injected.Source);
        Assert.Contains("-7 c:\\\\d \\\"e\\\" 1000 True z", await File.ReadAllTextAsync(Path.Combine(place.Output, "01.ipynb")));

        // An executed notebook can be run again with other values.
        var again = await place.RunAsync(new() { ["rows"] = "1" }, paths: Path.Combine(place.Output, "01.ipynb"));
        Assert.Equal("// Parameters\nrows = 1;", again.Notebooks[0].Notebook.Cells.Single(c => c.Tags.Contains("injected-parameters")).Source);
    }

    [Theory]
    [InlineData("row", "1", "There is no parameter 'row'. Did you mean 'rows'? Known: input (string), rows (int).")]
    [InlineData("rows", "many", "The parameter 'rows' is of type int, and 'many' is none.")]
    public async Task A_wrong_parameter_is_refused_before_anything_runs(string name, string value, string message)
    {
        using var place = new Workplace();
        var path = place.Notebook("01.ipynb", "tag:parameters\nvar rows = 5;\nvar input = \"\";");
        var error = await Assert.ThrowsAsync<NotebookException>(() => place.RunAsync(new() { [name] = value }, paths: path));
        Assert.Equal(message, error.Message);
        Assert.False(Directory.Exists(place.Output));
    }

    [Fact]
    public async Task A_notebook_of_another_language_is_refused()
    {
        using var place = new Workplace();
        var path = place.Notebook("01.ipynb", "1");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("\"C#\"", "\"python\"", StringComparison.Ordinal));
        Assert.Contains("is a notebook of python", (await Assert.ThrowsAsync<NotebookException>(() => place.RunAsync(paths: path))).Message);
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_written_is_refused_before_anything_runs()
    {
        using var place = new Workplace();
        await File.WriteAllTextAsync(place.Output, "a file stands here");
        var error = await Assert.ThrowsAsync<NotebookException>(() => place.RunAsync(paths: place.Notebook("01.ipynb", "1")));
        Assert.StartsWith($"The output folder '{place.Output}' cannot be written: ", error.Message);
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_and_nothing_beside_it()
    {
        using var place = new Workplace();
        var path = Path.Combine(place.Folder, "report.html");
        AtomicFile.Write(path, "old");
        var error = Assert.Throws<NotebookException>(() => AtomicFile.Write(path, new string('x', 100_000), p => new FullDisk(p)));
        Assert.Contains("cannot be written: No space left on device", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.EnumerateFiles(place.Folder));
    }

    private sealed class FullDisk(string path) : FileStream(path, FileMode.Create)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer[..10]);
            throw new IOException("No space left on device");
        }
    }
}
