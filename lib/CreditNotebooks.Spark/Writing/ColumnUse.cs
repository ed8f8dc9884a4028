using CreditNotebooks.Spark.Analysis;

namespace CreditNotebooks.Spark.Writing;

/// <summary>The columns that a plan's expressions use, so that sources read no others.</summary>
internal static class ColumnUse
{
    public static void Collect(TypedPlan plan, HashSet<int> used)
    {
        switch (plan)
        {
            case ProjectPlan p: Visit(p.Columns.Select(c => c.Expression)); Collect(p.Child, used); break;
            case FilterPlan f: Visit([f.Condition]); Collect(f.Child, used); break;
            case AggregatePlan a: Visit(a.Groupings.Concat(a.Aggregates).Select(c => c.Expression)); Collect(a.Child, used); break;
            case DistinctPlan d: Keep(d.Child); Collect(d.Child, used); break;
            case DistinctOnPlan d: Keep(d.Child); Collect(d.Child, used); break;
            case SortPlan s: Visit(s.Orders.Select(o => o.Operand)); Collect(s.Child, used); break;
            case LimitPlan l: Collect(l.Child, used); break;
            case SamplePlan s: Keep(s.Child); Collect(s.Child, used); break;
            case JoinPlan j: if (j.Condition is not null) Visit([j.Condition]); Collect(j.Left, used); Collect(j.Right, used); break;
            case SetPlan s: Keep(s.Left); Keep(s.Right); Collect(s.Left, used); Collect(s.Right, used); break;
            case ValuesPlan v: Visit(v.Rows.SelectMany(r => r)); break;
            case GeneratePlan g: Visit(g.Generator.Arguments); Collect(g.Child, used); break;
            case RecursivePlan r: Keep(r.Anchor); Keep(r.Step); Collect(r.Anchor, used); Collect(r.Step, used); break;
            case OneRowPlan or RangePlan or FilePlan or LocalPlan or CachedPlan or RecursiveReferencePlan: break;
            default: throw new NotSupportedException(plan.GetType().Name);
        }

        void Keep(TypedPlan child) => used.UnionWith(child.Output.Select(c => c.Id));

        void Visit(IEnumerable<TypedExpression> expressions)
        {
            foreach (var e in expressions.SelectMany(e => e.All()))
            {
                if (e is ColumnReference c) used.Add(c.Id);
                else if (e is TypedSubquery s) { Keep(s.Plan); Collect(s.Plan, used); }
            }
        }
    }
}
