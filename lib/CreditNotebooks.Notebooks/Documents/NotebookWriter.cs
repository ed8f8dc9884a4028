using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditNotebooks.Notebooks.Documents;

/// <summary>Writes .ipynb text as Jupyter does: keys sorted, an indent of one space, text not escaped, a line feed at the end.</summary>
public static class NotebookWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1000,
    };

    /// <summary>The notebook's text; the same notebook gives the same bytes.</summary>
    public static string Write(NotebookDocument notebook)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WritePropertyName("cells");
            json.WriteStartArray();
            foreach (var cell in notebook.Cells)
            {
                WriteSorted(json, cell.Json);
            }
            json.WriteEndArray();
            WriteFields(json, notebook.Json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void WriteSorted(Utf8JsonWriter json, JsonNode? node)
    {
        switch (node)
        {
            case null:
                json.WriteNullValue();
                break;
            case JsonObject fields:
                json.WriteStartObject();
                WriteFields(json, fields);
                json.WriteEndObject();
                break;
            case JsonArray items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    WriteSorted(json, item);
                }
                json.WriteEndArray();
                break;
            default:
                node.WriteTo(json);
                break;
        }
    }

    private static void WriteFields(Utf8JsonWriter json, JsonObject fields)
    {
        foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            WriteSorted(json, value);
        }
    }
}
