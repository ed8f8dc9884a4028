using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>Has a cell's code ask whether it was stopped, in every turn of its loops and at the start of its functions.</summary>
/// <remarks>Aborting a thread from outside is no substitute: outside Windows the runtime may leave the thread's signals blocked, or lose one,
/// and then the next collection of garbage waits for a loop on that thread for ever.</remarks>
internal static class StopChecks
{
    private const string Check = $"global::{nameof(CreditNotebooks)}.{nameof(Display)}.{nameof(Display.CellContext)}.{nameof(Display.CellContext.ThrowIfStopped)}();";

    /// <summary>The text with the checks, each on the line where it asks, so that lines keep their numbers; the text itself where it does not parse.</summary>
    public static string InsertInto(string text, CSharpParseOptions options, CancellationToken stop)
    {
        var root = CSharpSyntaxTree.ParseText(text, options, cancellationToken: stop).GetRoot(stop);
        if (root.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error))
        {
            return text;
        }
        var insertions = root.DescendantNodes().SelectMany(At).OrderBy(i => i.Position).ToList();
        var result = new StringBuilder(text.Length + insertions.Sum(i => i.Text.Length));
        var copied = 0;
        foreach (var (position, inserted) in insertions)
        {
            result.Append(text, copied, position - copied).Append(inserted);
            copied = position;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    private static IEnumerable<(int Position, string Text)> At(SyntaxNode node) => node switch
    {
        WhileStatementSyntax loop => Into(loop.Statement),
        DoStatementSyntax loop => Into(loop.Statement),
        ForStatementSyntax loop => Into(loop.Statement),
        CommonForEachStatementSyntax loop => Into(loop.Statement),
        LabeledStatementSyntax label => [(label.ColonToken.Span.End, Check)],
        BaseMethodDeclarationSyntax { Body: { } body } => Into(body),
        LocalFunctionStatementSyntax { Body: { } body } => Into(body),
        AnonymousFunctionExpressionSyntax { Block: { } body } => Into(body),
        _ => [],
    };

    private static IEnumerable<(int Position, string Text)> Into(StatementSyntax body) => body is BlockSyntax block
        ? [(block.OpenBraceToken.Span.End, Check)]
        : [(body.SpanStart, "{" + Check), (body.Span.End, "}")];
}
