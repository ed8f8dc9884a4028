using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Runner;

/// <summary>A notebook that has been run, or run as far as it got.</summary>
/// <param name="Path">Where it came from.</param>
/// <param name="Notebook">The notebook with its outputs.</param>
/// <param name="Outcome">How its last cell ended.</param>
/// <param name="FailedCell">The number of the code cell that ended it; null when it finished.</param>
/// <param name="Error">That cell's error.</param>
/// <param name="Elapsed">How long its cells took.</param>
public sealed record NotebookRun(
    string Path, NotebookDocument Notebook, CellOutcome Outcome, int? FailedCell, CellError? Error, TimeSpan Elapsed);

/// <summary>A course that has been run, or run as far as it got.</summary>
/// <param name="Course">What was run.</param>
/// <param name="Notebooks">The notebooks that were begun.</param>
/// <param name="ReportPath">The HTML report.</param>
public sealed record CourseRun(Course Course, IReadOnlyList<NotebookRun> Notebooks, string ReportPath)
{
    /// <summary>How the course ended.</summary>
    public CellOutcome Outcome => Notebooks.Count == 0 ? CellOutcome.Finished : Notebooks[^1].Outcome;
}
