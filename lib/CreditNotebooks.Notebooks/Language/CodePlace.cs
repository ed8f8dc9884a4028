using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>What kind of text the end of a piece of C# is in.</summary>
internal static class CodePlace
{
    // Newline in constant; unterminated verbatim, raw and interpolated strings.
    private static readonly string[] Unterminated = ["CS1010", "CS1039", "CS8997", "CS8999", "CS1002"];

    /// <summary>Whether the text ends within a comment, a character, or lines that are left out.</summary>
    public static bool IsNoCode(SyntaxNode root)
    {
        var end = root.FullSpan.End;
        if (end == 0)
        {
            return false;
        }
        var trivia = root.FindTrivia(end - 1, findInsideTrivia: true);
        var kind = trivia.Kind();
        var isOpenComment = trivia.Span.End == end && kind switch
        {
            SyntaxKind.SingleLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.DisabledTextTrivia => true,
            SyntaxKind.MultiLineCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia => trivia.ContainsDiagnostics,
            _ => false,
        };
        var token = root.FindToken(end - 1, findInsideTrivia: true);
        return isOpenComment
            || (token.IsKind(SyntaxKind.CharacterLiteralToken) && token.Span.End == end
                && (token.Text.Length < 3 || token.Text[^1] != '\''))
            || token.Parent?.AncestorsAndSelf().Any(n => n.IsPartOfStructuredTrivia()) == true;
    }

    /// <summary>The string that the text ends in: its token, and where its content begins; null when it ends in none.</summary>
    public static (SyntaxToken Token, int Content)? OpenString(SyntaxNode root)
    {
        var end = root.FullSpan.End;
        if (end == 0)
        {
            return null;
        }
        var token = root.FindToken(end - 1);
        if (token.Span.End != end)
        {
            return null;
        }
        switch (token.Kind())
        {
            case SyntaxKind.StringLiteralToken:
                var start = token.Text.StartsWith('@') ? 2 : 1;
                return token.Text.Length >= start && token.GetDiagnostics().Any(d => Unterminated.Contains(d.Id))
                    ? (token, token.SpanStart + start) : null;
            case SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken:
                return token.GetDiagnostics().Any(d => Unterminated.Contains(d.Id))
                    ? (token, token.SpanStart + token.Text.TakeWhile(c => c == '"').Count()) : null;
            case SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
                or SyntaxKind.InterpolatedVerbatimStringStartToken
                or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken:
                return (token, token.IsKind(SyntaxKind.InterpolatedStringTextToken) ? token.SpanStart : end);
            default:
                return null;
        }
    }

    /// <summary>What follows the position in a string that is open there: empty where the string is not closed.</summary>
    public static string RestOfString(string text, SyntaxToken open, int position)
    {
        var whole = CSharpSyntaxTree.ParseText(text, Evaluation.ScriptChain.Parsing).GetRoot().FindToken(open.SpanStart);
        return whole.SpanStart == open.SpanStart && whole.IsKind(open.Kind()) && !whole.ContainsDiagnostics && whole.Text.EndsWith('"')
            ? text[position..Math.Max(position, whole.SpanStart + whole.Text.TrimEnd('"').Length)] : "";
    }
}
