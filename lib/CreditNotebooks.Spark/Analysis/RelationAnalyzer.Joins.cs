using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Joins and set operations.</summary>
internal sealed partial class RelationAnalyzer
{
    private TypedPlan AnalyzeJoin(Join j)
    {
        if (j.Lateral && j.Kind is not (JoinKind.Inner or JoinKind.Cross or JoinKind.LeftOuter))
            throw new SparkException("INVALID_LATERAL_JOIN_TYPE", "The join type cannot contain LATERAL correlation: a LATERAL subquery takes an inner, a cross or a left outer join.", j.Span);
        if (j is { Natural: true, Kind: JoinKind.LeftSemi or JoinKind.LeftAnti }) throw SparkException.Unsupported("A NATURAL join of this kind", j.Span);
        var left = Analyze(j.Left);
        var right = j.Lateral ? new RelationAnalyzer(context, views, schemas, ScopeOf(left), commonTables, outputs).Analyze(j.Right) : Analyze(j.Right);

        var merged = j.Natural
            ? left.Output.Where(l => !l.Hidden && right.Output.Any(r => !r.Hidden && Scope.Same(l.Name, r.Name))).Select(l => l.Name).ToSeq()
            : j.Using;
        var leftNullable = j.Kind is JoinKind.RightOuter or JoinKind.FullOuter;
        var rightNullable = j.Kind is JoinKind.LeftOuter or JoinKind.FullOuter;
        var leftOut = left.Output.Select(c => leftNullable ? c with { Nullable = true } : c).ToList();
        var rightOut = right.Output.Select(c => rightNullable ? c with { Nullable = true } : c).ToList();
        if (merged.Count > 0) return MergedJoin(j, left, right, leftOut, rightOut, merged);

        TypedExpression? condition = null;
        if (j.Condition is not null)
        {
            var expressions = new ExpressionAnalyzer(context, this, new Scope([.. left.Output, .. right.Output], outer))
            {
                OwnSide = origin => ReferenceEquals(origin, j.Left) ? left.Output : ReferenceEquals(origin, j.Right) ? right.Output : null,
            };
            condition = expressions.AnalyzeBoolean(j.Condition, "the join condition", "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE");
            if (condition.All().FirstOrDefault(e => e is TypedAggregate or TypedWindow or TypedGenerator) is { } wrong)
                throw new SparkException("UNSUPPORTED_EXPR_FOR_OPERATOR", $"A join condition cannot hold \"{PrettyName.Of(wrong)}\".", j.Condition.Span);
            if (condition.All().OfType<TypedSubquery>().FirstOrDefault(q => q.Kind == SubqueryKind.Scalar && PlanWalk.OuterReferences(q.Plan).Any()) is { } correlated)
                throw new SparkException("UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_CORRELATED_SCALAR_SUBQUERY", "Unsupported subquery expression: correlated scalar subqueries can only be used in filters, aggregations and projections; move it to WHERE.", correlated.Span);
        }
        return new JoinPlan(left, right, j.Kind, condition, j.Lateral, (j.Kind is JoinKind.LeftSemi or JoinKind.LeftAnti ? leftOut : leftOut.Concat(rightOut)).ToSeq());
    }

    private TypedPlan MergedJoin(Join j, TypedPlan left, TypedPlan right, List<ColumnReference> leftOut, List<ColumnReference> rightOut, Seq<string> names)
    {
        var leftKeys = names.Select(n => KeyColumn(left, n, "left", j.Span)).ToList();
        var rightKeys = names.Select(n => KeyColumn(right, n, "right", j.Span)).ToList();
        var expressions = Expressions(new Scope([.. left.Output, .. right.Output], outer));
        var condition = leftKeys.Zip(rightKeys).Select(p => expressions.Invoke("=", [p.First, p.Second], j.Span)).Aggregate((a, b) => expressions.Invoke("and", [a, b], j.Span));
        var semi = j.Kind is JoinKind.LeftSemi or JoinKind.LeftAnti;
        var join = new JoinPlan(left, right, j.Kind, condition, j.Lateral, (semi ? leftOut : leftOut.Concat(rightOut)).ToSeq());

        var columns = new List<ComputedColumn>();
        for (var i = 0; i < names.Count; i++)
        {
            ColumnReference l = leftOut.First(c => c.Id == leftKeys[i].Id), r = rightOut.First(c => c.Id == rightKeys[i].Id);
            columns.Add(j.Kind switch
            {
                JoinKind.FullOuter => expressions.Invoke("coalesce", [l, r], j.Span) is var both ? new ComputedColumn(both, context.NewColumn(l.Name, both.Type, both.Nullable)) : throw new InvalidOperationException(),
                JoinKind.RightOuter => new ComputedColumn(r, r),
                _ => new ComputedColumn(l, l),
            });
        }
        var shown = columns.Select(c => c.Column.Id).ToHashSet();
        void Rest(IEnumerable<ColumnReference> side, List<ColumnReference> keys)
        {
            foreach (var column in side.Where(c => !shown.Contains(c.Id)))
                columns.Add(new ComputedColumn(column, keys.Exists(k => k.Id == column.Id) ? column with { Hidden = true } : column));
        }
        Rest(leftOut, leftKeys);
        if (!semi) Rest(rightOut, rightKeys);
        return new ProjectPlan(join, columns.ToSeq());
    }

    private static ColumnReference KeyColumn(TypedPlan side, string name, string which, SourceSpan span)
    {
        var found = side.Output.Where(c => !c.Hidden && Scope.Same(c.Name, name)).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new SparkException("UNRESOLVED_USING_COLUMN_FOR_JOIN", $"USING column {Identifier.QuoteAlways(name)} cannot be resolved on the {which} side of the join. The {which}-side columns: [{string.Join(", ", side.Output.Select(c => Identifier.QuoteAlways(c.Name)))}].", span),
            _ => throw new SparkException("AMBIGUOUS_REFERENCE", $"Reference {Identifier.QuoteAlways(name)} is ambiguous on the {which} side of the join.", span),
        };
    }

    private TypedPlan AnalyzeSetOperation(SetOperation s)
    {
        var left = Visible(Analyze(s.Left));
        var right = Visible(Analyze(s.Right));
        if (s.ByName) (left, right) = ByName(s, left, right);
        if (left.Output.Count != right.Output.Count)
            throw new SparkException("NUM_COLUMNS_MISMATCH", $"{s.Kind.ToString().ToUpperInvariant()} can only be performed on inputs with the same number of columns, but the first input has {left.Output.Count} columns and the second input has {right.Output.Count} columns.", s.Span);
        var types = new List<DataType>();
        for (var i = 0; i < left.Output.Count; i++)
        {
            types.Add(TypeCoercion.Wider(left.Output[i].Type, right.Output[i].Type) ?? TypeCoercion.SameStructure(left.Output[i].Type, right.Output[i].Type) ?? throw new SparkException("INCOMPATIBLE_COLUMN_TYPE",
                $"{s.Kind.ToString().ToUpperInvariant()} can only be performed on tables with compatible column types. The column {i + 1} of the second table is \"{right.Output[i].Type.Sql}\" type which is not compatible with \"{left.Output[i].Type.Sql}\" at the same column of the first table.", s.Span));
        }
        if (!s.All || s.Kind != SetKind.Union)
        {
            WithoutMaps(left, s.Span);
            WithoutMaps(right, s.Span);
        }
        left = CastOutput(left, types);
        right = CastOutput(right, types);
        var output = left.Output.Zip(right.Output).Select(p => context.NewColumn(p.First.Name, TypeCoercion.TightestCommon(p.First.Type, p.Second.Type) ?? p.First.Type, s.Kind switch
        {
            SetKind.Union => p.First.Nullable || p.Second.Nullable,
            SetKind.Intersect => p.First.Nullable && p.Second.Nullable,
            _ => p.First.Nullable,
        }) with { Qualifier = p.First.Qualifier }).ToSeq();
        return new SetPlan(s.Kind, s.All, left, right, output);
    }

    private static TypedPlan WithoutMaps(TypedPlan plan, SourceSpan span) => plan.Output.FirstOrDefault(c => HasMap(c.Type)) is { } map
        ? throw new SparkException("UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE", $"The feature is not supported: cannot have MAP type columns in DataFrame which calls set operations (INTERSECT, EXCEPT, etc.), but the type of column {Identifier.QuoteAlways(map.Name)} is \"{map.Type.Sql}\".", span)
        : plan;

    private static bool HasMap(DataType type) => type switch
    {
        MapType => true,
        ArrayType a => HasMap(a.ElementType),
        StructType s => s.Fields.Any(f => HasMap(f.DataType)),
        _ => false,
    };

    private (TypedPlan Left, TypedPlan Right) ByName(SetOperation s, TypedPlan left, TypedPlan right)
    {
        ColumnReference? In(TypedPlan plan, string name) => plan.Output.FirstOrDefault(c => Scope.Same(c.Name, name));
        foreach (var side in new[] { left, right })
        {
            if (side.Output.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new SparkException("COLUMN_ALREADY_EXISTS", $"The column {Identifier.QuoteAlways(twice.Key.ToLowerInvariant())} already exists. Choose another name or rename the existing column.", s.Span);
        }
        var names = left.Output.Select(c => c.Name).ToList();
        if (s.AllowMissing) names.AddRange(right.Output.Where(c => In(left, c.Name) is null).Select(c => c.Name));
        else if (left.Output.Count != right.Output.Count) return (left, right);

        TypedPlan Arranged(TypedPlan plan, TypedPlan other) => new ProjectPlan(plan, names.Select(n => In(plan, n) is { } c ? new ComputedColumn(c, c)
            : s.AllowMissing ? new ComputedColumn(TypedLiteral.Null(In(other, n)!.Type), context.NewColumn(n, In(other, n)!.Type, true))
            : throw new SparkException("UNRESOLVED_COLUMN_AMONG_FIELD_NAMES", $"Cannot resolve column name \"{n}\" among ({string.Join(", ", plan.Output.Select(o => o.Name))}).", s.Span)).ToSeq());
        return (Arranged(left, right), Arranged(right, left));
    }

    /// <summary>The plan with its columns cast to the types; itself when they have them.</summary>
    public TypedPlan CastOutput(TypedPlan plan, IReadOnlyList<DataType> types)
    {
        if (plan.Output.Zip(types).All(p => TypeCoercion.SameButNulls(p.First.Type, p.Second))) return plan;
        return new ProjectPlan(plan, plan.Output.Zip(types).Select(p => TypeCoercion.SameButNulls(p.First.Type, p.Second) ? new ComputedColumn(p.First, p.First)
            : CastRules.Implicit(p.First, p.Second) is var cast ? new ComputedColumn(cast, context.NewColumn(p.First.Name, p.Second, cast.Nullable) with { Qualifier = p.First.Qualifier }) : throw new InvalidOperationException()).ToSeq());
    }
}
