using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>What may stand inside a string of C#: columns, SQL and tables where the called method takes such; else file names.</summary>
internal sealed class TextCompletion(CellSession session, FileNames files)
{
    private readonly ColumnsInScope _columns = new(session.Chain);

    /// <summary>Completes the content of a string that is not closed before the position; <paramref name="rest"/> is what follows
    /// there.</summary>
    public CompletionList Complete(CodeModel model, SyntaxToken text, int content, int position, string rest)
    {
        var typed = model.Root.ToFullString()[content..position];
        var parameters = Parameters(model, text).ToList();
        var language = session.Context.SqlSession as ISqlLanguage;
        var meaning = language is null ? SqlTextMeaning.Other
            : parameters.Select(p => language.MeaningOf(p.Type, p.Method, p.Parameter)).FirstOrDefault(m => m is not SqlTextMeaning.Other);
        return meaning switch
        {
            SqlTextMeaning.Column => Columns(_columns.At(text.Parent!), typed, content, position),
            SqlTextMeaning.Table => new CompletionList(content, position,
                CompletionOrder.Sort(language!.TableNames.Select(t => new CompletionItem(t, CompletionKind.Class)), typed)),
            SqlTextMeaning.Expression => SqlItems.Place(language!.CompleteExpression(typed + rest, typed.Length, _columns.At(text.Parent!)),
                typed, content, position),
            SqlTextMeaning.Statement => SqlItems.Place(language!.Complete(typed + rest, typed.Length), typed, content, position),
            _ when typed.Length > 0 || meaning is SqlTextMeaning.Path
                || parameters.Any(p => IsPath(p.Parameter)) => Files(text, typed, position),
            _ => CompletionList.None(position),
        };
    }

    private static CompletionList Columns(IReadOnlyList<DescribedColumn> columns, string typed, int content, int position) =>
        new(content, position, CompletionOrder.Sort(columns.Select(c => new CompletionItem(Escape(c.Name), CompletionKind.Field, c.Type)),
            typed));

    private CompletionList Files(SyntaxToken text, string typed, int position)
    {
        // Two backslashes are one in an ordinary string.
        var found = files.Complete(typed, position);
        return text.Text.StartsWith('@') || text.IsKind(SyntaxKind.InterpolatedStringTextToken) ? found
            : found with { Items = [.. found.Items.Select(i => i with { Text = Escape(i.Text) })] };
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static bool IsPath(string parameter) =>
        parameter.Contains("path", StringComparison.OrdinalIgnoreCase) || parameter.Contains("file", StringComparison.OrdinalIgnoreCase)
        || parameter.Contains("directory", StringComparison.OrdinalIgnoreCase)
        || parameter.Contains("folder", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the text may be an argument of.</summary>
    private static IEnumerable<(string Type, string Method, string Parameter)> Parameters(CodeModel model, SyntaxToken text)
    {
        var argument = text.Parent!.AncestorsAndSelf().TakeWhile(IsPartOfArgument).OfType<ArgumentSyntax>().FirstOrDefault();
        if (argument?.Parent is not BaseArgumentListSyntax { Parent: { } call } list)
        {
            return [];
        }
        var index = list.Arguments.IndexOf(argument);
        return Called.Methods(model, call).Select(form => (Form: form, Parameter: ParameterAt(form.Parameters, argument, index)))
            .Where(p => p.Parameter is not null && TakesText(p.Parameter.Type))
            .Select(p => (p.Form.Type, p.Form.Name, p.Parameter!.Name));
    }

    private static bool IsPartOfArgument(SyntaxNode node) =>
        node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax or InterpolatedStringContentSyntax
            or InitializerExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax
            or CollectionExpressionSyntax or CollectionElementSyntax or ArgumentSyntax;

    private static IParameterSymbol? ParameterAt(IReadOnlyList<IParameterSymbol> parameters, ArgumentSyntax argument, int index) =>
        argument.NameColon is { } name ? parameters.FirstOrDefault(p => p.Name == name.Name.Identifier.ValueText)
        : index < parameters.Count ? parameters[index]
        : parameters is [.., { IsParams: true } rest] ? rest
        : null;

    private static bool TakesText(ITypeSymbol type) => type.SpecialType is SpecialType.System_String
        || (type is IArrayTypeSymbol array && TakesText(array.ElementType))
        || (type is INamedTypeSymbol { TypeArguments: [var element] } && TakesText(element));
}
