namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>The text of a cell, and the name that errors call it by.</summary>
/// <param name="Name">For example <c>cell 3</c>; unique in a session, so that a stack frame leads to the right text.</param>
/// <param name="Text">The source, magics included.</param>
public sealed record CellSource(string Name, string Text);
