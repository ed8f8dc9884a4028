using System.Collections.Concurrent;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>The XML documentation of symbols: of a cell's own in its comments, of a library's in the file beside it, of the framework's in
/// the reference pack of an installed SDK, where there is one.</summary>
internal static class DocumentationFiles
{
    private static readonly ConcurrentDictionary<(string File, string Id), XElement?> Found = new();

    private static readonly Lazy<string?> ReferencePack = new(FindReferencePack);

    /// <summary>The member's element; null when it is not documented.</summary>
    public static XElement? Of(ISymbol symbol, Compilation compilation)
    {
        var documented = ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition;
        var element = OwnOf(documented, compilation);
        return element?.Element("inheritdoc") is null ? element : Inherited(documented).Select(s => OwnOf(s, compilation))
            .FirstOrDefault(e => e is not null);
    }

    private static XElement? OwnOf(ISymbol symbol, Compilation compilation)
    {
        if (symbol.DeclaringSyntaxReferences.Length > 0)
        {
            return symbol.GetDocumentationCommentXml() is { Length: > 0 } xml && xml.StartsWith('<') ? XElement.Parse(xml) : null;
        }
        return symbol.GetDocumentationCommentId() is { } id && symbol.ContainingAssembly is { } assembly
            && compilation.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } path }
            ? FilesFor(path).Select(file => Found.GetOrAdd((file, id), static key => Read(key.File, key.Id)))
                .FirstOrDefault(e => e is not null)
            : null;
    }

    private static IEnumerable<ISymbol> Inherited(ISymbol symbol)
    {
        ISymbol? overridden = symbol is IMethodSymbol method ? method.OverriddenMethod : (symbol as IPropertySymbol)?.OverriddenProperty;
        var implemented = symbol.ContainingType?.AllInterfaces.SelectMany(i => i.GetMembers(symbol.Name))
            .Where(m => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(m), symbol)) ?? [];
        return (overridden is null ? [] : new[] { overridden }).Concat(implemented).Select(s => s.OriginalDefinition);
    }

    private static IEnumerable<string> FilesFor(string assembly)
    {
        var beside = Path.ChangeExtension(assembly, ".xml");
        if (File.Exists(beside))
        {
            return [beside];
        }
        if (Path.GetDirectoryName(assembly) != Path.GetDirectoryName(typeof(object).Assembly.Location)
            || ReferencePack.Value is not { } pack)
        {
            return [];
        }
        var own = Path.Combine(pack, Path.GetFileName(beside));
        // What System.Private.CoreLib holds is documented under the names of many assemblies.
        return File.Exists(own) ? [own]
            : new DirectoryInfo(pack).EnumerateFiles("*.xml").OrderByDescending(f => f.Name is "System.Runtime.xml")
                .ThenBy(f => f.Name, StringComparer.Ordinal)
                .Select(f => f.FullName);
    }

    private static XElement? Read(string file, string id)
    {
        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        for (var found = reader.ReadToFollowing("member"); found; found = reader.ReadToNextSibling("member"))
        {
            if (reader.GetAttribute("name") == id)
            {
                return (XElement)XNode.ReadFrom(reader);
            }
        }
        return null;
    }

    /// <summary>The folder of the reference assemblies for the runtime that is running, with their documentation.</summary>
    private static string? FindReferencePack()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var roots = new[] { Path.GetFullPath(Path.Combine(runtime, "..", "..", "..")), Environment.GetEnvironmentVariable("DOTNET_ROOT") };
        return roots.OfType<string>().Select(root => Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref")).Where(Directory.Exists)
            .SelectMany(pack => Directory.EnumerateDirectories(pack, $"{Environment.Version.Major}.*"))
            .OrderByDescending(version => Version.TryParse(Path.GetFileName(version), out var v) ? v : new Version())
            .Select(version => Path.Combine(version, "ref", $"net{Environment.Version.Major}.{Environment.Version.Minor}"))
            .FirstOrDefault(Directory.Exists);
    }
}
