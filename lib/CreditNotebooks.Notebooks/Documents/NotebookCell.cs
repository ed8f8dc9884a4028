using System.Text.Json.Nodes;

namespace CreditNotebooks.Notebooks.Documents;

/// <summary>What a cell holds; the names of nbformat's <c>cell_type</c>.</summary>
public enum CellKind
{
    /// <summary>Source that is run.</summary>
    Code,
    /// <summary>Prose.</summary>
    Markdown,
    /// <summary>Text that is neither run nor rendered.</summary>
    Raw,
}

/// <summary>One cell over its JSON, so that fields which this version does not know stay as they are.</summary>
public sealed class NotebookCell
{
    internal NotebookCell(JsonObject json) => Json = json;

    /// <summary>The cell as it will be written.</summary>
    internal JsonObject Json { get; }

    /// <summary>A new code cell, without outputs.</summary>
    public static NotebookCell Code(string id, string source)
    {
        var cell = new NotebookCell(new JsonObject
        {
            ["cell_type"] = "code",
            ["id"] = id,
            ["metadata"] = new JsonObject(),
            ["execution_count"] = null,
            ["outputs"] = new JsonArray(),
        });
        cell.Source = source;
        return cell;
    }

    /// <summary>Whether the cell is run, rendered or neither.</summary>
    public CellKind Kind => (string?)Json["cell_type"] switch
    {
        "code" => CellKind.Code,
        "markdown" => CellKind.Markdown,
        _ => CellKind.Raw,
    };

    /// <summary>The cell's id, unique in its notebook (nbformat 4.5).</summary>
    public string Id => (string)Json["id"]!;

    /// <summary>The cell's text with line feeds; written as a list of lines, as Jupyter does.</summary>
    public string Source
    {
        get => MultilineText.Read(Json["source"]);
        set => Json["source"] = MultilineText.Write(value);
    }

    /// <summary>The cell's own metadata; changes are written.</summary>
    public JsonObject Metadata => (JsonObject)Json["metadata"]!;

    /// <summary>The names under <c>metadata.tags</c>: <c>parameters</c>, <c>raises-exception</c> …</summary>
    public IEnumerable<string> Tags => (Metadata["tags"] as JsonArray)?.Select(t => (string?)t ?? "") ?? [];

    /// <summary>The outputs of a code cell in nbformat's form; other cells have none.</summary>
    public JsonArray Outputs => Json["outputs"] as JsonArray ?? [];

    /// <summary>The number in the brackets before a code cell that has run.</summary>
    public int? ExecutionCount
    {
        get => (int?)Json["execution_count"];
        set => Json["execution_count"] = value;
    }
}
