using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Parts expressions over groups: what is grouped by and what is aggregated become columns of the aggregate, the rest is computed above it.</summary>
internal sealed class GroupedExpressions(AnalysisContext context, TypedPlan child, GroupingSets sets)
{
    private readonly List<ComputedColumn> groupings = sets.Expressions.Select(e => new ComputedColumn(e,
        (e as ColumnReference ?? context.NewColumn(PrettyName.Of(e), e.Type, e.Nullable)) is var c && sets.Sets is not null
            ? context.NewColumn(c.Name, e.Type, true) with { Qualifier = c.Qualifier } : c)).ToList();
    private readonly List<ComputedColumn> aggregates = [];
    private ColumnReference? groupingId;

    /// <summary>Whether there is an aggregate function that is not itself a window's function.</summary>
    public static bool HasAggregate(TypedExpression e) => e switch
    {
        TypedAggregate => true,
        TypedCall { Function: var f } when f == GroupingFunctions.Grouping || f == GroupingFunctions.GroupingId => true,
        TypedWindow w => w.Function.Children.Any(HasAggregate) || w.PartitionBy.Any(HasAggregate) || w.OrderBy.Any(o => HasAggregate(o.Operand)),
        _ => e.Children.Any(HasAggregate),
    };

    /// <summary>The expression over the aggregate's columns.</summary>
    public TypedExpression Over(TypedExpression expression)
    {
        if (groupings.Find(g => g.Expression.Equals(expression)) is { } grouping) return grouping.Column;
        switch (expression)
        {
            case TypedAggregate a: return Aggregated(a);
            case TypedCall { Function: var f } call when f == GroupingFunctions.Grouping || f == GroupingFunctions.GroupingId: return GroupingOf(call);
            case TypedWindow w:
                return w with
                {
                    Function = w.Function is TypedAggregate or TypedCall ? w.Function.MapChildren(Over) : Over(w.Function),
                    PartitionBy = w.PartitionBy.Map(Over),
                    OrderBy = w.OrderBy.Map(o => o with { Operand = Over(o.Operand) }),
                };
            case ColumnReference c when child.Output.Contains(c):
                var condition = groupings.Count == 0 && sets.Expressions.Count == 0 ? "MISSING_GROUP_BY" : "MISSING_AGGREGATION";
                throw new SparkException(condition, condition == "MISSING_GROUP_BY"
                    ? "The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using OVER clauses."
                    : $"The non-aggregating expression \"{c.Name}\" is based on columns which are not participating in the GROUP BY clause. Add the columns or the expression to the GROUP BY, aggregate the expression, or use \"any_value({c.Name})\" if you do not care which of the values within a group is returned.", c.Span);
            default: return expression.MapChildren(Over);
        }
    }

    /// <summary>What Spark refuses in a grouped select list: columns of the query around, and correlated scalar subqueries outside of aggregate functions.</summary>
    public void RefuseOuterNames(IEnumerable<TypedExpression> items)
    {
        foreach (var e in items.Where(i => !groupings.Exists(g => g.Expression.Equals(i))).SelectMany(i => i.All()))
        {
            if (e is ColumnReference c && !child.Output.Contains(c))
                throw new SparkException("UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.CORRELATED_REFERENCE", $"Unsupported subquery expression: expressions referencing the outer query are not supported outside of WHERE/HAVING clauses: \"{c.Name}\".", c.Span);
        }
        foreach (var e in items.SelectMany(OutsideAggregates).OfType<TypedSubquery>().Where(q => q.Kind == SubqueryKind.Scalar && PlanWalk.OuterReferences(q.Plan).Any()))
            throw new SparkException("SCALAR_SUBQUERY_IS_IN_GROUP_BY_OR_AGGREGATE_FUNCTION", $"The correlated scalar subquery \"{PrettyName.Of(e)}\" is neither present in GROUP BY, nor in an aggregate function. Add it to GROUP BY, or wrap it in first() if you do not care which value you get.", e.Span);
    }

    private IEnumerable<TypedExpression> OutsideAggregates(TypedExpression e) =>
        e is TypedAggregate || groupings.Exists(g => g.Expression.Equals(e)) ? [] : e.Children.SelectMany(OutsideAggregates).Prepend(e);

    private ColumnReference Aggregated(TypedAggregate a)
    {
        if (aggregates.Find(x => x.Expression.Equals(a)) is { } known) return known.Column;
        var column = context.NewColumn(PrettyName.Of(a), a.Type, a.Nullable);
        aggregates.Add(new ComputedColumn(a, column));
        return column;
    }

    private TypedExpression GroupingOf(TypedCall call)
    {
        if (sets.Sets is null)
            throw new SparkException("UNSUPPORTED_GROUPING_EXPRESSION", "grouping()/grouping_id() can only be used with GroupingSets/Cube/Rollup.", call.Span);
        groupingId ??= context.NewColumn("spark_grouping_id", DataType.Long, false);
        if (call.Function == GroupingFunctions.GroupingId)
        {
            if (call.Arguments.Count > 0 && !call.Arguments.SequenceEqual(sets.Expressions))
                throw new SparkException("GROUPING_ID_COLUMN_MISMATCH", $"Columns of grouping_id ({string.Join(", ", call.Arguments.Select(PrettyName.Of))}) does not match grouping columns ({string.Join(", ", sets.Expressions.Select(PrettyName.Of))}).", call.Span);
            return new Rewritten(PrettyName.Of(call), groupingId);
        }
        var index = sets.Expressions.ToList().IndexOf(call.Arguments[0]);
        if (index < 0)
            throw new SparkException("GROUPING_COLUMN_MISMATCH", $"Column of grouping ({PrettyName.Of(call.Arguments[0])}) can't be found in grouping columns {string.Join(", ", sets.Expressions.Select(PrettyName.Of))}.", call.Span);
        return call with { Arguments = [groupingId, TypedLiteral.Of(sets.Expressions.Count - 1 - index)] };
    }

    /// <summary>The aggregate itself, once all expressions went through <see cref="Over"/>.</summary>
    public AggregatePlan Plan() => new(child, groupings.ToSeq(), aggregates.ToSeq(), sets.Sets, groupingId);
}
