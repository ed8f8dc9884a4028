using System.Text.Json;
using System.Text.Json.Nodes;
using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Documents;

/// <summary>A <see cref="MimeBundle"/> as the <c>data</c> of Jupyter's files and messages: JSON types as JSON, text as lines in files and whole in messages.</summary>
internal static class NotebookOutput
{
    /// <summary>As in a notebook file (nbformat's <c>mimebundle</c>).</summary>
    public static JsonObject InFile(MimeBundle bundle) => Data(bundle, MultilineText.Write);

    /// <summary>As in a message (messaging specification, "display_data").</summary>
    public static JsonObject InMessage(MimeBundle bundle) => Data(bundle, text => text);

    /// <summary>The bundle itself, whose JSON is JSON.</summary>
    /// <exception cref="JsonException">It is not.</exception>
    public static MimeBundle Checked(MimeBundle bundle)
    {
        foreach (var (_, content) in bundle.Data.Where(form => IsJson(form.Key)))
        {
            using var parsed = JsonDocument.Parse(content, Deep);
        }
        return bundle;
    }

    private static JsonObject Data(MimeBundle bundle, Func<string, JsonNode> write)
    {
        var data = new JsonObject();
        foreach (var (type, content) in bundle.Data)
        {
            data[type] = IsJson(type)
                ? JsonNode.Parse(content, documentOptions: Deep)
                : IsText(type) ? write(content) : content;
        }
        return data;
    }

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public static bool IsJson(string type) =>
        type.Equals("application/json", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal);

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is MimeBundle.Svg or "application/javascript";
}
