using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;
using CreditNotebooks.Notebooks.Runner;

namespace CreditNotebooks.Tests.Courses;

/// <summary>Follows a run and says nothing.</summary>
internal sealed class SilentObserver : IRunObserver
{
    public void NotebookStarted(int number, int count, string path, NotebookDocument notebook, int cells) { }
    public void CellStarted(int number, int count, NotebookCell cell) { }
    public void CellProgress(string what, double? fraction) { }
    public void CellFinished(int number, int count, CellResult result, bool mayFail) { }
    public void NotebookFinished(NotebookRun run, string writtenTo) { }
}
