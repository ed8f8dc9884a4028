using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>What <c>#r "…"</c> of a cell means: a path relative to the notebook, or the name of an assembly that the host has.</summary>
internal sealed class CellReferenceResolver(string folder) : MetadataReferenceResolver
{
    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        // Notebooks are written on one system and run on another.
        var path = Path.GetFullPath(Path.Combine(folder, reference.Replace('\\', '/')));
        return HostReferences.Resolve(path);
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        HostReferences.Find(referenceIdentity.Name, (definition as PortableExecutableReference)?.FilePath) is { } path
            ? HostReferences.OpenFile(path)
            : null;

    public override bool Equals(object? other) => other is CellReferenceResolver resolver && resolver.Folder == Folder;

    public override int GetHashCode() => Folder.GetHashCode(StringComparison.Ordinal);

    private string Folder => folder;
}
