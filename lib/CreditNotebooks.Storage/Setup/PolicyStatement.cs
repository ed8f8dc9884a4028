using System.Text.Json.Nodes;

namespace CreditNotebooks.Storage.Setup;

/// <summary>A statement of a policy, as somebody has written it.</summary>
internal sealed record PolicyStatement(JsonObject Json)
{
    private const string Everybody = "*";

    public string? Sid => (Json["Sid"] as JsonValue)?.ToString();

    /// <summary>As messages name it.</summary>
    public string Name => Sid is { Length: > 0 } sid ? $"The statement '{sid}'" : "A statement without a Sid";

    /// <summary>Whether it grants something to everybody; a condition may still narrow it.</summary>
    public bool LetsEverybodyIn => Is("Effect", "Allow") && (Json.ContainsKey("NotPrincipal") || IsForEverybody);

    public bool HasCondition => Json["Condition"] is JsonObject { Count: > 0 };

    private bool IsForEverybody => Json["Principal"] switch
    {
        JsonObject kinds => Texts(kinds["AWS"]).Contains(Everybody),
        var principal => Texts(principal).Contains(Everybody),
    };

    /// <summary>Whether it refuses every request over plain HTTP to a bucket, whoever wrote it.</summary>
    public bool RefusesPlainHttp(string bucketArn)
    {
        var resources = Texts(Json["Resource"]);
        return Is("Effect", "Deny") && IsForEverybody && Texts(Json["Action"]).Any(action => action is "s3:*" or "*")
            && (resources.Contains("*") || (resources.Contains(bucketArn) && resources.Contains(bucketArn + "/*")))
            && Json["Condition"] is JsonObject { Count: 1 } condition && condition["Bool"] is JsonObject { Count: 1 } test
            && test.First().Key.Equals("aws:SecureTransport", StringComparison.OrdinalIgnoreCase)
            && Texts(test.First().Value) is ["false"];
    }

    /// <summary>Whether another one says the same, in whatever order and with one text for a list of one.</summary>
    public bool Means(PolicyStatement other) => Canonical(Json) == Canonical(other.Json);

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject map => "{" + string.Join(",", map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}:{Canonical(pair.Value)}")) + "}",
        _ => "[" + string.Join('\n', Texts(node).Order(StringComparer.Ordinal)) + "]",
    };

    private static List<string> Texts(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => item?.ToString() ?? "")],
        _ => [node.ToString()],
    };

    private bool Is(string name, string value) => Texts(Json[name]) is [var only] && only == value;
}
