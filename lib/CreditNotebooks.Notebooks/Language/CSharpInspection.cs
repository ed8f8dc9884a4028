using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>What is known of a name in C#; among a call's arguments, where there is no name, of what is called.</summary>
internal sealed class CSharpInspection(CodeModels models, CellSession session)
{
    private static readonly SymbolDisplayFormat Full = SymbolItem.Minimal
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis);

    public MimeBundle? Inspect(CellRegion.CSharp code, int position, int detail)
    {
        var before = models.Open(code.Text[..position], code.References);
        if (CodePlace.IsNoCode(before.Root))
        {
            return null;
        }
        var isText = CodePlace.OpenString(before.Root) is not null;
        var model = models.Open(code.Text, code.References);
        if (!isText && NameAt(model, position) is { } name && SymbolsOf(model, name) is [_, ..] symbols)
        {
            return Describe(model, symbols, detail);
        }
        return CallAround(before, position) is { } call && Called.Methods(before, call) is [_, ..] forms
            ? Describe(before, [.. forms.Select(f => f.Symbol)], detail)
            : null;
    }

    private static SyntaxNode? NameAt(CodeModel model, int position)
    {
        var length = model.Root.FullSpan.End;
        foreach (var at in new[] { position, position - 1 }.Where(p => p >= 0 && p < length))
        {
            var token = model.Root.FindToken(at);
            if (token.Span.Contains(at) && (token.IsKind(SyntaxKind.IdentifierToken) || token.Parent is PredefinedTypeSyntax))
            {
                return token.Parent;
            }
        }
        return null;
    }

    /// <summary>What the name means, with its other forms when it is a method's.</summary>
    private static List<ISymbol> SymbolsOf(CodeModel model, SyntaxNode name)
    {
        // The name of a type that is made stands for the constructor that is called.
        var made = name.Parent is BaseObjectCreationExpressionSyntax creation ? model.Semantics.GetSymbolInfo(creation).Symbol : null;
        var info = model.Semantics.GetSymbolInfo(name);
        var symbol = made ?? info.Symbol ?? model.Semantics.GetDeclaredSymbol(name);
        var others = symbol is null or IMethodSymbol { MethodKind: not MethodKind.Constructor } && name is ExpressionSyntax expression
            ? model.Semantics.GetMemberGroup(expression).Concat(info.CandidateSymbols) : [];
        return [.. others.Prepend(symbol).OfType<ISymbol>().Where(s => s is not ITypeSymbol { TypeKind: TypeKind.Error })
            .DistinctBy(s => s.OriginalDefinition, SymbolEqualityComparer.Default)];
    }

    private static SyntaxNode? CallAround(CodeModel model, int position) => position == 0 ? null
        : model.Root.FindToken(position - 1).Parent?.AncestorsAndSelf().OfType<BaseArgumentListSyntax>()
            .FirstOrDefault(l => l.GetLastToken(includeZeroWidth: true).IsMissing)?.Parent;

    private MimeBundle Describe(CodeModel model, List<ISymbol> symbols, int detail)
    {
        var symbol = symbols[0];
        var sections = new List<HelpSection>();
        if (symbol is IFieldSymbol { ContainingType.IsScriptClass: true }
            && session.Chain.Variables.FirstOrDefault(v => v.Name == symbol.Name) is { } variable
            && symbol.DeclaringSyntaxReferences.All(d => d.SyntaxTree != model.Root.SyntaxTree))
        {
            var value = VariableText.Of(variable.Value);
            sections.Add(new HelpSection("Value", value, value.Contains('\n', StringComparison.Ordinal)
                ? $"```\n{value}\n```" : $"`{value}`"));
        }
        if (DocumentationFiles.Of(symbol, model.Compilation) is { } member)
        {
            sections.AddRange(DocumentationText.Sections(member, all: detail > 0));
        }
        if (symbol is IMethodSymbol && session.Context.SqlSession is ISqlLanguage language
            && language.DescribeMethod(symbol.ContainingType?.ToDisplayString() ?? "", symbol.Name) is { } sql)
        {
            sections.Add(new HelpSection("SQL", sql.Signature, $"```sql\n{sql.Signature}\n```"));
        }
        if (detail > 0 && symbols.Count > 1)
        {
            var others = string.Join('\n', symbols.Skip(1).Select(Signature));
            sections.Add(new HelpSection("Overloads", others, $"```csharp\n{others}\n```"));
        }
        var count = symbols.Count - 1;
        return HelpText.Of(Signature(symbol) + (count == 0 ? "" : $" (+ {count} overload{(count == 1 ? "" : "s")})"), "csharp", sections);
    }

    private static string Signature(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => $"{TypeOf(symbol)} {symbol.Name}".Trim(),
        IFieldSymbol { ContainingType.IsScriptClass: true } => $"{TypeOf(symbol)} {symbol.Name}",
        IMethodSymbol { ContainingType.IsScriptClass: true } =>
            symbol.ToDisplayString(Full.RemoveMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType)),
        _ => symbol.ToDisplayString(Full),
    };

    private static string TypeOf(ISymbol symbol) => (symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    })?.ToDisplayString(SymbolItem.Minimal) ?? "";
}
