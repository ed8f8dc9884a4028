using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditNotebooks.Display;

/// <summary>Secrets taken out of JSON so that it stays JSON.</summary>
internal static class RedactedJson
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };
    private static readonly JsonSerializerOptions Written = new() { MaxDepth = 1000, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON text without secrets; the same string when it holds none.</summary>
    public static string Apply(string json)
    {
        var redacted = Redaction.Apply(json);
        if (ReferenceEquals(redacted, json))
        {
            return json;
        }
        try
        {
            return Of(JsonNode.Parse(json, documentOptions: Deep))?.ToJsonString(Written) ?? "null";
        }
        catch (JsonException)
        {
            // It was no JSON to begin with, which whoever reads it will say.
            return redacted;
        }
    }

    /// <summary>A copy of the node with names, texts and numbers redacted.</summary>
    public static JsonNode? Of(JsonNode? node) => node switch
    {
        null => null,
        JsonObject fields => new JsonObject(fields.DistinctBy(f => Redaction.Apply(f.Key))
            .Select(f => KeyValuePair.Create(Redaction.Apply(f.Key), Of(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Of)]),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => Redaction.Apply(value.GetValue<string>()),
            JsonValueKind.Number when value.ToJsonString() is var number
                && Redaction.Apply(number) is var shown && !ReferenceEquals(shown, number) => shown,
            _ => value.DeepClone(),
        },
        _ => node.DeepClone(),
    };
}
