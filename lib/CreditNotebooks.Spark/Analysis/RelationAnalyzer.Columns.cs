using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>The DataFrame API's changes to columns, and PIVOT and UNPIVOT.</summary>
internal sealed partial class RelationAnalyzer
{
    public AnalysisContext Context => context;

    private ProjectPlan AnalyzeWithColumns(WithColumns w)
    {
        var child = Visible(Analyze(w.Child));
        var expressions = Expressions(ScopeOf(child));
        var added = w.Columns.Select(a => (Name: a.Names[0], Expression: expressions.Analyze(a.Operand))).ToList();
        foreach (var twice in added.GroupBy(a => a.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            throw new SparkException("COLUMN_ALREADY_EXISTS", $"The column {Identifier.QuoteAlways(twice.Key.ToLowerInvariant())} already exists. Choose another name or rename the existing column.", w.Span);
        foreach (var (_, e) in added.Where(a => GroupedExpressions.HasAggregate(a.Expression) || a.Expression is TypedGenerator))
            throw new SparkException("MISSING_GROUP_BY", $"\"{PrettyName.Of(e)}\" cannot stand in WithColumn; use GroupBy and Agg, or Select.", e.Span);
        if (w.Existing && added.Find(a => !child.Output.Any(c => Scope.Same(c.Name, a.Name))) is { Name: { } unknown })
            throw ScopeOf(child).Unresolved([unknown], w.Span);
        ComputedColumn New((string Name, TypedExpression Expression) a) => new(a.Expression, context.NewColumn(a.Name, a.Expression.Type, a.Expression.Nullable));
        var columns = child.Output.Select(c => added.FindIndex(a => Scope.Same(a.Name, c.Name)) is var at and >= 0 ? New(added[at]) : new ComputedColumn(c, c)).ToList();
        columns.AddRange(added.Where(a => !child.Output.Any(c => Scope.Same(c.Name, a.Name))).Select(New));
        return new ProjectPlan(child, columns.ToSeq());
    }

    private TypedPlan AnalyzeDrop(DropColumns d)
    {
        var child = Analyze(d.Child);
        var scope = ScopeOf(child);
        var dropped = new HashSet<int>();
        foreach (var column in d.Columns)
        {
            // By plain name all columns of it go; a Column object means the one it names.
            if (column is Literal { Value: string name }) dropped.UnionWith(child.Output.Where(c => Scope.Same(c.Name, name)).Select(c => c.Id));
            else if (column is Name { Origin.Relation: null, Parts: [var single] }) dropped.UnionWith(child.Output.Where(c => Scope.Same(c.Name, single)).Select(c => c.Id));
            else if (column is Name n && Expressions(scope).TryAnalyze(n) is ColumnReference c) dropped.Add(c.Id);
        }
        return dropped.Count == 0 ? child : new ProjectPlan(child, child.Output.Where(c => !dropped.Contains(c.Id)).Select(c => new ComputedColumn(c, c)).ToSeq());
    }

    private TypedPlan AnalyzeRename(RenameColumns r)
    {
        var child = Visible(Analyze(r.Child));
        return new ProjectPlan(child, child.Output.Select(c =>
            new ComputedColumn(c, r.Names.LastOrDefault(n => Scope.Same(n.Key, c.Name)) is { Value: { } name } ? context.NewColumn(name, c.Type, c.Nullable) : c)).ToSeq());
    }

    private TypedPlan AnalyzeToNames(ToNames t)
    {
        var child = Visible(Analyze(t.Child));
        if (t.Names.Count != child.Output.Count)
            throw new SparkException("ASSIGNMENT_ARITY_MISMATCH", $"The number of columns or variables assigned or aliased: {t.Names.Count} does not match the number of source expressions: {child.Output.Count}.", t.Span);
        return new ProjectPlan(child, child.Output.Zip(t.Names).Select(p => new ComputedColumn(p.First, context.NewColumn(p.Second, p.First.Type, p.First.Nullable))).ToSeq());
    }

    private TypedPlan AnalyzeDropDuplicates(DropDuplicates d)
    {
        var child = Visible(Analyze(d.Child));
        if (d.Columns.Count == 0) return new DistinctPlan(child);
        var keys = d.Columns.SelectMany(n => child.Output.Where(c => Scope.Same(c.Name, n)).ToList() is { Count: > 0 } found ? found
            : throw new SparkException("UNRESOLVED_COLUMN_AMONG_FIELD_NAMES", $"Cannot resolve column name \"{n}\" among ({string.Join(", ", child.Output.Select(o => o.Name))}).", d.Span)).ToSeq();
        return new DistinctOnPlan(child, keys);
    }

    /// <summary>PIVOT as an aggregate with one filtered aggregate for each value; where no row has the value the result is NULL, also a count's.</summary>
    private ProjectPlan AnalyzePivot(Pivot p)
    {
        var child = Visible(Analyze(p.Child));
        var expressions = Expressions(ScopeOf(child));
        var aggregates = p.Aggregates.Select(a => (Typed: expressions.Analyze(a), Name: (a as Alias)?.Names[0])).ToList();
        foreach (var (typed, _) in aggregates.Where(a => !GroupedExpressions.HasAggregate(a.Typed)))
            throw new SparkException("MISSING_AGGREGATION", $"Aggregate expression required for pivot, but \"{PrettyName.Of(typed)}\" did not appear in any aggregate function.", p.Span);
        var columns = p.Columns.Select(c => expressions.Analyze(c)).ToList();
        var used = aggregates.SelectMany(a => a.Typed.All()).Concat(columns.SelectMany(c => c.All())).OfType<ColumnReference>().ToHashSet();
        var groupings = p.GroupBy is { } groupBy ? groupBy.Select(g => expressions.Analyze(g)).ToSeq() : child.Output.Where(c => !used.Contains(c)).Select(TypedExpression (c) => c).ToSeq();

        var groups = new GroupedExpressions(context, child, new GroupingSets(groupings, null));
        var output = groupings.Select((g, i) => (Expression: g, Name: p.GroupBy?[i] is Alias a ? a.Names[0] : PrettyName.Of(g))).ToList();
        // Spark picks out the values of a first aggregate where all are numbers or truths; else each aggregate skips the other rows, and a count of none is 0.
        var first = aggregates.TrueForAll(a => a.Typed.Type.IsNumeric || a.Typed.Type is BooleanType);
        foreach (var value in p.Values)
        {
            var syntax = value is Alias a ? a.Operand : value;
            var items = (syntax is RowConstructor r && columns.Count > 1 ? r.Items : [syntax]).Select(e => expressions.Analyze(e)).ToList();
            var matches = columns.Zip(items).Select(x => expressions.Invoke("<=>", [x.First, CastRules.CanCast(x.Second.Type, x.First.Type) ? CastRules.Implicit(x.Second, x.First.Type) : x.Second], p.Span)).Aggregate((x, y) => expressions.Invoke("and", [x, y], p.Span));
            var any = expressions.Invoke("bool_or", [matches], p.Span);
            var name = value is Alias named ? named.Names[0] : columns.Count > 1 ? $"{{{string.Join(", ", items.Select(ValueName))}}}" : ValueName(items[0]);
            foreach (var (typed, alias) in aggregates)
            {
                var filtered = typed.Replace(e => e is TypedAggregate x ? x with { IgnoreNulls = x.IgnoreNulls || !first && x.Function.Name is "first" or "last", Filter = x.Filter is null ? matches : expressions.Invoke("and", [x.Filter, matches], p.Span) } : null);
                var shown = aggregates.Count == 1 && alias is null ? name : aggregates.Count == 1 ? name : $"{name}_{alias ?? PrettyName.Of(typed)}";
                output.Add((first ? ExpressionAnalyzer.BuildCase([any], [filtered], null, p.Span) : filtered, shown));
            }
        }
        var computed = output.Select(o => groups.Over(o.Expression)).ToList();
        return new ProjectPlan(groups.Plan(), computed.Zip(output).Select(x => new ComputedColumn(x.First, context.NewColumn(x.Second.Name, x.First.Type, x.First.Nullable))).ToSeq());
    }

    private string ValueName(TypedExpression value) => ConstantFolding.Fold(CastRules.Implicit(value, DataType.String), context) is TypedLiteral l ? l.Value as string ?? "null" : PrettyName.Of(value);

    /// <summary>UNPIVOT as a generator: one row for each item.</summary>
    private TypedPlan AnalyzeUnpivot(Unpivot u)
    {
        var child = Visible(Analyze(u.Child));
        var expressions = Expressions(ScopeOf(child));
        var items = u.Items.Select(i => i.Columns.Select(c => expressions.Analyze(c)).ToList()).ToList();
        if (u.Items.Count == 0 && u.Ids is { } given)
        {
            var ids = given.Select(g => expressions.Analyze(g)).ToHashSet();
            items = child.Output.Where(c => !ids.Contains(c)).Select(c => new List<TypedExpression> { c }).ToList();
        }
        if (items.Exists(i => i.Count != u.ValueColumns.Count))
            throw new SparkException("UNPIVOT_VALUE_SIZE_MISMATCH", $"All unpivot value columns must have the same size as there are value column names ({u.ValueColumns.Count}).", u.Span);
        var types = Enumerable.Range(0, u.ValueColumns.Count).Select(i => TypeCoercion.Wider(items.Select(x => x[i].Type)) ?? throw new SparkException("UNPIVOT_VALUE_DATA_TYPE_MISMATCH",
            $"Unpivot value columns must share a least common type, some types do not: [{string.Join(", ", items.Select(x => $"\"{x[i].Type.Sql}\""))}].", u.Span)).ToList();
        var names = items.Select((x, i) => u.Items.Count > i && u.Items[i].Alias is { } alias ? alias : string.Join("_", x.Select(PrettyName.Of))).ToList();
        var arguments = items.SelectMany((x, i) => x.Select((e, k) => CastRules.Implicit(e, types[k])).Prepend(TypedLiteral.Of(names[i]))).Prepend(TypedLiteral.Of(items.Count)).ToList();
        var generator = (TypedGenerator)expressions.Invoke("stack", arguments, u.Span);
        var generated = Generated(child, generator, new Seq<string>(u.ValueColumns.Prepend(u.NameColumn)), null);
        generated = generated with { Generated = [generated.Generated[0] with { Nullable = false }, .. generated.Generated.Skip(1)] };
        TypedPlan plan = generated;
        if (!u.IncludeNulls)
        {
            var present = generated.Generated.Skip(1).Select(c => expressions.Invoke("isnotnull", [c], u.Span)).Aggregate((a, b) => expressions.Invoke("or", [a, b], u.Span));
            plan = new FilterPlan(plan, present);
        }
        var unpivoted = items.SelectMany(i => i).SelectMany(e => e.All()).OfType<ColumnReference>().ToHashSet();
        var kept = u.Ids is { } wanted ? wanted.Select(g => expressions.Analyze(g)).ToList() : child.Output.Where(c => !unpivoted.Contains(c)).Select(TypedExpression (c) => c).ToList();
        var columns = kept.Select(k => new ComputedColumn(k, k as ColumnReference ?? context.NewColumn(PrettyName.Of(k), k.Type, k.Nullable))).Concat(generated.Generated.Select(g => new ComputedColumn(g, g)));
        return new ProjectPlan(plan, columns.ToSeq());
    }
}
