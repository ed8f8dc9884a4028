using System.Text.Json;
using System.Text.Json.Nodes;
using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Documents;

/// <summary>Between a <see cref="MimeBundle"/> and nbformat's <c>mimebundle</c>: JSON types as JSON, text as a list of lines.</summary>
internal static class NotebookOutput
{
    public static JsonObject Data(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (type, content) in bundle.Data)
        {
            data[type] = IsJson(type)
                ? JsonNode.Parse(content, documentOptions: new JsonDocumentOptions { MaxDepth = 1000 })
                : IsText(type) ? MultilineText.Write(content) : content;
        }
        return data;
    }

    public static bool IsJson(string type) =>
        type.Equals("application/json", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal);

    private static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is MimeBundle.Svg or "application/javascript";
}
