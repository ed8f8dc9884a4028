using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>One SELECT: its list over the plan below, with grouping, HAVING, generators, and an ORDER BY that may use what is not selected.</summary>
internal sealed class SelectBuilder
{
    private readonly RelationAnalyzer relations;
    private readonly AnalysisContext context;
    private readonly Seq<Expression> list;
    private readonly SourceSpan span;
    private readonly Grouping? grouping;
    private readonly Expression? having;
    private TypedPlan child;
    private Scope scope;
    private readonly List<(TypedExpression Expression, ColumnReference Column)> items = [];
    private readonly GroupedExpressions? groups;

    public SelectBuilder(RelationAnalyzer relations, TypedPlan child, Project project) : this(relations, child, project.Expressions, null, null, false, project.Span) { }

    public SelectBuilder(RelationAnalyzer relations, TypedPlan child, Aggregate aggregate)
        : this(relations, child, aggregate.Expressions, aggregate.Grouping, aggregate.Having, aggregate.WithGroupingColumns, aggregate.Span) { }

    private SelectBuilder(RelationAnalyzer relations, TypedPlan child, Seq<Expression> list, Grouping? grouping, Expression? having, bool withGroupingColumns, SourceSpan span)
    {
        this.relations = relations;
        this.child = child;
        this.list = list;
        this.grouping = grouping;
        this.having = having;
        this.span = span;
        context = relations.Context;
        scope = relations.ScopeOf(child);
        if (grouping is not null && withGroupingColumns)
            this.list = grouping.Items.SelectMany(i => i.Sets.SelectMany(s => s)).Distinct().Concat(list).ToSeq();
        AddTimeWindow();
        foreach (var item in this.list) AddItem(item);
        if (TimeWindows.Find(items.Select(i => i.Expression)) is { } window) LeaveOutWithoutTime(window);
        if (grouping is not null || items.Exists(i => GroupedExpressions.HasAggregate(i.Expression)) || having is not null)
            groups = new GroupedExpressions(context, this.child, GroupingSets.Build(this, grouping));
    }

    public ExpressionAnalyzer Expressions => relations.Expressions(scope);
    public IReadOnlyList<(TypedExpression Expression, ColumnReference Column)> Items => items;
    public Seq<Expression> List => list;

    public TypedPlan Build() => Assemble([], out _);

    /// <summary>The select with ORDER BY above it.</summary>
    public TypedPlan BuildSorted(Sort sort, bool distinct = false)
    {
        if (sort.Orders is [{ Operand: Name { Parts: [var all] } } only] && Scope.Same(all, "all") && !items.Exists(i => Scope.Same(i.Column.Name, "all")))
        {
            var plan = Assemble([], out var every);
            if (distinct) plan = new DistinctPlan(plan);
            return new SortPlan(plan, every.Select(c => new TypedOrder(c, only.Descending, only.NullsComeFirst)).ToSeq());
        }
        var orders = new List<TypedOrder>();
        foreach (var order in sort.Orders)
        {
            var operand = order.Operand is Literal { Value: int position } ? RelationAnalyzer.AtPosition(items, position, "ORDER_BY", order.Span).Expression : InChildTerms(order.Operand);
            if (grouping is null && !items.Exists(i => i.Expression.Equals(operand)) && operand.All().Any(e => e is TypedWindow))
                throw new SparkException("UNSUPPORTED_EXPR_FOR_OPERATOR", "ORDER BY cannot hold a window function that is not in the select list; select it under an alias and order by that.", order.Span);
            if (!items.Exists(i => i.Expression.Equals(operand)) && operand.All().OfType<TypedSubquery>().FirstOrDefault(q => q.Kind == SubqueryKind.Scalar && PlanWalk.OuterReferences(q.Plan).Any()) is { } correlated)
                throw new SparkException("UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.UNSUPPORTED_CORRELATED_SCALAR_SUBQUERY", "Unsupported subquery expression: correlated scalar subqueries can only be used in filters, aggregations and projections; compute it in the select list and order by its alias.", correlated.Span);
            if (!Catalogue.ArgumentType.IsOrderable(operand.Type))
                throw new SparkException("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", $"Cannot order by \"{PrettyName.Of(operand)}\" of type \"{operand.Type.Sql}\".", order.Span);
            orders.Add(new TypedOrder(operand, order.Descending, order.NullsComeFirst));
        }
        var hidden = orders.Select(o => o.Operand).Where(o => !items.Exists(i => i.Expression.Equals(o))).Distinct().ToList();
        if (TimeWindows.Find(hidden) is { } window) throw SparkException.Unsupported("A window of time in ORDER BY that is not in the select list", window.Span);
        if (distinct && hidden.Count > 0) throw scope.Unresolved([PrettyName.Of(hidden[0])], sort.Orders[0].Span);
        var select = Assemble(hidden, out var columns);
        if (distinct) select = new DistinctPlan(select);
        ColumnReference ColumnFor(TypedExpression e) => items.FindIndex(i => i.Expression.Equals(e)) is var at and >= 0 ? columns[at] : columns[items.Count + hidden.IndexOf(e)];
        TypedPlan sorted = new SortPlan(select, orders.Select(o => o with { Operand = ColumnFor(o.Operand) }).ToSeq());
        return hidden.Count == 0 ? sorted : new ProjectPlan(sorted, columns.Take(items.Count).Select(c => new ComputedColumn(c, c)).ToSeq());
    }

    /// <summary>A window of time that is grouped by is a column named window, and rows without a time are in none.</summary>
    private void AddTimeWindow()
    {
        if (grouping?.Items.SelectMany(i => i.Sets.SelectMany(s => s)).FirstOrDefault(TimeWindows.IsWindow) is not { } syntax) return;
        var window = Expressions.Analyze(syntax);
        scope.Aliases.Add(new("window", window));
        if (TimeWindows.Find([window]) is { } found) LeaveOutWithoutTime(found);
    }

    private void LeaveOutWithoutTime(TypedCall window)
    {
        if (window.Arguments[0].Nullable) child = new FilterPlan(child, Expressions.Invoke("isnotnull", [window.Arguments[0]], window.Span));
    }

    private void AddItem(Expression item)
    {
        switch (item)
        {
            case Star star:
                foreach (var column in StarColumns(star)) items.Add(column);
                return;
            case Alias alias:
                var typed = Expressions.Analyze(alias.Operand);
                if (typed is TypedGenerator generator) { Generate(generator, alias.Names); return; }
                if (alias.Names.Count != 1) throw new SparkException("MULTI_ALIAS_WITHOUT_GENERATOR", $"Multi part aliasing ({string.Join(", ", alias.Names)}) is not supported with {PrettyName.Of(typed)} as it is not a generator function.", alias.Span);
                Add(typed, alias.Names[0]);
                scope.Aliases.Add(new(alias.Names[0], typed));
                return;
            default:
                var expression = Expressions.Analyze(item);
                if (expression is TypedGenerator g) { Generate(g, []); return; }
                Add(expression, DefaultName(item, expression));
                return;
        }
    }

    private IEnumerable<(TypedExpression, ColumnReference)> StarColumns(Star star)
    {
        // s.* over a struct column gives its fields.
        if (star.Qualifier.Count > 0 && !scope.Columns.Any(c => c.Qualifier.Count >= star.Qualifier.Count && c.Qualifier.TakeLast(star.Qualifier.Count).Zip(star.Qualifier).All(p => Scope.Same(p.First, p.Second)))
            && scope.Find(star.Qualifier, star.Span) is { Type: StructType type } value)
            return type.Fields.Where(f => !star.Except.Any(e => Scope.Same(e.Parts[^1], f.Name))).Select(f => (Fields.Get(value, TypedLiteral.Of(f.Name), star.Span), f))
                .Select(x => (x.Item1, context.NewColumn(x.f.Name, x.Item1.Type, x.Item1.Nullable))).ToList();
        return relations.ExpandStar(star, scope).Select(c => ((TypedExpression)c, c with { Hidden = false })).ToList();
    }

    private static string DefaultName(Expression syntax, TypedExpression typed) => (syntax, typed) switch
    {
        (_, ColumnReference c) => c.Name,
        (Name { Parts: [.., var last] }, Rewritten { IsAlias: true }) => last,
        // A cast of a plain column keeps the column's name.
        (Cast, TypedCast { Operand: ColumnReference c }) => c.Name,
        (Name n, TypedCall { Function: var f }) when f == Catalogue.NestedAccess.StructField || f == Catalogue.NestedAccess.ArrayStructFields => n.Parts[^1],
        _ => PrettyName.Of(typed),
    };

    private void Add(TypedExpression expression, string name)
    {
        if (expression.All().FirstOrDefault(e => e is TypedGenerator) is { } nested)
            throw new SparkException("UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS", $"The generator is not supported: nested in expressions \"{PrettyName.Of(expression)}\".", nested.Span);
        // A plain column keeps its id and its qualifier: ORDER BY t.a finds it again.
        var column = expression is ColumnReference c && Scope.Same(c.Name, name) && !items.Exists(i => i.Column.Id == c.Id)
            ? c with { Name = name, Hidden = false } : context.NewColumn(name, expression.Type, expression.Nullable);
        items.Add((expression, column));
    }

    private void Generate(TypedGenerator generator, Seq<string> names)
    {
        if (generator.Arguments.Any(GroupedExpressions.HasAggregate)) throw SparkException.Unsupported("A generator over an aggregate function", generator.Span);
        if (grouping is not null) throw SparkException.Unsupported("A generator in a select list with GROUP BY", generator.Span);
        var plan = relations.Generated(child, generator, names, null);
        child = plan;
        foreach (var column in plan.Generated)
        {
            items.Add((column, column));
            if (names.Count > 0) scope.Aliases.Add(new(column.Name, column));
        }
        // The list goes on over the same names; the generator's columns are not among them.
    }

    /// <summary>An expression of HAVING or ORDER BY: names of the output come first, and inside aggregate functions those of the plan below.</summary>
    public TypedExpression InChildTerms(Expression expression)
    {
        var output = new Scope(items.Select(i => i.Column).ToList(), scope) { SeesBelow = true };
        var analyzer = new ExpressionAnalyzer(context, relations, output) { AggregateArguments = scope };
        var typed = analyzer.Analyze(expression);
        if (typed.All().Any(e => e is TypedWindow))
            throw new SparkException("UNSUPPORTED_EXPR_FOR_OPERATOR", "HAVING and ORDER BY cannot hold a window function; select it under a name and use the name.", expression.Span);
        return typed.Replace(e => e is ColumnReference c && items.FindIndex(i => i.Column.Id == c.Id) is var at and >= 0 ? items[at].Expression : null);
    }

    private TypedPlan Assemble(List<TypedExpression> hidden, out List<ColumnReference> columns)
    {
        var all = items.Select(i => (i.Expression, i.Column)).Concat(hidden.Select(h => (h, context.NewColumn(PrettyName.Of(h), h.Type, h.Nullable)))).ToList();
        columns = all.Select(i => i.Item2).ToList();
        if (groups is null)
        {
            if (hidden.Exists(GroupedExpressions.HasAggregate))
                throw new SparkException("UNSUPPORTED_EXPR_FOR_OPERATOR", "The query orders by an aggregate function but has no GROUP BY; add one, or aggregate in a subquery.", span);
            // Ids of columns that are computed are new; a column that only passes keeps its own.
            return new ProjectPlan(child, all.Select(i => new ComputedColumn(i.Item1, i.Item2)).ToSeq());
        }
        groups.RefuseOuterNames(items.Select(i => i.Expression));
        var condition = having is null ? null : BooleanInChildTerms(having);
        var over = all.Select(i => (Expression: groups.Over(i.Item1), i.Item2)).ToList();
        var filter = condition is null ? null : groups.Over(condition);
        TypedPlan plan = groups.Plan();
        if (filter is not null) plan = new FilterPlan(plan, filter);
        columns = over.Select(i => i.Item2.Nullable == i.Expression.Nullable ? i.Item2 : i.Item2 with { Nullable = i.Expression.Nullable }).ToList();
        return new ProjectPlan(plan, over.Zip(columns).Select(p => new ComputedColumn(p.First.Expression, p.Second)).ToSeq());
    }

    private TypedExpression BooleanInChildTerms(Expression expression)
    {
        var typed = InChildTerms(expression);
        return typed.Type is BooleanType ? typed : CastRules.Written(typed, DataType.Boolean, CastMode.Ansi);
    }
}
