using System.Diagnostics;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Parameters;
using CreditNotebooks.Notebooks.Reports;

namespace CreditNotebooks.Notebooks.Runner;

/// <summary>Runs a course: each notebook in a session of its own, cell by cell, until the end or the first failure.</summary>
/// <param name="observer">Who follows the run.</param>
/// <param name="setWorkingFolder">Whether the process works in each notebook's folder while that runs, as with Jupyter.
/// It holds for the whole process; a host that runs several courses at once says no.</param>
public sealed class CourseRunner(IRunObserver observer, bool setWorkingFolder)
{
    private const string MayFailTag = "raises-exception";

    /// <summary>The name of the report in the output folder.</summary>
    public const string ReportName = "report.html";

    /// <summary>Runs the course and writes each notebook as soon as it ended, then the report, also after a failing cell or a stop.</summary>
    /// <exception cref="NotebookException">The run cannot start, or its results cannot be written.</exception>
    public async Task<CourseRun> RunAsync(
        Course course, IReadOnlyDictionary<string, string> parameters, string outputFolder, CancellationToken stop = default)
    {
        var warm = CellSession.WarmUpAsync();
        var documents = course.Notebooks.Select(NotebookReader.ReadFile).ToList();
        CheckLanguages(course, documents);
        ParameterCell.Check(documents, parameters);
        OutputFolder.Check(outputFolder);
        await warm.ConfigureAwait(false);

        var runs = new List<NotebookRun>();
        var written = new List<(NotebookDocument Notebook, string Path)>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ReportName };
        for (var i = 0; i < documents.Count; i++)
        {
            ParameterCell.Inject(documents[i], parameters);
            var run = await RunNotebookAsync(course.Notebooks[i], documents[i], i + 1, documents.Count, stop).ConfigureAwait(false);
            runs.Add(run);
            var writtenTo = Path.Combine(outputFolder, FreeName(names, Path.GetFileName(run.Path)));
            WrittenSecrets.Redact(run.Notebook);
            AtomicFile.Write(writtenTo, NotebookWriter.Write(run.Notebook));
            written.Add((run.Notebook, writtenTo));
            observer.NotebookFinished(run, writtenTo);
            if (run.Outcome != CellOutcome.Finished)
            {
                break;
            }
        }
        // A later notebook may have read a secret that an earlier one showed unknowingly.
        foreach (var (notebook, path) in written.Where(w => WrittenSecrets.Redact(w.Notebook)))
        {
            AtomicFile.Write(path, NotebookWriter.Write(notebook));
        }
        var result = new CourseRun(course, runs, Path.Combine(outputFolder, ReportName));
        AtomicFile.Write(result.ReportPath, CourseReport.Write(result));
        return result;
    }

    private async Task<NotebookRun> RunNotebookAsync(string path, NotebookDocument notebook, int number, int count, CancellationToken stop)
    {
        var recorder = new OutputRecorder(observer.CellProgress);
        var folder = Path.GetDirectoryName(path)!;
        var context = new CellContext { Sink = recorder };
        var session = new CellSession(context, folder);
        var cells = notebook.Cells.Where(c => c.Kind == CellKind.Code).ToList();
        foreach (var cell in cells)
        {
            cell.Outputs.Clear();
            cell.ExecutionCount = null;
        }
        cells.RemoveAll(c => string.IsNullOrWhiteSpace(c.Source));

        observer.NotebookStarted(number, count, path, notebook, cells.Count);
        var clock = Stopwatch.StartNew();
        var before = Environment.CurrentDirectory;
        try
        {
            if (setWorkingFolder)
            {
                Environment.CurrentDirectory = folder;
            }
            for (var i = 1; i <= cells.Count; i++)
            {
                var cell = cells[i - 1];
                var mayFail = cell.Tags.Contains(MayFailTag);
                observer.CellStarted(i, cells.Count, cell);
                recorder.Begin(cell);
                var result = await session.RunAsync(new CellSource($"cell {i}", cell.Source), stop).ConfigureAwait(false);
                recorder.End(result, i);
                cell.ExecutionCount = i;
                observer.CellFinished(i, cells.Count, result, mayFail);
                if (result.Outcome == CellOutcome.Stopped || (result.Outcome == CellOutcome.Failed && !mayFail))
                {
                    return new NotebookRun(path, notebook, result.Outcome, i, result.Error, clock.Elapsed);
                }
            }
            return new NotebookRun(path, notebook, CellOutcome.Finished, null, null, clock.Elapsed);
        }
        finally
        {
            if (setWorkingFolder)
            {
                Environment.CurrentDirectory = before;
            }
            (context.SqlSession as IDisposable)?.Dispose();
        }
    }

    private static void CheckLanguages(Course course, List<NotebookDocument> documents)
    {
        foreach (var (path, notebook) in course.Notebooks.Zip(documents))
        {
            if (notebook.Language is not ("" or "C#" or "csharp" or "c#"))
            {
                throw new NotebookException($"'{path}' is a notebook of {notebook.Language}; only C# notebooks can be run here.");
            }
        }
    }

    private static string FreeName(HashSet<string> taken, string name)
    {
        var free = name;
        for (var i = 2; !taken.Add(free); i++)
        {
            free = $"{Path.GetFileNameWithoutExtension(name)}-{i}{Path.GetExtension(name)}";
        }
        return free;
    }
}
