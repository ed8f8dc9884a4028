using System.Text.Json.Nodes;

namespace CreditNotebooks.Notebooks.Documents;

/// <summary>A notebook in memory, always of nbformat 4.5.</summary>
public sealed class NotebookDocument
{
    /// <summary>The kernel that the project's notebooks name; the one .NET Interactive had.</summary>
    public const string KernelName = ".net-csharp";

    internal NotebookDocument(JsonObject json, List<NotebookCell> cells)
    {
        Json = json;
        Cells = cells;
    }

    /// <summary>Everything but the cells.</summary>
    internal JsonObject Json { get; }

    /// <summary>The cells in their order; inserted and removed ones are written.</summary>
    public IList<NotebookCell> Cells { get; }

    /// <summary>The notebook's own metadata.</summary>
    public JsonObject Metadata => (JsonObject)Json["metadata"]!;

    /// <summary>The language of the code: the kernelspec's, else what <c>language_info</c> says; empty when neither is there.</summary>
    public string Language =>
        (string?)Metadata["kernelspec"]?["language"] ?? (string?)Metadata["language_info"]?["name"] ?? "";

    /// <summary>The first heading of the first prose that has one; null when there is none.</summary>
    public string? Title => Cells.Where(c => c.Kind == CellKind.Markdown)
        .SelectMany(c => c.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();

    /// <summary>A notebook without cells for the C# kernel.</summary>
    public static NotebookDocument Create() => new(
        new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = KernelName },
                ["language_info"] = new JsonObject { ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp", ["name"] = "C#" },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = NotebookReader.Minor,
        },
        []);
}
