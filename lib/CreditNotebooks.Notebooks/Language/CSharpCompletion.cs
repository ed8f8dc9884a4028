using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>What may stand where the cursor is in C#.</summary>
internal sealed class CSharpCompletion(CodeModels models, TextCompletion texts)
{
    // Stands for the word that is being typed, so that the parser sees one.
    private const string Placeholder = "__cursor";

    public CompletionList Complete(CellRegion.CSharp code, int position)
    {
        var before = models.Open(code.Text[..position], code.References);
        if (CodePlace.OpenString(before.Root) is { } open)
        {
            return texts.Complete(before, open.Token, open.Content, position, CodePlace.RestOfString(code.Text, open.Token, position));
        }
        var start = position;
        while (start > 0 && (char.IsLetterOrDigit(code.Text[start - 1]) || code.Text[start - 1] == '_'))
        {
            start--;
        }
        if (CodePlace.IsNoCode(before.Root) || (start < position && char.IsDigit(code.Text[start])))
        {
            return CompletionList.None(position);
        }
        var typed = code.Text[start..position];
        var (model, token) = Open(code, start, position);
        return new CompletionList(start, position, CompletionOrder.Sort(Items(model, token), typed));
    }

    /// <summary>The text with the placeholder. What follows the cursor is kept where it goes on from the word; else it would be read as
    /// part of the unfinished line.</summary>
    private (CodeModel Model, SyntaxToken Token) Open(CellRegion.CSharp code, int start, int position)
    {
        var end = position;
        while (end < code.Text.Length && (char.IsLetterOrDigit(code.Text[end]) || code.Text[end] == '_'))
        {
            end++;
        }
        var cut = code.Text[..start] + Placeholder;
        var rest = code.Text[end..];
        var goesOn = rest.TrimStart() is [var next, ..] && (char.IsPunctuation(next) || char.IsSymbol(next))
            && next is not ('"' or '@' or '$' or '_' or '\'' or '/' or '(' or '[' or '{' or '<' or '#');
        var model = goesOn && !HasErrors(cut + rest) ? models.Open(cut + rest, code.References) : models.Open(cut, code.References);
        return (model, model.Root.FindToken(start));
    }

    private static bool HasErrors(string text) =>
        CSharpSyntaxTree.ParseText(text, Evaluation.ScriptChain.Parsing).GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error);

    private static IEnumerable<(CompletionItem Item, int Group)> Items(CodeModel model, SyntaxToken token)
    {
        if (token.ValueText != Placeholder)
        {
            return [];
        }
        if (token.Parent is not SimpleNameSyntax name)
        {
            return AfterValue(model, token).Select(i => (i, 0));
        }
        return name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => Plain(MemberCompletion.Of(model, access.Expression, name)),
            QualifiedNameSyntax qualified when qualified.Right == name => Plain(MemberCompletion.Of(model, qualified.Left, name)),
            AliasQualifiedNameSyntax alias when alias.Name == name =>
                Plain(MemberCompletion.OfNamespace(model.Compilation.GlobalNamespace)),
            MemberBindingExpressionSyntax binding => Plain(MemberCompletion.OfConditional(model, binding)),
            NameColonSyntax => [],
            _ => NameCompletion.Of(model, name),
        };
    }

    private static IEnumerable<(CompletionItem Item, int Group)> Plain(IEnumerable<CompletionItem> items) => items.Select(i => (i, 0));

    /// <summary>The word looks like a name that is being declared: <c>x |</c> is read as a variable of type x.</summary>
    private static IEnumerable<CompletionItem> AfterValue(CodeModel model, SyntaxToken token)
    {
        var type = (token.Parent as VariableDeclaratorSyntax)?.Parent is VariableDeclarationSyntax declaration ? declaration.Type : null;
        if (type is null or PredefinedTypeSyntax)
        {
            return [];
        }
        var value = model.Semantics.GetSpeculativeTypeInfo(type.SpanStart, SyntaxFactory.ParseExpression(type.ToString()),
            SpeculativeBindingOption.BindAsExpression);
        var isValue = value.Type is { TypeKind: not TypeKind.Error }
            && model.Semantics.GetSpeculativeSymbolInfo(type.SpanStart, SyntaxFactory.ParseExpression(type.ToString()),
                SpeculativeBindingOption.BindAsExpression)
                .Symbol is not (null or ITypeSymbol or INamespaceSymbol);
        return isValue ? CSharpKeywords.AfterValue.Select(k => new CompletionItem(k, CompletionKind.Keyword)) : [];
    }
}
