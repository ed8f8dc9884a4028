using System.CommandLine;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;
using CreditNotebooks.Spark;

namespace CreditNotebooks.Cli.Verbs;

/// <summary><c>credit run COURSE|PATH… [-p NAME VALUE]… [-o FOLDER] [--engine sc://HOST:PORT] [--quiet]</c></summary>
internal static class RunVerb
{
    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string[]>("course") { Arity = ArgumentArity.OneOrMore, Description = "A course's name, a folder, or .ipynb files." };
        var parameters = new Option<string[]>("-p", "--parameter")
        {
            HelpName = "name value",
            Description = "Sets a variable of the cells tagged 'parameters'; may be repeated.",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var output = new Option<string?>("-o", "--output") { HelpName = "folder", Description = "Where executed notebooks and report.html go; output/COURSE if not given." };
        var engine = EngineOption.Create();
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress lines." };
        var command = new Command("run", "Runs the notebooks of a course and writes them, executed, and one HTML report.") { what, parameters, output, engine, quiet };
        command.SetAction((parsed, stop) => RunAsync(
            terminal, parsed.GetRequiredValue(what), parsed.GetValue(parameters) ?? [], parsed.GetValue(output), parsed.GetValue(engine), parsed.GetValue(quiet), stop));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, string[] what, string[] parameters, string? output, string? engine, bool quiet, CancellationToken outer)
    {
        using var place = Engine(engine);
        _ = CellSession.WarmUpAsync();
        var course = CourseFinder.Find(what, terminal.Folder);
        var values = NamedValues.Split(parameters, out var wrong)
            ?? throw new NotebookException($"'-p {wrong}' has no value: write -p NAME VALUE.");
        foreach (var (name, value) in values)
        {
            values[name] = FromTypedFolder(value, terminal.Folder);
        }
        var folder = output is null ? course.OutputFolder : Path.GetFullPath(Path.Combine(terminal.Folder, output));

        using var signal = new StopSignal(terminal.Error, outer);
        var run = await new CourseRunner(new RunProgress(terminal, quiet), setWorkingFolder: true)
            .RunAsync(course, values, folder, signal.Token).ConfigureAwait(false);

        foreach (var notebook in run.Notebooks)
        {
            foreach (var cell in WrittenSecrets.InSource(notebook.Notebook))
            {
                await terminal.Error.WriteLineAsync($"credit: warning: the source of cell {cell} of {Path.GetFileName(notebook.Path)} holds a secret: "
                    + "take it out, read it with Secrets.Get, and replace it where it was valid.").ConfigureAwait(false);
            }
        }
        if (run.Outcome != CellOutcome.Finished)
        {
            var last = run.Notebooks[^1];
            await terminal.Error.WriteLineAsync($"credit: cell {last.FailedCell} of {Path.GetFileName(last.Path)}:").ConfigureAwait(false);
            foreach (var line in last.Error!.Traceback)
            {
                await terminal.Error.WriteLineAsync(line).ConfigureAwait(false);
            }
        }
        await terminal.Out.WriteLineAsync($"Report: {Path.GetRelativePath(terminal.Folder, run.ReportPath)}").ConfigureAwait(false);
        return run.Outcome switch { CellOutcome.Finished => 0, CellOutcome.Failed => 1, _ => CommandLine.Stopped };
    }

    private static IDisposable Engine(string? engine)
    {
        try
        {
            return EngineOption.Apply(engine);
        }
        catch (SparkException e)
        {
            throw new NotebookException(e.Message);
        }
    }

    /// <summary>A path is typed relative to where the command is typed, and used in the notebook's folder: one that exists is passed on in full.</summary>
    private static string FromTypedFolder(string value, string folder)
    {
        if (value.Length == 0 || Path.IsPathRooted(value) || value.Contains('\0', StringComparison.Ordinal))
        {
            return value;
        }
        var path = Path.GetFullPath(Path.Combine(folder, value));
        var looksLikePath = value.Contains('/', StringComparison.Ordinal) || value.Contains('\\', StringComparison.Ordinal);
        return File.Exists(path) || (looksLikePath && Directory.Exists(path)) ? path : value;
    }
}
