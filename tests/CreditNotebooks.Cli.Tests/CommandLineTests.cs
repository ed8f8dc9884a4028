namespace CreditNotebooks.Cli.Tests;

/// <summary>Runs the command in this process, on a folder laid out as a clone: notebooks/first, notebooks/failing.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Notebook = """
        {"nbformat":4,"nbformat_minor":5,"metadata":{"kernelspec":{"name":".net-csharp","display_name":".NET (C#)","language":"C#"}},
         "cells":[{"id":"a","cell_type":"code","metadata":{"tags":["parameters"]},"execution_count":null,"outputs":[],"source":"var input = \"none\";"},
                  {"id":"b","cell_type":"code","metadata":{},"execution_count":null,"outputs":[],"source":"CODE"}]}
        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "credit-cli-" + Guid.NewGuid().ToString("N"));
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public CommandLineTests()
    {
        Write("notebooks/first/01-one.ipynb", "input");
        Write("notebooks/failing/01-one.ipynb", "var a = 1;\\nthrow new Exception(\\\"broken\\\");");
        File.WriteAllText(Path.Combine(_folder, "text.ipynb"), "no notebook");
        File.WriteAllText(Path.Combine(_folder, "occupied"), "a file");
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_course_runs_with_a_line_for_each_notebook_and_cell()
    {
        Assert.Equal(0, await RunAsync("run", "first", "-p", "input", "text.ipynb"));
        Assert.Equal("", _error.ToString());
        var lines = _out.ToString().Split('\n');
        Assert.Equal("[1/1] 01-one.ipynb", lines[0]);
        Assert.Matches(@"^  cell 1/3  \d+\.\d\d s$", lines[1]);
        Assert.Equal("Report: " + Path.Combine("output", "first", "report.html"), lines[^2].TrimEnd());
        // A path is typed here and used in the notebook's folder.
        Assert.Contains(Path.Combine(_folder, "text.ipynb"), await File.ReadAllTextAsync(Path.Combine(_folder, "output", "first", "01-one.ipynb")));
    }

    [Fact]
    public async Task A_failing_cell_is_shown_with_its_line_and_the_exit_code_is_1()
    {
        Assert.Equal(1, await RunAsync("run", "failing", "--quiet", "-o", "elsewhere"));
        Assert.Equal("credit: cell 2 of 01-one.ipynb:\nSystem.Exception: broken\n   at cell 2, line 2: throw new Exception(\"broken\");\n", _error.ToString().ReplaceLineEndings("\n"));
        Assert.True(File.Exists(Path.Combine(_folder, "elsewhere", "report.html")));
    }

    [Theory]
    [InlineData("run frist", "There is no course or folder 'frist'. Did you mean 'first'? Courses: failing, first.")]
    [InlineData("run nothing.ipynb", "There is no notebook 'nothing.ipynb'.")]
    [InlineData("run text.ipynb", "text.ipynb' is no notebook: it is not valid JSON (line 1).")]
    [InlineData("run occupied", "occupied' is no notebook: it is not valid JSON (line 1).")]
    [InlineData("run empty", "The folder 'empty' holds no .ipynb files.")]
    [InlineData("run first -p inputs x", "There is no parameter 'inputs'. Did you mean 'input'? Known: input (string).")]
    [InlineData("run first -p input", "'-p input' has no value: write -p NAME VALUE.")]
    [InlineData("run first -o occupied", "occupied' cannot be written: ")]
    [InlineData("run", "Required argument 'course' missing")]
    [InlineData("rum first", "'rum'")]
    public async Task Bad_input_is_one_sentence_and_exit_code_2(string command, string message)
    {
        Assert.Equal(2, await RunAsync(command.Split(' ')));
        Assert.Contains(message, _error.ToString());
        Assert.DoesNotContain("   at ", _error.ToString());
        Assert.False(Directory.Exists(Path.Combine(_folder, "output", "first")) && Directory.EnumerateFiles(Path.Combine(_folder, "output", "first")).Any());
    }

    [Fact]
    public async Task A_secret_in_a_source_is_warned_of_and_never_printed()
    {
        Write("notebooks/secret/01-one.ipynb",
            "CreditNotebooks.Display.Redaction.Register(\\\"of-the-\\\" + \\\"terminal\\\");\\nthrow new Exception(\\\"of-the-terminal\\\");");
        Assert.Equal(1, await RunAsync("run", "secret"));
        var error = _error.ToString();
        Assert.Contains("credit: warning: the source of cell 2 of 01-one.ipynb holds a secret: take it out", error);
        Assert.Contains("System.Exception: [REDACTED]\n   at cell 2, line 2: throw new Exception(\"[REDACTED]\");", error.ReplaceLineEndings("\n"));
        Assert.DoesNotContain("of-the-terminal", error + _out);
    }

    [Fact]
    public async Task A_stopped_run_has_exit_code_130()
    {
        Write("notebooks/long/01.ipynb", "while (true) { }");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        Assert.Equal(130, await CommandLine.RunAsync(["run", "long", "-q"], new Terminal(_out, _error, _folder, false), stop.Token));
        Assert.Contains("The cell was stopped.", _error.ToString());
    }

    [Theory]
    [InlineData("run a -p x 1 b", "run a -p x=1 b")]
    [InlineData("run -p x -1 --parameter y z", "run -p x=-1 --parameter y=z")]
    [InlineData("run -p x=1 b", "run -p x=1 b")]
    [InlineData("run -p x", "run -p x")]
    public void Named_values_become_one_word(string typed, string parsed) =>
        Assert.Equal(parsed.Split(' '), NamedValues.Join(typed.Split(' ')));

    [Fact]
    public async Task The_doctor_looks_at_everything_and_says_what_to_do()
    {
        var code = await RunAsync("doctor");
        var report = _out.ToString();
        Assert.All([".NET runtime", ".NET SDK", "Node.js", "npm", "DuckDB", "Notebooks", "Output folder", "Jupyter kernel"], what => Assert.Contains(what, report));
        Assert.Equal(report.Contains("FAIL", StringComparison.Ordinal) ? 1 : 0, code);
        Assert.Contains("failing, first in", report);
    }

    [Fact]
    public void The_doctor_names_a_remedy_for_what_is_missing()
    {
        Assert.Equal("'no-such-tool' was not found", Doctor.Checkup.Tool("x", "no-such-tool", 1, "install it").State);
        Assert.Contains("DUCKDB_LIBRARY", Doctor.Checkup.DuckDb(Path.Combine(_folder, "missing.so")).Remedy);
        Assert.Contains("cannot be loaded", Doctor.Checkup.DuckDb(Path.Combine(_folder, "occupied")).State);
        Assert.Equal(1, CreditNotebooks.Cli.Verbs.DoctorVerb.Report(new Terminal(_out, _error, _folder, false), [new("a", "fine"), new("b", "broken", "mend it")]));
        Assert.Contains("→ mend it", _out.ToString());
    }

    [Fact]
    public void What_the_courses_can_do_without_is_an_offer_of_the_doctor()
    {
        Assert.Equal(0, CreditNotebooks.Cli.Verbs.DoctorVerb.Report(new Terminal(_out, _error, _folder, false), [new("a", "not there", "get it", IsOptional: true)]));
        Assert.Equal("--    a                not there\n                       → get it\nEverything is in place.\n", _out.ToString().ReplaceLineEndings("\n"));
    }

    private Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, new Terminal(_out, _error, _folder, IsInteractive: false)
    {
        Variables = new Dictionary<string, string> { ["JUPYTER_DATA_DIR"] = Path.Combine(_folder, "jupyter"), ["PYTHONUSERBASE"] = _folder },
    });

    private void Write(string name, string code)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Notebook.Replace("CODE", code, StringComparison.Ordinal));
    }
}
