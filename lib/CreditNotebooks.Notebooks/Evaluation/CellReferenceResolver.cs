using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>What <c>#r "…"</c> of a cell means: a path relative to the notebook, or the name of an assembly that the host has.</summary>
internal sealed class CellReferenceResolver(string folder) : MetadataReferenceResolver
{
    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        // The compiler takes one file for one directive.
        return [.. HostReferences.Resolve(PathOf(reference)).Take(1)];
    }

    /// <summary>What the assemblies of the text's <c>#r</c> directives need themselves: a cell that opens one library can use the types it shows.</summary>
    public IEnumerable<MetadataReference> Companions(string text) => text.Contains("#r", StringComparison.Ordinal)
        ? CSharpSyntaxTree.ParseText(text, ScriptChain.Parsing).GetCompilationUnitRoot()
            .GetReferenceDirectives().SelectMany(d => HostReferences.Resolve(PathOf(d.File.ValueText)).Skip(1)).Distinct()
        : [];

    /// <summary>The assembly that a <c>#r</c> directive names, and those it needs.</summary>
    public IEnumerable<MetadataReference> ResolveAll(string reference) => HostReferences.Resolve(PathOf(reference));

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        HostReferences.Find(referenceIdentity.Name, (definition as PortableExecutableReference)?.FilePath) is { } path
            ? HostReferences.OpenFile(path)
            : null;

    public override bool Equals(object? other) => other is CellReferenceResolver resolver && resolver.Folder == Folder;

    public override int GetHashCode() => Folder.GetHashCode(StringComparison.Ordinal);

    private string Folder => folder;

    // Notebooks are written on one system and run on another.
    private string PathOf(string reference) => Path.GetFullPath(Path.Combine(folder, reference.Replace('\\', '/')));
}
