using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

/// <summary>Writes a typed plan as one DuckDB query. Every column has a name of its own (<c>"Age#12"</c>), so that no rule of DuckDB's about names comes into play.</summary>
internal sealed class DuckDbWriter
{
    private readonly Func<FilePlan, string> fileRows;
    private readonly Func<LocalPlan, string> localRows;
    private readonly HashSet<int> used = [];
    private int lastAlias;

    /// <param name="context">The session's settings.</param>
    /// <param name="kernels">Where C# functions are made known.</param>
    /// <param name="fileRows">The FROM item for files; its columns are named in order c0, c1, ….</param>
    /// <param name="localRows">The FROM item for rows in memory, likewise.</param>
    public DuckDbWriter(AnalysisContext context, IKernelRegistry kernels, Func<FilePlan, string> fileRows, Func<LocalPlan, string> localRows)
    {
        this.fileRows = fileRows;
        this.localRows = localRows;
        Expressions = new ExpressionWriter(context, kernels, p => Block(p).ToSql(p.Output));
    }

    public ExpressionWriter Expressions { get; }

    /// <summary>The whole query; its columns are the plan's, in order.</summary>
    public string Write(TypedPlan plan)
    {
        ColumnUse.Collect(plan, used);
        used.UnionWith(plan.Output.Select(c => c.Id));
        return Block(plan).ToSql(plan.Output);
    }

    private SelectBlock Block(TypedPlan plan)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return plan switch
        {
            OneRowPlan => new SelectBlock { From = null },
            ProjectPlan p => Project(p),
            FilterPlan f => Filter(f),
            AggregatePlan a => Aggregate(a),
            DistinctPlan d => Block(d.Child) is var b && b.CanDistinct ? Mark(b, d.Child) : Mark(Wrap(d.Child), d.Child),
            DistinctOnPlan d => DistinctOn(d),
            SortPlan s => Sort(s),
            LimitPlan l => Limit(l),
            JoinPlan j => new SelectBlock { From = Join(j) },
            SetPlan s => Set(s),
            ValuesPlan v => From($"(VALUES {string.Join(", ", v.Rows.Select(r => $"({string.Join(", ", r.Select(Expressions.Write))})"))})", v.Output),
            RangePlan r => From($"(SELECT * FROM range(CAST({r.Start} AS BIGINT), CAST({r.End} AS BIGINT), CAST({r.Step} AS BIGINT)))", r.Output),
            GeneratePlan g => Generate(g),
            FilePlan f => Source(fileRows(f), f.Output),
            LocalPlan l => Source(localRows(l), l.Output),
            CachedPlan c => CachedRows(c),
            SamplePlan s => new SelectBlock { From = $"({Block(s.Child).ToSql(s.Child.Output)}) AS {Alias()} TABLESAMPLE {Size(s)}" },
            RecursivePlan r => Recursive(r),
            RecursiveReferencePlan r => From($"rec{r.Id}", r.Output),
            _ => throw new NotSupportedException(plan.GetType().Name),
        };
    }

    private string Alias() => $"q{++lastAlias}";

    private static SelectBlock Mark(SelectBlock block, TypedPlan plan)
    {
        block.Items ??= plan.Output.Select(c => new SelectItem(ExpressionWriter.Column(c), ExpressionWriter.Column(c))).ToList();
        block.Distinct = true;
        return block;
    }

    private SelectBlock Wrap(TypedPlan plan) => Wrap(Block(plan), plan);

    private SelectBlock Wrap(SelectBlock block, TypedPlan plan) => new() { From = $"({block.ToSql(plan.Output)}) AS {Alias()}" };

    private SelectBlock From(string rows, Seq<ColumnReference> output) =>
        new() { From = $"{rows} AS {Alias()}({string.Join(", ", output.Select(ExpressionWriter.Column))})" };

    private SelectBlock Source(string rows, Seq<ColumnReference> output)
    {
        var alias = Alias();
        return new SelectBlock { From = $"(SELECT {string.Join(", ", output.Select((c, i) => (c, i)).Where(x => used.Contains(x.c.Id)).Select(x => $"c{x.i} AS {ExpressionWriter.Column(x.c)}").DefaultIfEmpty("1 AS one"))} FROM {rows}) AS {alias}" };
    }

    private SelectBlock CachedRows(CachedPlan c) => new()
    {
        From = $"(SELECT {string.Join(", ", c.Output.Zip(c.ColumnNames).Select(p => $"{DuckDbText.Name(p.Second)} AS {ExpressionWriter.Column(p.First)}").DefaultIfEmpty("1 AS one"))} FROM {DuckDbText.Name(c.TableName)}) AS {Alias()}",
    };

    private SelectBlock Project(ProjectPlan p)
    {
        Catalogue.RandomFunctions.CheckSeeds(p.Columns.Select(c => c.Expression), p.Child);
        var block = Block(p.Child);
        if (block.Items is { } items && p.Columns.All(c => c.Expression is ColumnReference r && r.Id == c.Column.Id) && !block.Distinct && !block.Fixed)
        {
            // Only fewer or reordered columns: the block below can give them itself.
            var byName = items.ToDictionary(i => i.Name);
            if (p.Columns.All(c => byName.ContainsKey(ExpressionWriter.Column(c.Column))))
            {
                block.Items = p.Columns.Select(c => byName[ExpressionWriter.Column(c.Column)]).ToList();
                return block;
            }
        }
        var hasWindow = p.Columns.Any(c => c.Expression.All().Any(e => e is TypedWindow));
        if (block.Items is not null || hasWindow && block.LimitSql is not null) block = Wrap(block, p.Child);
        block.Items = p.Columns.Select(c => new SelectItem(Expressions.Write(c.Expression), ExpressionWriter.Column(c.Column))).ToList();
        return block;
    }

    private SelectBlock Filter(FilterPlan f)
    {
        // Filters one above the other are one condition, in order.
        var conditions = new List<TypedExpression> { f.Condition };
        var child = f.Child;
        while (child is FilterPlan below) { conditions.Insert(0, below.Condition); child = below.Child; }
        Catalogue.RandomFunctions.CheckSeeds(conditions, child);
        var block = Block(child);
        if (block.Items is not null || block.Where is not null || block.OrderBy is not null || block.LimitSql is not null) block = Wrap(block, child);
        block.Where = Expressions.Conjunction(conditions);
        return block;
    }

    private SelectBlock Aggregate(AggregatePlan a)
    {
        var child = a.Child;
        var keys = a.Groupings;
        Catalogue.Percentiles.CheckPartitions(a.Aggregates.Select(c => c.Expression), child);
        var block = Block(child);
        if (block.Items is not null || block.OrderBy is not null || block.LimitSql is not null) block = Wrap(block, child);
        var items = keys.Select(g => new SelectItem(Expressions.Write(g.Expression), ExpressionWriter.Column(g.Column))).ToList();
        var keySql = items.Select(i => i.Sql).ToList();
        items.AddRange(a.Aggregates.Select(g => new SelectItem(Expressions.Write(g.Expression), ExpressionWriter.Column(g.Column))));
        if (a.GroupingId is { } id) items.Add(new SelectItem($"CAST(GROUPING({string.Join(", ", keySql)}) AS BIGINT)", ExpressionWriter.Column(id)));
        var nothing = items.Count == 0;
        if (nothing) items.Add(new SelectItem("count(*)", "\"one\""));
        block.Items = items;
        // Without rows Spark has no grand total.
        block.GroupBy = a.Sets is { } sets ? $"GROUPING SETS ({string.Join(", ", sets.Select(s => $"({string.Join(", ", s.Select(i => keySql[i]))})"))}) HAVING count(*) > 0"
            : keys.Count > 0 ? string.Join(", ", Enumerable.Range(1, keys.Count)) : nothing ? "()" : null;
        block.Fixed = true;
        return block;
    }

    private SelectBlock DistinctOn(DistinctOnPlan d)
    {
        var block = Block(d.Child);
        if (block.Items is not null || block.LimitSql is not null) block = Wrap(block, d.Child);
        block.Items = d.Child.Output.Select(c => new SelectItem(ExpressionWriter.Column(c), ExpressionWriter.Column(c))).ToList();
        block.DistinctOn = string.Join(", ", d.Keys.Select(ExpressionWriter.Column));
        block.Fixed = true;
        return block;
    }

    private SelectBlock Sort(SortPlan s)
    {
        var block = Block(s.Child);
        if (block.Distinct || block.DistinctOn is not null || block.LimitSql is not null || block.OrderBy is not null || block.GroupBy is not null || block.Fixed) block = Wrap(block, s.Child);
        // By the expression itself, so that a column dropped above can still order.
        block.OrderBy = string.Join(", ", s.Orders.Select(o =>
        {
            var sql = Expressions.Write(o.Operand);
            var item = block.Items?.Find(i => i.Name == sql);
            return $"{Expressions.SortKey(o.Operand, item?.Sql ?? sql)} {(o.Descending ? "DESC" : "ASC")} NULLS {(o.NullsFirst ? "FIRST" : "LAST")}";
        }));
        return block;
    }

    private SelectBlock Limit(LimitPlan l)
    {
        var block = Block(l.Child);
        if (block.LimitSql is not null) block = Wrap(block, l.Child);
        block.LimitSql = $"{(l.Count is { } n ? $" LIMIT {n}" : "")}{(l.Offset > 0 ? $" OFFSET {l.Offset}" : "")}";
        return block;
    }

    private string FromItem(TypedPlan plan)
    {
        var block = Block(plan);
        return block is { IsBare: true, From: { } from } ? from : $"({block.ToSql(plan.Output)}) AS {Alias()}";
    }

    private string Join(JoinPlan j)
    {
        var left = FromItem(j.Left);
        var right = j.Right is JoinPlan && !j.Lateral ? $"({FromItem(j.Right)})" : FromItem(j.Right);
        var lateral = j.Lateral ? "LATERAL " : "";
        var condition = j.Condition is null ? null : Expressions.Write(j.Condition);
        return j.Kind switch
        {
            JoinKind.Inner or JoinKind.Cross when condition is null => $"{left} CROSS JOIN {lateral}{right}",
            JoinKind.Inner or JoinKind.Cross => $"{left} JOIN {lateral}{right} ON {condition}",
            JoinKind.LeftOuter => $"{left} LEFT JOIN {lateral}{right} ON {condition ?? "true"}",
            JoinKind.RightOuter => $"{left} RIGHT JOIN {lateral}{right} ON {condition ?? "true"}",
            JoinKind.FullOuter => $"{left} FULL JOIN {lateral}{right} ON {condition ?? "true"}",
            JoinKind.LeftSemi => $"{left} SEMI JOIN {right} ON {condition ?? "true"}",
            JoinKind.LeftAnti => $"{left} ANTI JOIN {right} ON {condition ?? "true"}",
            _ => throw new NotSupportedException(j.Kind.ToString()),
        };
    }

    private SelectBlock Set(SetPlan s)
    {
        var keyword = s.Kind switch { SetKind.Union => "UNION", SetKind.Intersect => "INTERSECT", _ => "EXCEPT" };
        return From($"(({Block(s.Left).ToSql(s.Left.Output)}) {keyword}{(s.All ? " ALL" : "")} ({Block(s.Right).ToSql(s.Right.Output)}))", s.Output);
    }

    private SelectBlock Generate(GeneratePlan g)
    {
        var lists = g.Generator.Function.GeneratorSql!(Expressions, g.Generator);
        // Outer: an empty or missing list gives one row of NULLs.
        var unnests = lists.Select((l, i) => $"unnest({(g.Generator.Outer ? $"CASE WHEN coalesce(len({l}), 0) = 0 THEN [NULL] ELSE {l} END" : l)}) AS {ExpressionWriter.Column(g.Output[g.Child.Output.Count + i])}");
        var child = g.Child is OneRowPlan ? null : FromItem(g.Child);
        // The plan may have been renamed as a whole.
        var columns = g.Child.Output.Zip(g.Output).Where(c => used.Contains(c.First.Id)).Select(c => $"{ExpressionWriter.Column(c.First)} AS {ExpressionWriter.Column(c.Second)}");
        return new SelectBlock { From = $"(SELECT {string.Join(", ", columns.Concat(unnests))}{(child is null ? "" : $" FROM {child}")}) AS {Alias()}" };
    }

    private SelectBlock Recursive(RecursivePlan r)
    {
        var columns = string.Join(", ", r.Output.Select(ExpressionWriter.Column));
        var limit = int.TryParse(Expressions.Context.Settings["spark.sql.cteRecursionLevelLimit"], out var set) ? set : 100;
        var tooDeep = ExpressionWriter.Error("RECURSION_LEVEL_LIMIT_EXCEEDED", $"Recursion level limit {limit} reached but query has not exhausted, try increasing spark.sql.cteRecursionLevelLimit.");
        // Each row knows its level: all rows of a step come from rows of one level.
        var level = limit < 0 ? "0" : $"CASE WHEN level.last >= {limit - 1} THEN CAST({tooDeep} AS INTEGER) ELSE level.last + 1 END";
        return new SelectBlock
        {
            From = $"(WITH RECURSIVE rec{r.Id}({columns}, level) AS ((SELECT *, 0 FROM ({Block(r.Anchor).ToSql(r.Anchor.Output)})) UNION ALL "
                + $"(SELECT step.*, {level} FROM ({Block(r.Step).ToSql(r.Step.Output)}) AS step CROSS JOIN (SELECT max(level) AS last FROM rec{r.Id}) AS level)) SELECT {columns} FROM rec{r.Id}) AS {Alias()}",
        };
    }

    private static string Size(SamplePlan s) => (s.Percent is { } p ? $"bernoulli({p.ToString(System.Globalization.CultureInfo.InvariantCulture)}%)" : $"reservoir({s.Rows} ROWS)")
        + (s.Seed is { } seed ? $" REPEATABLE ({seed & 0x7FFFFFFF})" : "");
}
