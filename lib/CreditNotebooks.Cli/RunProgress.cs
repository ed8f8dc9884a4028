using System.Globalization;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;

namespace CreditNotebooks.Cli;

/// <summary>A line for each notebook and each cell; on a terminal the cell's line is overwritten by the next one's.</summary>
internal sealed class RunProgress(Terminal terminal, bool quiet) : IRunObserver
{
    private const int Width = 78;

    private readonly Lock _gate = new();
    private string _line = "";

    public void NotebookStarted(int number, int count, string path, NotebookDocument notebook, int cells)
    {
        var title = notebook.Title is { } t ? $" — {t}" : "";
        Line($"[{number}/{count}] {Path.GetFileName(path)}{title}");
    }

    public void CellStarted(int number, int count, NotebookCell cell)
    {
        var first = cell.Source.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0) ?? "";
        _line = $"  cell {number}/{count}  {Redaction.Apply(first)}";
        Overwrite(_line);
    }

    public void CellProgress(string what, double? fraction)
    {
        var progress = fraction is { } f ? string.Create(CultureInfo.InvariantCulture, $"  {what}, {f * 100:0} %") : $"  {what}";
        Overwrite(Cut(_line, Math.Max(0, Width - progress.Length)) + progress);
    }

    public void CellFinished(int number, int count, CellResult result, bool mayFail)
    {
        Overwrite("");
        var verdict = result.Outcome switch
        {
            CellOutcome.Failed => mayFail ? "  failed, as it may" : "  failed",
            CellOutcome.Stopped => "  stopped",
            _ => "",
        };
        if (!terminal.IsInteractive || verdict.Length > 0)
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"  cell {number}/{count}  {result.Elapsed.TotalSeconds:0.00} s{verdict}"));
        }
    }

    public void NotebookFinished(NotebookRun run, string writtenTo) =>
        Line(string.Create(CultureInfo.InvariantCulture, $"  {run.Elapsed.TotalSeconds:0.0} s → {Path.GetRelativePath(terminal.Folder, writtenTo)}"));

    private void Line(string text)
    {
        if (!quiet)
        {
            lock (_gate)
            {
                terminal.Out.WriteLine(text);
            }
        }
    }

    private void Overwrite(string text)
    {
        if (!quiet && terminal.IsInteractive)
        {
            lock (_gate)
            {
                terminal.Out.Write("\r\u001b[2K" + Cut(text, Width));
            }
        }
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : width == 0 ? "" : text[..(width - 1)] + "…";
}
