using CreditNotebooks.Notebooks.Evaluation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>Text as the session's next piece of code, bound but not compiled. What the pieces before it mean is kept from one question to
/// the next.</summary>
internal sealed class CodeModels(ScriptChain chain)
{
    private (object? Version, string References, Compilation Compilation)? _kept;

    /// <summary>The text's tree and what it means.</summary>
    public CodeModel Open(string text, IReadOnlyList<string> references)
    {
        var key = string.Join('\n', references);
        if (_kept is not { } kept || !ReferenceEquals(kept.Version, chain.Version) || kept.References != key)
        {
            kept = (chain.Version, key, chain.NextPiece([.. references.Where(IsAssembly)]));
            _kept = kept;
        }
        var tree = CSharpSyntaxTree.ParseText(text, ScriptChain.Parsing);
        var compilation = kept.Compilation.ReplaceSyntaxTree(kept.Compilation.SyntaxTrees.Single(), tree);
        return new CodeModel(tree.GetRoot(), compilation.GetSemanticModel(tree), compilation);
    }

    // Running the cell says what is wrong with a file that is none.
    private bool IsAssembly(string reference)
    {
        try
        {
            return chain.CanReference(reference);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>A text that is bound.</summary>
internal sealed record CodeModel(SyntaxNode Root, SemanticModel Semantics, Compilation Compilation);
