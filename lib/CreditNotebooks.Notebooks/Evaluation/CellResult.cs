using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>How a cell ended.</summary>
public enum CellOutcome
{
    /// <summary>To its end.</summary>
    Finished,
    /// <summary>With an error of the cell's own.</summary>
    Failed,
    /// <summary>Because the user stopped it.</summary>
    Stopped,
}

/// <summary>What became of a cell. Displays and console text have gone to the sink already.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">The last expression's value, ready to be shown; null when there is none.</param>
/// <param name="Error">What went wrong; null when the cell finished.</param>
/// <param name="Elapsed">How long it took, compiling included.</param>
public sealed record CellResult(CellOutcome Outcome, MimeBundle? Value, CellError? Error, TimeSpan Elapsed)
{
    /// <summary>The same with the mark for every secret.</summary>
    internal CellResult Redacted() => Redaction.IsActive
        ? this with { Value = Value is null ? null : Redaction.Apply(Value), Error = Error?.Redacted() }
        : this;
}

/// <summary>A cell's error in the terms of Jupyter's protocol.</summary>
/// <param name="Name">The exception's type, or <c>CompilationError</c>, <c>MagicError</c>, <c>PackageError</c>, <c>Stopped</c>.</param>
/// <param name="Message">The exception's message as it stands; may have several lines.</param>
/// <param name="Traceback">Lines to show: the error, then where in the cells it happened. The host's own frames are left out.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback)
{
    internal CellError Redacted() => new(Redaction.Apply(Name), Redaction.Apply(Message), [.. Traceback.Select(Redaction.Apply)]);
}

/// <summary>Ends a cell with an error that is already worded for the user.</summary>
internal sealed class CellFailure(CellError error) : Exception(error.Message)
{
    public CellFailure(string name, string message, params string[] where) : this(new CellError(name, message, [$"{name}: {message}", .. where])) { }

    public CellError Error { get; } = error;
}
