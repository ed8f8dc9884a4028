using System.ComponentModel;
using Microsoft.CodeAnalysis;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>Symbols of C# as items of a list.</summary>
internal static class SymbolItem
{
    /// <summary>How types stand in a signature: <c>List&lt;string&gt;</c>, <c>int?</c>.</summary>
    public static readonly SymbolDisplayFormat Minimal = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeType)
        .WithLocalOptions(SymbolDisplayLocalOptions.IncludeType);

    /// <summary>One item for the symbols of one name.</summary>
    public static CompletionItem Of(IReadOnlyList<ISymbol> overloads)
    {
        var symbol = overloads[0];
        var more = overloads.Count > 1 && symbol is IMethodSymbol ? $" (+ {overloads.Count - 1})" : "";
        return new CompletionItem(EscapeName(symbol.Name), KindOf(symbol), SignatureOf(symbol) + more);
    }

    /// <summary>Whether code may name the symbol and wants to: it is made for other code than an editor's where its author says
    /// so.</summary>
    public static bool IsOffered(ISymbol symbol) =>
        symbol.CanBeReferencedByName && symbol.Name.Length > 0
            && (!symbol.IsImplicitlyDeclared || symbol.ContainingType is { IsTupleType: true }) && !symbol.GetAttributes().Any(Hides);

    private static bool Hides(AttributeData attribute) => attribute.AttributeClass?.Name switch
    {
        nameof(EditorBrowsableAttribute) => attribute.ConstructorArguments is [{ Value: (int)EditorBrowsableState.Never }],
        nameof(ObsoleteAttribute) => attribute.ConstructorArguments is [_, { Value: true }],
        _ => false,
    };

    private static string EscapeName(string name) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(name) is Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? name : "@" + name;

    private static CompletionKind KindOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } or IMethodSymbol { ContainingType.IsScriptClass: true } =>
            CompletionKind.Function,
        IMethodSymbol => CompletionKind.Method,
        IPropertySymbol => CompletionKind.Property,
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => CompletionKind.EnumMember,
        IFieldSymbol { ContainingType.IsScriptClass: false } => CompletionKind.Field,
        IEventSymbol => CompletionKind.Event,
        INamespaceSymbol => CompletionKind.Module,
        ITypeSymbol { TypeKind: TypeKind.Struct } => CompletionKind.Struct,
        ITypeSymbol { TypeKind: TypeKind.Interface } => CompletionKind.Interface,
        ITypeSymbol { TypeKind: TypeKind.Enum } => CompletionKind.Enum,
        ITypeSymbol => CompletionKind.Class,
        _ => CompletionKind.Variable,
    };

    private static string SignatureOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => $"{method.Name}({Parameters(method)}) → {method.ReturnType.ToDisplayString(Minimal)}",
        IPropertySymbol property => property.Type.ToDisplayString(Minimal),
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } member => member.ContainingType.Name,
        IFieldSymbol field => field.Type.ToDisplayString(Minimal),
        ILocalSymbol local => local.Type.ToDisplayString(Minimal),
        IParameterSymbol parameter => parameter.Type.ToDisplayString(Minimal),
        IEventSymbol occurrence => occurrence.Type.ToDisplayString(Minimal),
        INamedTypeSymbol { Arity: > 0 } type => $"{type.Name}<{string.Join(", ", type.TypeParameters.Select(p => p.Name))}>",
        _ => "",
    };

    private static string Parameters(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(p => p.ToDisplayString(Minimal)));
}
