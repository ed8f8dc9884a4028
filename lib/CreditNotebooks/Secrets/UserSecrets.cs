using System.Text;
using System.Text.Json;

namespace CreditNotebooks;

/// <summary>The file of <c>dotnet user-secrets set "scope:key" VALUE --id credit-notebooks</c>. Keys are compared without regard to case, as .NET does.</summary>
internal sealed class UserSecrets(SecretPlaces places, PrivateFile files) : ISecretProvider
{
    /// <summary>The id of this project's user secrets.</summary>
    public const string DefaultId = "credit-notebooks";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    // Where the command itself keeps them.
    private string FilePath => places.Variable("APPDATA") is { } data
        ? Path.Combine(data, "Microsoft", "UserSecrets", DefaultId, "secrets.json")
        : Path.Combine(places.Variable("HOME") ?? places.Home, ".microsoft", "usersecrets", DefaultId, "secrets.json");

    public byte[]? Find(string scope, string key)
    {
        var name = $"{scope}:{key}";
        return Read().FirstOrDefault(s => s.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { } value ? Encoding.UTF8.GetBytes(value) : null;
    }

    public IEnumerable<(string Scope, string Key)> List() =>
        Read().Select(s => s.Key.Split(':', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1]));

    public string Describe(string scope, string key) => $"\"{scope}:{key}\" in the user secrets '{FilePath}'";

    private List<KeyValuePair<string, string>> Read()
    {
        if (files.TryRead(FilePath) is not { } bytes)
        {
            return [];
        }
        var found = new List<KeyValuePair<string, string>>();
        try
        {
            // The command writes a mark of byte order before the text.
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'), Lenient);
            Collect(document.RootElement, "", found);
        }
        catch (JsonException e)
        {
            // The parser's own message may quote the text.
            throw new SecretException($"The user secrets '{FilePath}' are no JSON: see line {e.LineNumber + 1}.");
        }
        return found;
    }

    // "scope:key" and { "scope": { "key" } } are the same.
    private static void Collect(JsonElement element, string name, List<KeyValuePair<string, string>> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject())
                {
                    Collect(field.Value, name.Length == 0 ? field.Name : $"{name}:{field.Name}", found);
                }
                break;
            case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                found.Add(KeyValuePair.Create(name, element.ToString()));
                break;
            default:
                break;
        }
    }
}
