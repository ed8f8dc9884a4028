using System.Reflection;
using System.Runtime.Loader;

namespace CreditNotebooks.Notebooks.Packages;

/// <summary>The assemblies and native libraries of a session's packages. Another session in this process can have other versions.</summary>
internal sealed class PackageAssemblies() : AssemblyLoadContext("packages of a notebook")
{
    private readonly Dictionary<string, string> _managed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _native =
        new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Loads the assemblies, which may name each other and the native libraries. Answers those that are new.</summary>
    /// <exception cref="BadImageFormatException">A file is no assembly for this platform.</exception>
    public List<Assembly> Add(IEnumerable<string> assemblies, IEnumerable<string> nativeLibraries)
    {
        foreach (var library in nativeLibraries)
        {
            _native.TryAdd(Path.GetFileName(library), library);
        }
        var added = assemblies.Where(path => _managed.TryAdd(Path.GetFileNameWithoutExtension(path), path)).ToList();
        return [.. added.Select(LoadFromAssemblyPath)];
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && _managed.TryGetValue(name, out var path) ? LoadFromAssemblyPath(path) : null;

    // The names that the runtime itself tries for [DllImport("name")] ("Native library loading").
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var suffix = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        string[] names = [unmanagedDllName, unmanagedDllName + suffix, "lib" + unmanagedDllName + suffix, "lib" + unmanagedDllName];
        return names.FirstOrDefault(_native.ContainsKey) is { } found ? LoadUnmanagedDllFromPath(_native[found]) : 0;
    }
}
