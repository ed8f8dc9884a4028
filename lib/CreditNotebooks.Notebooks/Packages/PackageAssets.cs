using System.Text.Json;

namespace CreditNotebooks.Notebooks.Packages;

/// <summary>What NuGet has to say about one package, or about all.</summary>
/// <param name="Code">For example <c>NU1101</c>.</param>
/// <param name="IsError">Whether the restore failed for it.</param>
/// <param name="Message">One line.</param>
/// <param name="Package">Which package it is about; null when about none.</param>
internal sealed record RestoreLog(string Code, bool IsError, string Message, string? Package);

/// <summary>What a restore came to, as its <c>project.assets.json</c> says.</summary>
internal sealed class PackageAssets
{
    private PackageAssets() { }

    /// <summary>Every package, those that others need included, with the version that was chosen.</summary>
    public Dictionary<string, string> Versions { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The assemblies to compile against.</summary>
    public List<string> Compile { get; } = [];

    /// <summary>The assemblies to run with, on this platform.</summary>
    public List<string> Runtime { get; } = [];

    /// <summary>The native libraries of this platform.</summary>
    public List<string> Native { get; } = [];

    /// <summary>Shared frameworks that packages want: <c>Microsoft.AspNetCore.App</c>; with the package that does.</summary>
    public List<(string Framework, string Package)> Frameworks { get; } = [];

    public List<RestoreLog> Logs { get; } = [];

    /// <summary>Whether all files are still there; somebody may have emptied NuGet's folder.</summary>
    public bool IsComplete => Compile.Concat(Runtime).Concat(Native).All(File.Exists);

    public static PackageAssets Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var assets = new PackageAssets();
        if (root.TryGetProperty("logs", out var logs))
        {
            assets.Logs.AddRange(logs.EnumerateArray().Select(ReadLog));
        }
        if (assets.Logs.Any(l => l.IsError))
        {
            return assets;
        }
        var roots = root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        // One target stands for the framework, the other for the framework on this platform.
        var target = root.GetProperty("targets").EnumerateObject().Single(t => t.Name.Contains('/', StringComparison.Ordinal));
        foreach (var library in target.Value.EnumerateObject())
        {
            // "Id/Version"
            var slash = library.Name.IndexOf('/', StringComparison.Ordinal);
            var (name, version) = (library.Name[..slash], library.Name[(slash + 1)..]);
            var folder = root.GetProperty("libraries").GetProperty(library.Name).GetProperty("path").GetString()!;
            var place = roots.Select(r => Path.Combine(r, folder)).FirstOrDefault(Directory.Exists) ?? Path.Combine(roots[0], folder);
            assets.Versions[name] = version;
            assets.Compile.AddRange(Files(library.Value, "compile", place));
            assets.Runtime.AddRange(Files(library.Value, "runtime", place));
            assets.Native.AddRange(Files(library.Value, "native", place));
            if (library.Value.TryGetProperty("frameworkReferences", out var frameworks))
            {
                assets.Frameworks.AddRange(frameworks.EnumerateArray().Select(f => (f.GetString()!, name)));
            }
        }
        return assets;
    }

    private static IEnumerable<string> Files(JsonElement library, string kind, string place) => library.TryGetProperty(kind, out var files)
        // "_._" says: for this framework there is none.
        ? files.EnumerateObject().Select(f => f.Name).Where(f => !f.EndsWith("/_._", StringComparison.Ordinal))
            .Select(f => Path.GetFullPath(Path.Combine(place, f)))
        : [];

    private static RestoreLog ReadLog(JsonElement log)
    {
        var lines = log.GetProperty("message").GetString()!.Split('\n').Select(l => l.Trim(' ', '\r', '-', '.')).Where(l => l.Length > 0);
        return new RestoreLog(
            log.GetProperty("code").GetString()!,
            log.GetProperty("level").GetString() is "Error",
            string.Join("; ", lines.Distinct()) + ".",
            log.TryGetProperty("libraryId", out var package) ? package.GetString() : null);
    }
}
