using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>What may stand where a name begins: variables, types, keywords, names of arguments and of members to set.</summary>
internal static class NameCompletion
{
    /// <summary>The items with their groups, nearest first.</summary>
    public static IEnumerable<(CompletionItem Item, int Group)> Of(CodeModel model, SimpleNameSyntax name)
    {
        if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } directive)
        {
            var keywords = directive.StaticKeyword.IsKind(SyntaxKind.None) ? CSharpKeywords.AfterUsing : [];
            return MemberCompletion.OfNamespace(model.Compilation.GlobalNamespace).Where(i => i.Kind is CompletionKind.Module)
                .Select(i => (i, 0))
                .Concat(Keywords(keywords));
        }
        if (ToSet(model, name) is { } settable)
        {
            return settable.Select(i => (i, 0));
        }
        if (SyntaxFacts.IsInTypeOnlyContext(name))
        {
            var isMember = name.Parent is IncompleteMemberSyntax;
            return Symbols(model.Semantics.LookupNamespacesAndTypes(name.SpanStart), name)
                .Concat(Keywords(isMember ? CSharpKeywords.Members : CSharpKeywords.Types));
        }
        var isStatement = name.Parent is ExpressionStatementSyntax;
        return ArgumentNames(model, name).Select(i => (i, 1))
            .Concat(Symbols(model.Semantics.LookupSymbols(name.SpanStart), name))
            .Concat(Keywords(isStatement ? CSharpKeywords.Statements : CSharpKeywords.Values));
    }

    private static IEnumerable<(CompletionItem, int)> Keywords(string[] words) =>
        words.Select(k => (new CompletionItem(k, CompletionKind.Keyword), 3));

    private static IEnumerable<(CompletionItem, int)> Symbols(IEnumerable<ISymbol> symbols, SyntaxNode name) =>
        symbols.Where(s => SymbolItem.IsOffered(s) && !IsOfObject(s) && !IsNotYetThere(s, name))
            .GroupBy(s => s.Name).Select(g => (SymbolItem.Of([.. g]), GroupOf(g.First())));

    private static int GroupOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => 0,
        IFieldSymbol { ContainingType.IsScriptClass: true } => 0,
        IMethodSymbol { ContainingType.IsScriptClass: true } => 1,
        ITypeSymbol or INamespaceSymbol => 4,
        _ => 2,
    };

    /// <summary>A variable has no value before its declaration, nor in what it is made from.</summary>
    private static bool IsNotYetThere(ISymbol symbol, SyntaxNode name) =>
        symbol is ILocalSymbol or IFieldSymbol { ContainingType.IsScriptClass: true }
        && symbol.DeclaringSyntaxReferences.Any(d => d.SyntaxTree == name.SyntaxTree
            && (d.Span.Start > name.SpanStart || (d.Span.End >= name.SpanStart && d.GetSyntax() is VariableDeclaratorSyntax)));

    // Every script is an object; nobody looks for that in it.
    private static bool IsOfObject(ISymbol symbol) => symbol is IMethodSymbol
        && symbol.ContainingType?.SpecialType is SpecialType.System_Object;

    private static IEnumerable<CompletionItem> ArgumentNames(CodeModel model, SimpleNameSyntax name)
    {
        if (name.Parent is not ArgumentSyntax { NameColon: null, Parent: BaseArgumentListSyntax list } || list.Parent is not { } call)
        {
            return [];
        }
        var given = list.Arguments.Where(a => a.NameColon is not null).Select(a => a.NameColon!.Name.Identifier.ValueText).ToHashSet();
        return Called.Methods(model, call).SelectMany(m => m.Parameters).DistinctBy(p => p.Name)
            .Where(p => p.Name.Length > 0 && !given.Contains(p.Name))
            .Select(p => new CompletionItem(p.Name + ":", CompletionKind.Variable, p.Type.ToDisplayString(SymbolItem.Minimal)));
    }

    /// <summary>The members that <c>new T { … }</c> and <c>with { … }</c> may set; null elsewhere.</summary>
    private static List<CompletionItem>? ToSet(CodeModel model, SimpleNameSyntax name)
    {
        var initializer = name.Parent as InitializerExpressionSyntax
            ?? (name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name
                ? assignment.Parent as InitializerExpressionSyntax : null);
        var made = initializer?.Parent switch
        {
            BaseObjectCreationExpressionSyntax creation => model.Semantics.GetTypeInfo(creation).Type,
            WithExpressionSyntax with => MemberCompletion.TypeOf(model, with.Expression),
            _ => null,
        };
        if (made is null || initializer is null)
        {
            return null;
        }
        var given = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(a => a.Left.ToString()).ToHashSet();
        var members = model.Semantics.LookupSymbols(name.SpanStart, made)
            .Where(s => s is IPropertySymbol { IsIndexer: false, IsStatic: false, SetMethod: not null }
                or IFieldSymbol { IsReadOnly: false, IsStatic: false, IsConst: false })
            .Where(s => SymbolItem.IsOffered(s) && !given.Contains(s.Name)).Select(s => SymbolItem.Of([s])).ToList();
        // A collection's elements are values.
        return members.Count > 0 && !made.AllInterfaces.Any(i => i.SpecialType is SpecialType.System_Collections_IEnumerable)
            ? members : null;
    }
}
