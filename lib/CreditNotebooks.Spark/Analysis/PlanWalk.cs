using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Walks typed plans, their subqueries included.</summary>
internal static class PlanWalk
{
    /// <summary>The columns of the query around that a subquery's plan uses, in order.</summary>
    public static IEnumerable<ColumnReference> OuterReferences(TypedPlan plan)
    {
        var all = All(plan).ToList();
        var own = all.SelectMany(p => p.Output).ToHashSet();
        return all.SelectMany(Expressions).SelectMany(e => e.All()).OfType<ColumnReference>().Where(c => !own.Contains(c)).Distinct().ToList();
    }

    /// <summary>Whether a recursive step uses its own table where Spark does not let it.</summary>
    public static bool MisplacesRecursion(TypedPlan step) => All(step).Any(p => p switch
    {
        AggregatePlan a => IsRecursive(a.Child),
        ProjectPlan w when w.Columns.Any(c => c.Expression.All().Any(e => e is TypedWindow)) => IsRecursive(w.Child),
        JoinPlan { Kind: JoinKind.LeftOuter } j => IsRecursive(j.Right),
        JoinPlan { Kind: JoinKind.RightOuter } j => IsRecursive(j.Left),
        JoinPlan { Kind: JoinKind.FullOuter } j => IsRecursive(j.Left) || IsRecursive(j.Right),
        _ => false,
    });

    /// <summary>Whether the plan's rows may differ each time they are computed.</summary>
    public static bool IsVolatile(TypedPlan plan) => All(plan).Any(p =>
        p is SamplePlan { Seed: null } || Expressions(p).SelectMany(e => e.All()).OfType<TypedCall>().Any(c => !c.Function.Deterministic));

    private static bool IsRecursive(TypedPlan plan) => All(plan).Any(p => p is RecursiveReferencePlan);

    private static IEnumerable<TypedPlan> All(TypedPlan plan) => Children(plan).Concat(Expressions(plan).SelectMany(e => e.All()).OfType<TypedSubquery>().Select(s => s.Plan)).SelectMany(All).Prepend(plan);

    private static IEnumerable<TypedPlan> Children(TypedPlan plan) => plan switch
    {
        ProjectPlan p => [p.Child], FilterPlan p => [p.Child], AggregatePlan p => [p.Child], DistinctPlan p => [p.Child], DistinctOnPlan p => [p.Child], SortPlan p => [p.Child],
        LimitPlan p => [p.Child], SamplePlan p => [p.Child], GeneratePlan p => [p.Child], JoinPlan p => [p.Left, p.Right], SetPlan p => [p.Left, p.Right], RecursivePlan p => [p.Anchor, p.Step],
        _ => [],
    };

    private static IEnumerable<TypedExpression> Expressions(TypedPlan plan) => plan switch
    {
        ProjectPlan p => p.Columns.Select(c => c.Expression),
        FilterPlan p => [p.Condition],
        AggregatePlan p => p.Groupings.Concat(p.Aggregates).Select(c => c.Expression),
        SortPlan p => p.Orders.Select(o => o.Operand),
        JoinPlan { Condition: { } condition } => [condition],
        ValuesPlan p => p.Rows.SelectMany(r => r),
        GeneratePlan p => p.Generator.Arguments,
        _ => [],
    };
}
