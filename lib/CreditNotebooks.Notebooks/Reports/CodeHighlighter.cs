using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CreditNotebooks.Notebooks.Reports;

/// <summary>Code with its keywords, strings, numbers and comments marked: C# by the compiler's own lexer, SQL by its words.</summary>
internal static partial class CodeHighlighter
{
    public static string Highlight(string source)
    {
        var html = new StringBuilder();
        var lines = source.TrimEnd().Split('\n');
        var isSql = false;
        var run = new List<string>();
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (!text.StartsWith("#!", StringComparison.Ordinal) && !text.StartsWith("%%", StringComparison.Ordinal))
            {
                run.Add(line);
                continue;
            }
            Flush(html, run, isSql, last: false);
            Mark(html, "magic", line).Append('\n');
            isSql = text.StartsWith("#!sql", StringComparison.OrdinalIgnoreCase) || text.StartsWith("%%sql", StringComparison.OrdinalIgnoreCase)
                || (isSql && text.StartsWith("#!time", StringComparison.OrdinalIgnoreCase));
        }
        Flush(html, run, isSql, last: true);
        return html.ToString();
    }

    private static void Flush(StringBuilder html, List<string> run, bool isSql, bool last)
    {
        if (run.Count == 0)
        {
            return;
        }
        var text = string.Join('\n', run) + (last ? "" : "\n");
        run.Clear();
        if (isSql)
        {
            HighlightSql(html, text);
        }
        else
        {
            HighlightCSharp(html, text);
        }
    }

    private static void HighlightCSharp(StringBuilder html, string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, CSharpParseOptions.Default.WithKind(SourceCodeKind.Script)).GetRoot();
        foreach (var token in root.DescendantTokens())
        {
            WriteTrivia(html, token.LeadingTrivia);
            Mark(html, ClassOf(token), token.Text);
            WriteTrivia(html, token.TrailingTrivia);
        }
    }

    private static void WriteTrivia(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (var piece in trivia)
        {
            var kind = piece.IsKind(SyntaxKind.SingleLineCommentTrivia) || piece.IsKind(SyntaxKind.MultiLineCommentTrivia) ? "comment"
                : piece.IsDirective ? "magic" : null;
            Mark(html, kind, piece.ToFullString());
        }
    }

    private static string? ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "number",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken => "string",
        SyntaxKind.IdentifierToken when token.Text is "var" or "await" or "record" or "dynamic" => "keyword",
        _ => token.IsKeyword() || SyntaxFacts.IsContextualKeyword(token.Kind()) ? "keyword" : null,
    };

    private static void HighlightSql(StringBuilder html, string text)
    {
        var end = 0;
        foreach (Match match in SqlPiece().Matches(text))
        {
            Mark(html, null, text[end..match.Index]);
            end = match.Index + match.Length;
            Mark(html, match.Groups.Values.Skip(1).FirstOrDefault(g => g.Success)?.Name, match.Value);
        }
        Mark(html, null, text[end..]);
    }

    private static StringBuilder Mark(StringBuilder html, string? kind, string text)
    {
        var encoded = WebUtility.HtmlEncode(text);
        return kind is null || text.Length == 0 ? html.Append(encoded) : html.Append($"<span class=\"{kind}\">{encoded}</span>");
    }

    [GeneratedRegex(
        @"(?<comment>--[^\n]*|/\*.*?\*/)|(?<string>'(?:[^'\\]|\\.|'')*')|(?<number>\b\d+(?:\.\d+)?\b)|(?<keyword>\b(?:select|from|where|group|by|having|order|limit|join|left|right|full|outer|inner|cross|semi|anti|on|using|as|and|or|not|in|is|null|like|between|exists|case|when|then|else|end|distinct|union|all|intersect|except|with|over|partition|rows|range|unbounded|preceding|following|current|row|desc|asc|nulls|first|last|create|or|replace|temporary|temp|view|table|values|lateral|explode|pivot|unpivot|for|cast|try_cast|interval|true|false|set|show|describe|use|insert|into|overwrite|update|delete|merge|cube|rollup|grouping|sets|qualify|window|tablesample)\b)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex SqlPiece();
}
