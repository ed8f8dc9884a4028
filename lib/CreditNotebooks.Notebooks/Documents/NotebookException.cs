namespace CreditNotebooks.Notebooks.Documents;

/// <summary>Input that a run cannot start from: a missing file, a file that is no notebook, an unknown parameter or course,
/// an output folder that cannot be written. The message is one sentence for the user.</summary>
public sealed class NotebookException : Exception
{
    /// <summary>An error with a sentence that says what is wrong, where, and what to do.</summary>
    public NotebookException(string message) : base(message) { }

    /// <summary>The same, with what the system said.</summary>
    public NotebookException(string message, Exception inner) : base(message, inner) { }
}
