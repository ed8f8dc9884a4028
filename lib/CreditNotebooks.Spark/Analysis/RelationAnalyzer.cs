using System.Runtime.CompilerServices;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Types a query: looks up tables, gives every column an id, and leaves a plan that is simple to write out.</summary>
internal sealed partial class RelationAnalyzer
{
    private readonly AnalysisContext context;
    private readonly ViewSnapshot views;
    private readonly InferredSchemas schemas;
    private readonly Scope? outer;
    private readonly CommonTables? commonTables;
    private readonly Dictionary<Relation, HashSet<ColumnReference>> outputs;

    public RelationAnalyzer(AnalysisContext context) : this(context, context.Views, new InferredSchemas(), null, null, new(ReferenceEqualityComparer.Instance)) { }

    private RelationAnalyzer(AnalysisContext context, ViewSnapshot views, InferredSchemas schemas, Scope? outer, CommonTables? commonTables, Dictionary<Relation, HashSet<ColumnReference>> outputs)
    {
        this.context = context;
        this.views = views;
        this.schemas = schemas;
        this.outer = outer;
        this.commonTables = commonTables;
        this.outputs = outputs;
    }

    /// <summary>The whole query: its visible columns alone.</summary>
    public TypedPlan AnalyzeQuery(Relation relation) => Visible(Analyze(relation));

    public TypedPlan AnalyzeSubquery(Relation relation, Scope around) => new RelationAnalyzer(context, views, schemas, around.OfOneQuery(), commonTables, outputs).AnalyzeQuery(relation);

    /// <summary>The columns that came out of a relation analyzed before; null when it was not.</summary>
    public HashSet<ColumnReference>? OutputOf(Relation relation) => outputs.GetValueOrDefault(relation);

    public TypedPlan Analyze(Relation relation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        try
        {
            var plan = context.FindCached(relation) is { } cached ? FromCache(cached) : Dispatch(relation);
            if (outputs.TryGetValue(relation, out var known)) known.UnionWith(plan.Output);
            else outputs[relation] = [.. plan.Output];
            return plan;
        }
        catch (SparkException e) when (!e.Span.IsKnown && relation.Span.IsKnown)
        {
            throw e.At(relation.Span);
        }
    }

    private TypedPlan Dispatch(Relation relation) => relation switch
    {
        Table t => AnalyzeTable(t),
        TableFunction f => AnalyzeTableFunction(f),
        OneRow => new OneRowPlan(),
        InlineTable v => AnalyzeValues(v),
        Project { Piped: true } p => WithoutAggregates(new SelectBuilder(this, Analyze(p.Child), p)).Build(),
        Project p => new SelectBuilder(this, Analyze(p.Child), p).Build(),
        Aggregate a => new SelectBuilder(this, Analyze(a.Child), a).Build(),
        Filter f => AnalyzeFilter(f),
        Distinct d => new DistinctPlan(WithoutMaps(Visible(Analyze(d.Child)), d.Span)),
        Sort s => AnalyzeSort(s),
        Limit l => AnalyzeLimit(l),
        Offset o => new LimitPlan(Visible(Analyze(o.Child)), null, ConstantCount(o.Count, "offset")),
        SetOperation s => AnalyzeSetOperation(s),
        Join j => AnalyzeJoin(j),
        SubqueryAlias a => Aliased(Visible(Analyze(a.Child)), a),
        With w => AnalyzeWith(w),
        LateralView v => AnalyzeLateralView(v),
        Pivot p => AnalyzePivot(p),
        Unpivot u => AnalyzeUnpivot(u),
        Sample s => new SamplePlan(Analyze(s.Child), s.Percent, s.Rows, s.Seed),
        FileSource f => new FilePlan(f, NewColumns((f.Schemas ?? schemas).Get(f, context.InferSchema))),
        LocalData l => new LocalPlan(l, NewColumns(l.Schema)),
        WithColumns w => AnalyzeWithColumns(w),
        DropColumns d => AnalyzeDrop(d),
        RenameColumns r => AnalyzeRename(r),
        ToNames t => AnalyzeToNames(t),
        DropDuplicates d => AnalyzeDropDuplicates(d),
        Repartitioned r => Analyze(r.Child),
        Hinted h => Analyze(h.Child),
        Observed o => Analyze(o.Child),
        Captured c => new RelationAnalyzer(context, c.Late ? views : c.Views, c.Schemas, outer, commonTables, outputs).Analyze(c.Child),
        _ => throw new NotSupportedException(relation.GetType().Name),
    };

    // |> SELECT and |> EXTEND do not group.
    private static SelectBuilder WithoutAggregates(SelectBuilder select) =>
        select.Items.FirstOrDefault(i => GroupedExpressions.HasAggregate(i.Expression)) is { Expression: { } aggregate }
            ? throw new SparkException("PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION", $"Aggregate function {PrettyName.Of(aggregate)} is not allowed when using the pipe operator |> SELECT or |> EXTEND; please use the pipe operator |> AGGREGATE clause instead.", aggregate.Span)
            : select;

    private CachedPlan FromCache(CachedTable cached) => new(cached.Name, cached.ColumnNames, NewColumns(cached.Schema));

    private Seq<ColumnReference> NewColumns(StructType schema) => schema.Fields.Select(c => context.NewColumn(c.Name, c.DataType, c.Nullable) with { Comment = c.Comment }).ToSeq();

    public ExpressionAnalyzer Expressions(Scope scope) => new(context, this, scope);

    public Scope ScopeOf(TypedPlan plan) => new(plan.Output, outer);

    /// <summary>The plan without hidden columns.</summary>
    public static TypedPlan Visible(TypedPlan plan) =>
        plan.Output.Any(c => c.Hidden) ? new ProjectPlan(plan, plan.Output.Where(c => !c.Hidden).Select(c => new ComputedColumn(c, c)).ToSeq()) : plan;

    public IEnumerable<ColumnReference> ExpandStar(Star star, Scope scope)
    {
        var columns = star.Qualifier.Count == 0 ? scope.Columns.Where(c => !c.Hidden).ToList()
            : scope.Columns.Where(c => c.Qualifier.Count >= star.Qualifier.Count && c.Qualifier.TakeLast(star.Qualifier.Count).Zip(star.Qualifier).All(p => Scope.Same(p.First, p.Second))).ToList();
        if (columns.Count == 0 && star.Qualifier.Count > 0)
            throw new SparkException("CANNOT_RESOLVE_STAR_EXPAND", $"Cannot resolve {Identifier.QuoteAlways(star.Qualifier)}.* given input columns {string.Join(", ", scope.Columns.Select(c => Identifier.QuoteAlways([c.Name])))}. Please check that the specified table or struct exists and is accessible in the input columns.", star.Span);
        foreach (var except in star.Except)
        {
            if (scope.Find(except.Parts, except.Span) is not ColumnReference dropped || !columns.Remove(dropped)) throw scope.Unresolved(except.Parts, except.Span);
        }
        return columns;
    }

    private TypedPlan AnalyzeFilter(Filter f)
    {
        var child = Analyze(f.Child);
        // A DataFrame's filter sees what the select below it left out; SQL's WHERE does not.
        if (!f.Span.IsKnown && child is ProjectPlan select && Expressions(ScopeOf(child)).TryAnalyze(f.Condition) is null) return FilterBelow(select, f);
        var condition = Expressions(ScopeOf(child)).AnalyzeBoolean(f.Condition, "the filter");
        RefuseInFilter(condition, f.Condition.Span);
        return new FilterPlan(child, condition);
    }

    private TypedPlan FilterBelow(ProjectPlan select, Filter f)
    {
        var condition = Expressions(new Scope(select.Output, new Scope(select.Child.Output, outer)) { SeesBelow = true }).AnalyzeBoolean(f.Condition, "the filter");
        RefuseInFilter(condition, f.Condition.Span);
        var missing = condition.All().OfType<ColumnReference>().Where(c => !select.Output.Contains(c) && select.Child.Output.Contains(c)).Distinct();
        var wider = new ProjectPlan(select.Child, select.Columns.Concat(missing.Select(c => new ComputedColumn(c, c))).ToSeq());
        return new ProjectPlan(new FilterPlan(wider, condition), select.Output.Select(c => new ComputedColumn(c, c)).ToSeq());
    }

    private static void RefuseInFilter(TypedExpression condition, SourceSpan span)
    {
        if (Catalogue.DateTimes.TimeWindows.Find([condition]) is { } window) throw SparkException.Unsupported("A window of time in WHERE", window.Span);
        foreach (var e in condition.All())
        {
            if (e is TypedAggregate) throw new SparkException("INVALID_WHERE_CONDITION", $"The WHERE condition \"{PrettyName.Of(condition)}\" contains invalid expressions: {PrettyName.Of(e)}. Rewrite the query to avoid window functions, aggregate functions, and generator functions in the WHERE clause.", span);
            if (e is TypedWindow or TypedGenerator) throw new SparkException("INVALID_WHERE_CONDITION", $"The WHERE condition \"{PrettyName.Of(condition)}\" contains invalid expressions: {PrettyName.Of(e)}. Rewrite the query to avoid window functions, aggregate functions, and generator functions in the WHERE clause.", span);
        }
    }

    private TypedPlan AnalyzeSort(Sort s)
    {
        if (s.Child is Project p) return new SelectBuilder(this, Analyze(p.Child), p).BuildSorted(s);
        if (s.Child is Aggregate a) return new SelectBuilder(this, Analyze(a.Child), a).BuildSorted(s);
        if (s.Child is Distinct { Child: Project dp }) return new SelectBuilder(this, Analyze(dp.Child), dp).BuildSorted(s, distinct: true);
        var child = Visible(Analyze(s.Child));
        return new SortPlan(child, SortOrders(s, child, Expressions(ScopeOf(child))));
    }

    private static Seq<TypedOrder> SortOrders(Sort s, TypedPlan child, ExpressionAnalyzer expressions)
    {
        if (s.Orders is [{ Operand: Name { Parts: [var all] } } only] && Scope.Same(all, "all") && !child.Output.Any(c => Scope.Same(c.Name, "all")))
            return child.Output.Select(c => new TypedOrder(c, only.Descending, only.NullsComeFirst)).ToSeq();
        return s.Orders.Select(o => o.Operand is Literal { Value: int position }
            ? new TypedOrder(AtPosition(child.Output, position, "ORDER_BY", o.Span), o.Descending, o.NullsComeFirst)
            : expressions.AnalyzeOrder(o)).ToSeq();
    }

    public static T AtPosition<T>(IReadOnlyList<T> items, int position, string clause, SourceSpan span) =>
        position >= 1 && position <= items.Count ? items[position - 1]
            : throw new SparkException($"{clause}_POS_OUT_OF_RANGE", $"{clause.Replace('_', ' ')} position {position} is not in select list (valid range is [1, {items.Count}]).", span);

    private LimitPlan AnalyzeLimit(Limit l)
    {
        var count = ConstantCount(l.Count, "limit");
        // LIMIT n OFFSET m is one node of the engine.
        return l.Child is Offset o ? new LimitPlan(Visible(Analyze(o.Child)), count, ConstantCount(o.Count, "offset")) : new LimitPlan(Visible(Analyze(l.Child)), count, 0);
    }

    private long ConstantCount(Expression expression, string what)
    {
        var expressions = Expressions(new Scope([]));
        var typed = expressions.Fold(expressions.Analyze(expression));
        if (typed is not TypedLiteral literal)
            throw new SparkException("INVALID_LIMIT_LIKE_EXPRESSION.IS_UNFOLDABLE", $"The {what} expression must evaluate to a constant value, but got \"{PrettyName.Of(typed)}\".", expression.Span);
        var count = literal.Value switch { int i => i, long i => i, short i => i, sbyte i => i, null => throw NotInteger("IS_NULL", "must not be NULL"), _ => throw NotInteger("DATA_TYPE", $"must be an integer, but got \"{literal.Type.Sql}\"") };
        return count >= 0 ? count : throw NotInteger("IS_NEGATIVE", $"must be equal to or greater than 0, but got {count}");

        SparkException NotInteger(string subclass, string why) => new($"INVALID_LIMIT_LIKE_EXPRESSION.{subclass}", $"The {what} expression {why}.", expression.Span);
    }

    private TypedPlan AnalyzeValues(InlineTable v)
    {
        var expressions = Expressions(new Scope([], outer));
        var rows = v.Rows.Select(r => r.Select(e => expressions.Analyze(e)).ToList()).ToList();
        var width = rows[0].Count;
        if (rows.FindIndex(r => r.Count != width) is var odd and >= 0)
            throw new SparkException("INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", $"Invalid inline table: expected {width} columns but found {rows[odd].Count} columns in row {odd}.", v.Span);
        foreach (var e in rows.SelectMany(r => r))
        {
            if (e.All().Any(x => x is TypedSubquery))
                throw new SparkException("UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.SCALAR_SUBQUERY_IN_VALUES", "Unsupported subquery expression: scalar subqueries in the VALUES clause.", e.Span);
            if (e.All().Any(x => x is TypedAggregate or TypedWindow or TypedGenerator))
                throw new SparkException("INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE", $"Cannot evaluate the expression {PrettyName.Of(e)} in inline table definition.", e.Span);
        }
        var types = Enumerable.Range(0, width).Select(i => TypeCoercion.WithoutStringPromotion(rows.Select(r => r[i].Type))
            ?? throw new SparkException("INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE", $"Found incompatible types in the column col{i + 1} for inline table.", v.Span)).ToList();
        var output = types.Select((t, i) => context.NewColumn($"col{i + 1}", t, rows.Exists(r => r[i].Nullable))).ToSeq();
        return new ValuesPlan(rows.Select(r => r.Select((e, i) => CastRules.Implicit(e, types[i])).ToSeq()).ToSeq(), output);
    }

    private TypedPlan Aliased(TypedPlan plan, SubqueryAlias a)
    {
        if (a.Columns.Count > 0 && a.Columns.Count != plan.Output.Count)
            throw new SparkException(a.Child is InlineTable ? "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH" : "ASSIGNMENT_ARITY_MISMATCH", $"The number of columns or variables assigned or aliased: {a.Columns.Count} does not match the number of source expressions: {plan.Output.Count}.", a.Span);
        var columns = plan.Output.Select((c, i) => c with { Name = a.Columns.Count > 0 ? a.Columns[i] : c.Name, Qualifier = [a.Alias] }).ToSeq();
        return Renamed(plan, columns);
    }

    /// <summary>The plan with its columns under other names or qualifiers; the ids stay.</summary>
    public static TypedPlan Renamed(TypedPlan plan, Seq<ColumnReference> columns) => plan with { Output = columns };
}
