using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CreditNotebooks.Notebooks.Language;

/// <summary>The columns that a text inside a chain of calls may name: those of the variable that the chain starts from, and those that the
/// chain makes; where no chain leads to a table, those of all tables among the variables.</summary>
internal sealed class ColumnsInScope(ScriptChain chain)
{
    private static readonly string[] NamingMethods = ["WithColumn", "WithColumnRenamed", "As", "Alias", "Name"];

    public IReadOnlyList<DescribedColumn> At(SyntaxNode place)
    {
        var tables = chain.Variables.Select(v => (v.Name, Table: v.Value as IDescribedTable))
            .Where(v => v.Table is not null).ToDictionary(v => v.Name, v => v.Table!);
        foreach (var call in place.Ancestors())
        {
            var receiver = call switch
            {
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
                ElementAccessExpressionSyntax access => access.Expression,
                _ => null,
            };
            if (receiver is not null && Of(receiver, tables, depth: 0) is { } columns)
            {
                return columns;
            }
        }
        return [.. tables.Values.SelectMany(t => t.DescribeColumns()).DistinctBy(c => c.Name)];
    }

    /// <summary>The columns of a chain of calls, or null when it does not start from a table.</summary>
    private static IReadOnlyList<DescribedColumn>? Of(ExpressionSyntax expression, Dictionary<string, IDescribedTable> tables, int depth)
    {
        var made = new List<DescribedColumn>();
        while (true)
        {
            switch (expression)
            {
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call:
                    made.AddRange(MadeBy(call));
                    expression = access.Expression;
                    continue;
                case MemberAccessExpressionSyntax access:
                    expression = access.Expression;
                    continue;
                case ParenthesizedExpressionSyntax inner:
                    expression = inner.Expression;
                    continue;
                case IdentifierNameSyntax name when DeclaredAbove(name) is { } value && depth < 8:
                    return Of(value, tables, depth + 1) is { } declared ? Join(declared, made) : null;
                case IdentifierNameSyntax name when tables.TryGetValue(name.Identifier.ValueText, out var table):
                    return Join(table.DescribeColumns(), made);
                default:
                    return null;
            }
        }
    }

    private static IReadOnlyList<DescribedColumn> Join(IReadOnlyList<DescribedColumn> columns, List<DescribedColumn> made) =>
        [.. columns.Concat(made).DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The names that a call gives to columns, by itself or in its arguments.</summary>
    private static IEnumerable<DescribedColumn> MadeBy(InvocationExpressionSyntax call) =>
        call.ArgumentList.DescendantNodes().OfType<InvocationExpressionSyntax>().Prepend(call)
            .Where(c => c.Expression is MemberAccessExpressionSyntax access && NamingMethods.Contains(access.Name.Identifier.ValueText))
            .Select(c => c.ArgumentList.Arguments.Select(a => a.Expression).OfType<LiteralExpressionSyntax>()
                .LastOrDefault(l => l.IsKind(SyntaxKind.StringLiteralExpression))?.Token.ValueText)
            .OfType<string>().Select(name => new DescribedColumn(name, ""));

    /// <summary>What a variable of this cell, not run yet, is made from.</summary>
    private static ExpressionSyntax? DeclaredAbove(IdentifierNameSyntax name) =>
        name.SyntaxTree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>()
            .LastOrDefault(d => d.Identifier.ValueText == name.Identifier.ValueText && d.Span.End < name.SpanStart
                && d.Initializer is not null)?.Initializer!.Value;
}
