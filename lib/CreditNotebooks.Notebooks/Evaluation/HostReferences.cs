using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>The assemblies that cells compile against. Opened once a process; all sessions share them.</summary>
internal static class HostReferences
{
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    // What the host itself would load, by simple name: the framework, and what stands beside the host.
    private static readonly Dictionary<string, string> Trusted =
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(p => Path.GetFileNameWithoutExtension(p)!, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);

    private static readonly ConcurrentDictionary<(string Path, DateTime Written), PortableExecutableReference> Open = new();

    /// <summary>The framework, and the contract for displays. The compiler asks for the framework's facades, which only forward to others,
    /// when a library refers to one; they would be half of the list that it keeps for each cell.</summary>
    public static ImmutableArray<MetadataReference> Defaults { get; } =
    [
        .. Trusted.Values.Where(p => IsFramework(p) && HasTypes(p)).Append(typeof(Display.Displays).Assembly.Location).Select(p => (MetadataReference)OpenFile(p)),
    ];

    /// <summary>The assembly at <paramref name="path"/> and those it needs. A file that has the name of an assembly which the host
    /// ships stands for the host's, so that a cell and the host share one set of types.</summary>
    public static ImmutableArray<PortableExecutableReference> Resolve(string path)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Collect(Trusted.GetValueOrDefault(Path.GetFileNameWithoutExtension(path)) ?? path, found);
        return [.. found.Values.Select(OpenFile)];
    }

    /// <summary>The file of an assembly that another one needs: the host's, or one beside it; null when neither is there.</summary>
    public static string? Find(string name, string? besides)
    {
        if (Trusted.TryGetValue(name, out var trusted))
        {
            return trusted;
        }
        var beside = besides is null ? null : Path.Combine(Path.GetDirectoryName(besides)!, name + ".dll");
        return File.Exists(beside) ? beside : null;
    }

    /// <summary>One file, opened once as long as it does not change.</summary>
    public static PortableExecutableReference OpenFile(string path) =>
        Open.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), static key => MetadataReference.CreateFromFile(key.Path));

    private static bool HasTypes(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.HasMetadata && file.GetMetadataReader() is var metadata && metadata.TypeDefinitions.Any(handle =>
            (metadata.GetTypeDefinition(handle).Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);
    }

    private static bool IsFramework(string path) => path.StartsWith(FrameworkFolder, StringComparison.Ordinal);

    private static void Collect(string path, Dictionary<string, string> found)
    {
        if (!File.Exists(path) || !found.TryAdd(Path.GetFileNameWithoutExtension(path), path))
        {
            return;
        }
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
        {
            return;
        }
        var metadata = file.GetMetadataReader();
        var names = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name));
        foreach (var name in names.Concat(HostDependencies.Of(Path.GetFileNameWithoutExtension(path))).Distinct().ToList())
        {
            if (Find(name, path) is { } needed && !IsFramework(needed))
            {
                Collect(needed, found);
            }
        }
    }
}
