using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>GROUP BY's expressions, and its sets as indexes into them; null for one plain set.</summary>
internal sealed record GroupingSets(Seq<TypedExpression> Expressions, Seq<Seq<int>>? Sets)
{
    public static GroupingSets Build(SelectBuilder select, Grouping? grouping)
    {
        if (grouping is null) return new GroupingSets([], null);
        if (grouping.All) return new GroupingSets(select.Items.Where(i => !GroupedExpressions.HasAggregate(i.Expression)).Select(i => i.Expression).Distinct().ToSeq(), null);
        var expressions = new List<TypedExpression>();
        int Index(Expression e)
        {
            var typed = Typed(select, e);
            if (expressions.IndexOf(typed) is var known and >= 0) return known;
            expressions.Add(typed);
            return expressions.Count - 1;
        }

        var plain = grouping.Items.All(i => i.Kind == GroupingKind.Expression);
        // Each item gives sets; together they are the cross product.
        var sets = new List<List<int>> { new() };
        foreach (var item in grouping.Items)
        {
            var groups = item.Sets.Select(s => s.Select(Index).ToList()).ToList();
            var itemSets = item.Kind switch
            {
                GroupingKind.Expression => [groups.SelectMany(g => g).ToList()],
                GroupingKind.Rollup => Enumerable.Range(0, groups.Count + 1).Select(n => groups.Take(groups.Count - n).SelectMany(g => g).ToList()).ToList(),
                GroupingKind.Cube => Enumerable.Range(0, 1 << groups.Count).Select(mask => groups.Where((_, i) => (mask >> (groups.Count - 1 - i) & 1) == 0).SelectMany(g => g).ToList()).ToList(),
                _ => groups,
            };
            sets = sets.SelectMany(s => itemSets.Select(i => s.Concat(i).Distinct().ToList())).ToList();
        }
        return new GroupingSets(expressions.ToSeq(), plain ? null : sets.Select(s => s.ToSeq()).ToSeq());
    }

    private static TypedExpression Typed(SelectBuilder select, Expression e)
    {
        var typed = e switch
        {
            Literal { Value: int position } => RelationAnalyzer.AtPosition(select.Items, position, "GROUP_BY", e.Span).Expression,
            // A column of the plan below comes before an alias of the list, which the scope has among its aliases.
            _ => select.Expressions.Analyze(e is Alias a ? a.Operand : e).Replace(x => x is Rewritten { IsAlias: true } alias ? alias.Replacement : null),
        };
        if (GroupedExpressions.HasAggregate(typed))
            throw new SparkException(e is Literal ? "GROUP_BY_POS_AGGREGATE" : "GROUP_BY_AGGREGATE", $"Aggregate functions are not allowed in GROUP BY, but found {PrettyName.Of(typed)}.", e.Span);
        if (typed.Type is Types.MapType or Types.VariantType)
            throw new SparkException("GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE", $"The expression \"{PrettyName.Of(typed)}\" cannot be used as a grouping expression because its data type \"{typed.Type.Sql}\" is not an orderable data type.", e.Span);
        return typed;
    }
}
