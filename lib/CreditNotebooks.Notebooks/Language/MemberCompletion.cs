using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>What may stand behind a dot.</summary>
internal static class MemberCompletion
{
    /// <summary>The members of what stands before the dot: of a value, a type or a namespace.</summary>
    public static IEnumerable<CompletionItem> Of(CodeModel model, ExpressionSyntax left, SyntaxNode name)
    {
        var info = model.Semantics.GetSymbolInfo(left);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
        {
            _ when left is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } => [],
            INamespaceSymbol space when name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { StaticKeyword.RawKind: 0 } =>
                OfNamespace(space).Where(IsNamespace),
            INamespaceSymbol space => OfNamespace(space),
            ITypeSymbol type => OfType(model, type, name),
            _ when TypeOf(model, left) is { } type => OfValue(model, type, name.SpanStart),
            _ => [],
        };
    }

    /// <summary>The members behind <c>?.</c>.</summary>
    public static IEnumerable<CompletionItem> OfConditional(CodeModel model, MemberBindingExpressionSyntax binding)
    {
        var access = binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>()
            .FirstOrDefault(a => a.WhenNotNull.Span.Contains(binding.Span));
        var type = access is null ? null : TypeOf(model, access.Expression);
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }
        return type is null ? [] : OfValue(model, type, binding.SpanStart);
    }

    /// <summary>The namespaces and public types of a namespace.</summary>
    public static IEnumerable<CompletionItem> OfNamespace(INamespaceSymbol space) =>
        Items(space.GetMembers().Where(m => m is INamespaceSymbol { IsGlobalNamespace: false }
            || m.DeclaredAccessibility is Accessibility.Public));

    /// <summary>The type of a value; of a call whose arguments do not fit yet, what the method answers.</summary>
    public static ITypeSymbol? TypeOf(CodeModel model, ExpressionSyntax expression)
    {
        var info = model.Semantics.GetTypeInfo(expression);
        if (info.Type is { TypeKind: not TypeKind.Error } type && type.SpecialType is not SpecialType.System_Void)
        {
            return type;
        }
        var candidates = expression is InvocationExpressionSyntax call
            ? model.Semantics.GetSymbolInfo(call).CandidateSymbols.Concat(model.Semantics.GetMemberGroup(call.Expression)) : [];
        return candidates.OfType<IMethodSymbol>().Select(m => m.ReturnType)
            .FirstOrDefault(t => t.TypeKind is not (TypeKind.Error or TypeKind.TypeParameter)
                && t.SpecialType is not SpecialType.System_Void);
    }

    private static IEnumerable<CompletionItem> OfValue(CodeModel model, ITypeSymbol type, int position) =>
        Items(model.Semantics.LookupSymbols(position, type, includeReducedExtensionMethods: true)
            .Where(s => !s.IsStatic && s is not ITypeSymbol));

    private static IEnumerable<CompletionItem> OfType(CodeModel model, ITypeSymbol type, SyntaxNode name)
    {
        var members = model.Semantics.LookupSymbols(name.SpanStart, type).Where(s => s.IsStatic || s is ITypeSymbol);
        // An enumeration's own names are what one looks for.
        return Items(type.TypeKind is TypeKind.Enum ? members.Where(m => m is IFieldSymbol) : members.Where(m => !IsOfObject(m)));
    }

    private static bool IsOfObject(ISymbol member) => member.ContainingType?.SpecialType is SpecialType.System_Object;

    private static bool IsNamespace(CompletionItem item) => item.Kind is CompletionKind.Module;

    private static IEnumerable<CompletionItem> Items(IEnumerable<ISymbol> symbols) =>
        symbols.Where(SymbolItem.IsOffered).GroupBy(s => s.Name).Select(g => SymbolItem.Of([.. g]));
}
