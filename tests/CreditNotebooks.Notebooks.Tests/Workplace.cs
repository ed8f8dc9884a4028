using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;

namespace CreditNotebooks.Notebooks.Tests;

/// <summary>A folder of its own for a test, gone afterwards.</summary>
internal sealed class Workplace : IDisposable
{
    public Workplace() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "credit-notebooks-" + Guid.NewGuid().ToString("N"));

    public string Output => Path.Combine(Folder, "output");

    /// <summary>Writes a notebook; a cell that begins with "tag:" names its tag on that line.</summary>
    public string Notebook(string name, params string[] cells)
    {
        var notebook = NotebookDocument.Create();
        foreach (var (i, source) in cells.Index())
        {
            var tagged = source.StartsWith("tag:", StringComparison.Ordinal);
            var feed = source.IndexOf('\n', StringComparison.Ordinal);
            var cell = NotebookCell.Code($"c{i}", tagged ? source[(feed + 1)..] : source);
            if (tagged)
            {
                cell.Metadata["tags"] = new System.Text.Json.Nodes.JsonArray(source[4..feed]);
            }
            notebook.Cells.Add(cell);
        }
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, NotebookWriter.Write(notebook));
        return path;
    }

    public Task<CourseRun> RunAsync(Dictionary<string, string>? parameters = null, CancellationToken stop = default, params string[] paths) =>
        new CourseRunner(new SilentObserver(), setWorkingFolder: false)
            .RunAsync(new Course("trial", paths, Output), parameters ?? [], Output, stop);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class SilentObserver : IRunObserver
    {
        public void NotebookStarted(int number, int count, string path, NotebookDocument notebook, int cells) { }
        public void CellStarted(int number, int count, NotebookCell cell) { }
        public void CellProgress(string what, double? fraction) { }
        public void CellFinished(int number, int count, CellResult result, bool mayFail) { }
        public void NotebookFinished(NotebookRun run, string writtenTo) { }
    }
}
