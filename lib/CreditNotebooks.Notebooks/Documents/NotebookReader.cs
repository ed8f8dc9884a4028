using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditNotebooks.Notebooks.Documents;

/// <summary>Reads .ipynb files of nbformat 4 and brings older minors to 4.5 in memory: cells get ids.</summary>
public static class NotebookReader
{
    internal const int Minor = 5;

    /// <summary>Reads a file; a <see cref="NotebookException"/> says what is wrong with one that is no notebook.</summary>
    public static NotebookDocument ReadFile(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookException($"There is no notebook '{path}'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"The notebook '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a notebook's text; <paramref name="name"/> stands for it in errors.</summary>
    public static NotebookDocument Parse(string text, string name)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new NotebookException($"'{name}' is no notebook: the file is empty.");
        }
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text);
            _ = root is JsonObject o ? o.Count : 0; // duplicate keys show only now
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            var where = e is JsonException { LineNumber: { } line } ? $" (line {line + 1})" : "";
            throw new NotebookException($"'{name}' is no notebook: it is not valid JSON{where}.", e);
        }
        try
        {
            return Read(root, name);
        }
        catch (InvalidOperationException e)
        {
            throw new NotebookException($"'{name}' is no notebook: a field has another type than nbformat 4 gives it ({e.Message})", e);
        }
    }

    private static NotebookDocument Read(JsonNode? root, string name)
    {
        if (root is not JsonObject json || json["nbformat"] is null)
        {
            throw new NotebookException($"'{name}' is no notebook: it is JSON, but has no \"nbformat\".");
        }
        if ((int)json["nbformat"]! != 4)
        {
            throw new NotebookException($"'{name}' is of nbformat {json["nbformat"]}, and 4 is needed: open and save it in a current Jupyter first.");
        }
        if (json["cells"] is not JsonArray array)
        {
            throw new NotebookException($"'{name}' is no notebook: it has no \"cells\".");
        }
        json.Remove("cells");
        json["metadata"] ??= new JsonObject();
        // A later minor may have fields that are unknown here; they are kept, and so is the number.
        json["nbformat_minor"] = Math.Max(Minor, (int?)json["nbformat_minor"] ?? 0);

        var cells = new List<NotebookCell>();
        var ids = new HashSet<string>();
        foreach (var node in array)
        {
            if (node is not JsonObject cell || (string?)cell["cell_type"] is not { } type)
            {
                throw new NotebookException($"'{name}' is no notebook: cell {cells.Count + 1} has no \"cell_type\".");
            }
            Upgrade(cell, type, ids, cells.Count);
            cells.Add(new NotebookCell(cell));
        }
        array.Clear();
        return new NotebookDocument(json, cells);
    }

    private static void Upgrade(JsonObject cell, string type, HashSet<string> ids, int position)
    {
        cell["metadata"] ??= new JsonObject();
        cell["source"] = MultilineText.Write(MultilineText.Read(cell["source"]).ReplaceLineEndings("\n"));
        if (type == "code")
        {
            cell["outputs"] ??= new JsonArray();
            cell.TryAdd("execution_count", null);
        }
        // Reading the same file twice gives the same ids, so that a diff shows only what changed.
        if ((string?)cell["id"] is not { Length: > 0 } id || !ids.Add(id))
        {
            id = $"cell-{position + 1}";
            for (var again = 2; !ids.Add(id); again++)
            {
                id = $"cell-{position + 1}-{again}";
            }
            cell["id"] = id;
        }
    }
}
