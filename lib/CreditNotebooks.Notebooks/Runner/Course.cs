namespace CreditNotebooks.Notebooks.Runner;

/// <summary>Notebooks that are run one after the other and share one report.</summary>
/// <param name="Name">The folder's name, for example <c>credit</c>.</param>
/// <param name="Notebooks">Full paths, in the order they run.</param>
/// <param name="OutputFolder">Where executed notebooks and the report go unless the user says otherwise.</param>
public sealed record Course(string Name, IReadOnlyList<string> Notebooks, string OutputFolder);
