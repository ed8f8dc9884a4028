using System.Text.Json;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>Which library the host's projects refer to, as its .deps.json files say. An assembly's own references leave out what its code
/// does not use, and a library may well be there to bring others along.</summary>
internal static class HostDependencies
{
    private static readonly Lazy<Dictionary<string, List<string>>> Known = new(Read);

    /// <summary>The names of what the library directly refers to; none for one that the host does not list.</summary>
    public static IEnumerable<string> Of(string name) => Known.Value.GetValueOrDefault(name) ?? [];

    private static Dictionary<string, List<string>> Read()
    {
        var known = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        var files = ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES") ?? "").Split([';', Path.PathSeparator], StringSplitOptions.RemoveEmptyEntries);
        foreach (var file in files.Where(f => f.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal) && File.Exists(f)))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var library in document.RootElement.GetProperty("targets").EnumerateObject().SelectMany(t => t.Value.EnumerateObject()))
            {
                if (library.Value.TryGetProperty("dependencies", out var dependencies))
                {
                    known[library.Name.Split('/')[0]] = [.. dependencies.EnumerateObject().Select(d => d.Name)];
                }
            }
        }
        return known;
    }
}
