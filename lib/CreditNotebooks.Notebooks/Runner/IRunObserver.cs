using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Runner;

/// <summary>Who follows a run while it goes on: the command line's progress lines. Called from any thread, one call at a time.</summary>
public interface IRunObserver
{
    /// <summary>A notebook begins; <paramref name="number"/> counts from 1.</summary>
    void NotebookStarted(int number, int count, string path, NotebookDocument notebook, int cells);

    /// <summary>A code cell begins.</summary>
    void CellStarted(int number, int count, NotebookCell cell);

    /// <summary>A long action inside the cell says how far it is.</summary>
    void CellProgress(string what, double? fraction);

    /// <summary>The cell ended; <paramref name="mayFail"/> when it is tagged <c>raises-exception</c>.</summary>
    void CellFinished(int number, int count, CellResult result, bool mayFail);

    /// <summary>The notebook ended and was written to <paramref name="writtenTo"/>.</summary>
    void NotebookFinished(NotebookRun run, string writtenTo);
}
