using System.Text.Json.Nodes;
using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Documents;
using CreditNotebooks.Notebooks.Parameters;

namespace CreditNotebooks.Notebooks.Runner;

/// <summary>The last look at a notebook before it is written. What cells showed came without the secrets that were known then; a secret that a later
/// cell read is taken out here. So is a secret in the cell of parameters that the runner wrote; other sources are their author's.</summary>
public static class WrittenSecrets
{
    /// <summary>Takes the secrets out; false when there was none.</summary>
    internal static bool Redact(NotebookDocument notebook)
    {
        if (!Redaction.IsActive)
        {
            return false;
        }
        var found = false;
        foreach (var cell in notebook.Cells)
        {
            if (cell.Tags.Contains(ParameterCell.InjectedTag) && Redaction.Apply(cell.Source) is var source && source != cell.Source)
            {
                cell.Source = source;
                found = true;
            }
            for (var i = 0; i < cell.Outputs.Count; i++)
            {
                var output = RedactedJson.Of(cell.Outputs[i]);
                if (!JsonNode.DeepEquals(output, cell.Outputs[i]))
                {
                    cell.Outputs[i] = output;
                    found = true;
                }
            }
        }
        return found;
    }

    /// <summary>The numbers of the code cells, as the runner counts them, whose source holds a secret as literal.</summary>
    public static IReadOnlyList<int> InSource(NotebookDocument notebook) =>
    [
        .. notebook.Cells.Where(c => c.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(c.Source)).Index()
            .Where(c => c.Item.Source is var source && Redaction.Apply(source) != source).Select(c => c.Index + 1),
    ];
}
