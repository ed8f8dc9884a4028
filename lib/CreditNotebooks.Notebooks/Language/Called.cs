using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>What a call may be a call of, while its arguments are typed.</summary>
internal static class Called
{
    /// <summary>A method or indexer in its forms.</summary>
    /// <param name="Type">The full name of the type that has it.</param>
    /// <param name="Name">Its name; <c>this[]</c> for an indexer.</param>
    /// <param name="Parameters">Those that its arguments go to.</param>
    /// <param name="Symbol">The symbol.</param>
    internal sealed record Form(string Type, string Name, IReadOnlyList<IParameterSymbol> Parameters, ISymbol Symbol);

    /// <summary>All forms, the one that fits first.</summary>
    public static IReadOnlyList<Form> Methods(CodeModel model, SyntaxNode call)
    {
        var info = model.Semantics.GetSymbolInfo(call);
        IEnumerable<ISymbol?> found = call switch
        {
            InvocationExpressionSyntax invocation => model.Semantics.GetMemberGroup(invocation.Expression),
            BaseObjectCreationExpressionSyntax creation =>
                (model.Semantics.GetTypeInfo(creation).Type as INamedTypeSymbol)?.InstanceConstructors ?? [],
            ElementAccessExpressionSyntax access => MemberCompletion.TypeOf(model, access.Expression) is { } type
                ? Indexers(type) : [],
            _ => [],
        };
        return
        [
            .. found.Prepend(info.Symbol).Concat(info.CandidateSymbols).OfType<ISymbol>().Distinct(SymbolEqualityComparer.Default)
                .Select(s => new Form(TypeName(s), s is IPropertySymbol ? "this[]" : s.Name, ParametersOf(s), s)),
        ];
    }

    private static IEnumerable<ISymbol> Indexers(ITypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            foreach (var indexer in t.GetMembers().Where(m => m is IPropertySymbol { IsIndexer: true }))
            {
                yield return indexer;
            }
        }
    }

    private static string TypeName(ISymbol symbol) => symbol.ContainingType?.ToDisplayString() ?? "";

    private static IReadOnlyList<IParameterSymbol> ParametersOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };
}
