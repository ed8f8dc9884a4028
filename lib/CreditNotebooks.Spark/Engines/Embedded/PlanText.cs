using System.Text;
using CreditNotebooks.Spark.Analysis;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>A typed plan as a tree, for EXPLAIN.</summary>
internal static class PlanText
{
    public static string Of(TypedPlan plan)
    {
        var text = new StringBuilder("== Analyzed Logical Plan ==\n");
        Append(text, plan, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, TypedPlan plan, int depth)
    {
        text.Append(depth == 0 ? "" : new string(' ', (depth - 1) * 3) + "+- ").Append(Line(plan)).Append('\n');
        foreach (var child in Children(plan)) Append(text, child, depth + 1);
    }

    private static string Line(TypedPlan plan) => plan switch
    {
        ProjectPlan p => $"Project [{string.Join(", ", p.Columns.Select(Column))}]",
        FilterPlan f => $"Filter {PrettyName.Of(f.Condition)}",
        AggregatePlan a => $"Aggregate [{string.Join(", ", a.Groupings.Select(Column))}], [{string.Join(", ", a.Aggregates.Select(Column))}]{(a.Sets is { } s ? $", {s.Count} grouping sets" : "")}",
        SortPlan s => $"Sort [{string.Join(", ", s.Orders.Select(PrettyName.Order))}], true",
        LimitPlan l => $"Limit {l.Count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all"}{(l.Offset > 0 ? $" offset {l.Offset}" : "")}",
        JoinPlan j => $"Join {j.Kind}{(j.Condition is null ? "" : $", {PrettyName.Of(j.Condition)}")}",
        SetPlan s => $"{s.Kind}{(s.All ? " all" : "")}",
        FilePlan f => $"Relation [{Names(plan)}] {f.Source.Format} {string.Join(", ", f.Source.Paths)}",
        LocalPlan => $"LocalRelation [{Names(plan)}]",
        CachedPlan => $"InMemoryRelation [{Names(plan)}]",
        RangePlan r => $"Range ({r.Start}, {r.End}, step={r.Step})",
        GeneratePlan g => $"Generate {PrettyName.Of(g.Generator)}, {(g.Generator.Outer ? "true" : "false")}, [{string.Join(", ", g.Generated.Select(c => $"{c.Name}#{c.Id}"))}]",
        _ => $"{plan.GetType().Name[..^"Plan".Length]} [{Names(plan)}]",
    };

    private static string Column(ComputedColumn c) => c.Expression is ColumnReference r && r.Id == c.Column.Id ? $"{r.Name}#{r.Id}" : $"{PrettyName.Of(c.Expression)} AS {c.Column.Name}#{c.Column.Id}";

    private static string Names(TypedPlan plan) => string.Join(", ", plan.Output.Select(c => $"{c.Name}#{c.Id}"));

    private static IEnumerable<TypedPlan> Children(TypedPlan plan) => plan switch
    {
        ProjectPlan p => [p.Child], FilterPlan p => [p.Child], AggregatePlan p => [p.Child], DistinctPlan p => [p.Child], DistinctOnPlan p => [p.Child], SortPlan p => [p.Child],
        LimitPlan p => [p.Child], SamplePlan p => [p.Child], GeneratePlan p => [p.Child], JoinPlan p => [p.Left, p.Right], SetPlan p => [p.Left, p.Right], RecursivePlan p => [p.Anchor, p.Step],
        _ => [],
    };
}
