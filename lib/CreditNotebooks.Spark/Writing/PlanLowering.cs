using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

/// <summary>A plan in the words of SQL alone, so that it can be sent to a Spark as text: what only the DataFrame API can say becomes a select list.
/// Files become views, made by the statements of <see cref="Views"/>.</summary>
internal sealed class PlanLowering(Func<Relation, StructType> schemaOf)
{
    private readonly Dictionary<FileSource, string> files = [];
    private readonly List<Statement> views = [];

    /// <summary>The statements to run first.</summary>
    public IReadOnlyList<Statement> Views => views;

    public Relation Lower(Relation relation) => Lower(relation, ViewSnapshot.Empty);

    private Relation Lower(Relation relation, ViewSnapshot known) => relation switch
    {
        Repartitioned r => Lower(r.Child, known),
        Hinted h => Lower(h.Child, known),
        Observed o => Lower(o.Child, known),
        Captured c => Lower(c.Child, c.Late ? known : c.Views),
        WithColumns w => new Project(Lower(w.Child, known), Replaced(Names(w.Child, known), w.Columns)),
        DropColumns d => new Project(Lower(d.Child, known), Names(d, known).Select(Column).ToSeq()),
        RenameColumns or ToNames => Renamed(relation, known),
        DropDuplicates { Columns.Count: 0 } d => new Distinct(Lower(d.Child, known)),
        Aggregate { Having: null, Grouping: { All: false, Items.Count: 0 } } a when a.Expressions.Any(HasNoCall) => OneGroup(a with { Child = Lower(a.Child, known) }),
        Aggregate { WithGroupingColumns: true } a => a with
        {
            Child = Lower(a.Child, known), WithGroupingColumns = false,
            Grouping = a.Grouping with { Items = a.Grouping.Items.Select(i => i with { Sets = i.Sets.Select(s => s.Select(e => e is Alias named ? named.Operand : e).ToSeq()).ToSeq() }).ToSeq() },
            Expressions = a.Grouping.Items.SelectMany(i => i.Sets.SelectMany(s => s)).Distinct().Concat(a.Expressions).Select(e => Lower(e, known)).ToSeq(),
        },
        Pivot { GroupBy: { } keys } p => new Pivot(new Project(Lower(p.Child, known), Used(p, keys)), p.Aggregates, p.Columns, p.Values),
        Unpivot { Ids: { } ids } u => new Unpivot(new Project(Lower(u.Child, known), ids.Concat(u.Items.SelectMany(i => i.Columns)).ToSeq()), u.ValueColumns, u.NameColumn, u.Items, u.IncludeNulls),
        FileSource { Format: "parquet" or "json" or "text", Options.Count: 0, Paths: [var path] } f => new Table([f.Format, path]),
        FileSource f => new Table([ViewOf(f)]),
        LocalData l => LocalRowsAsValues(l),
        Table { Name: var name } when known.Find(name) is { } view => new SubqueryAlias(Lower(view.Query, known), view.Name, []),
        Project r => r with { Child = Lower(r.Child, known), Expressions = Lower(r.Expressions, known) },
        Filter r => r with { Child = Lower(r.Child, known), Condition = Lower(r.Condition, known) },
        Aggregate r => r with { Child = Lower(r.Child, known) },
        Distinct r => r with { Child = Lower(r.Child, known) },
        Sort r => r with { Child = Lower(r.Child, known) },
        Limit r => r with { Child = Lower(r.Child, known) },
        Offset r => r with { Child = Lower(r.Child, known) },
        SetOperation r => r with { Left = Lower(r.Left, known), Right = Lower(r.Right, known) },
        Join r => r with { Left = Lower(r.Left, known), Right = Lower(r.Right, known) },
        SubqueryAlias r => r with { Child = Lower(r.Child, known) },
        With r => r with { Tables = r.Tables.Select(t => t with { Query = Lower(t.Query, Without(known, r.Tables)) }).ToSeq(), Child = Lower(r.Child, Without(known, r.Tables)) },
        LateralView r => r with { Child = Lower(r.Child, known) },
        Pivot r => r with { Child = Lower(r.Child, known) },
        Unpivot r => r with { Child = Lower(r.Child, known) },
        Sample r => r with { Child = Lower(r.Child, known) },
        Table or TableFunction or OneRow or InlineTable => relation,
        _ => throw SparkException.Unsupported($"{relation.GetType().Name} as SQL text", relation.Span),
    };

    // The pipe's AGGREGATE takes nothing but aggregate functions; HAVING makes a group of all rows whatever is selected.
    private static Aggregate OneGroup(Aggregate aggregate) => aggregate with { WithGroupingColumns = false, Having = new Literal(true, DataType.Boolean) };

    private static bool HasNoCall(Expression expression) => !ExpressionParts.All(expression).Any(e => e is FunctionCall);

    // A common table's name hides a view's.
    private static ViewSnapshot Without(ViewSnapshot known, Seq<CommonTable> tables) => tables.Aggregate(known, (k, t) => k.Without([t.Name]));

    private Seq<Expression> Lower(Seq<Expression> expressions, ViewSnapshot known) => expressions.Map(e => Lower(e, known));

    private Expression Lower(Expression expression, ViewSnapshot known) => expression switch
    {
        ScalarSubquery s => s with { Query = Lower(s.Query, known) },
        Exists e => e with { Query = Lower(e.Query, known) },
        InSubquery i => i with { Query = Lower(i.Query, known) },
        Alias a => a with { Operand = Lower(a.Operand, known) },
        Binary b => b with { Left = Lower(b.Left, known), Right = Lower(b.Right, known) },
        Unary u => u with { Operand = Lower(u.Operand, known) },
        _ => expression,
    };

    private List<string> Names(Relation relation, ViewSnapshot known) => schemaOf(new Captured(relation, known)).Fields.Select(f => f.Name).ToList();

    private static Expression Column(string name) => new Name([name]);

    private static Seq<Expression> Replaced(List<string> names, Seq<Alias> columns) =>
        names.Select(n => columns.LastOrDefault(c => Scope.Same(c.Names[0], n)) ?? Column(n))
            .Concat(columns.Where(c => !names.Exists(n => Scope.Same(n, c.Names[0])))).ToSeq();

    private Project Renamed(Relation relation, ViewSnapshot known)
    {
        var child = relation is RenameColumns r ? r.Child : ((ToNames)relation).Child;
        return new Project(Lower(child, known), Names(child, known).Zip(Names(relation, known)).Select(p => p.First == p.Second ? Column(p.First) : new Alias(Column(p.First), [p.Second])).ToSeq());
    }

    private static Seq<Expression> Used(Pivot p, Seq<Expression> keys) =>
        keys.Concat(p.Columns).Concat(p.Aggregates.SelectMany(NamesIn)).DistinctBy(e => e is Name n ? n.Parts[^1].ToLowerInvariant() : e.ToString()).ToSeq();

    private static IEnumerable<Expression> NamesIn(Expression e) => e switch
    {
        Name n => [n],
        Alias a => NamesIn(a.Operand),
        FunctionCall f => f.Arguments.SelectMany(NamesIn),
        Binary b => NamesIn(b.Left).Concat(NamesIn(b.Right)),
        Plans.Cast c => NamesIn(c.Operand),
        Literal => [],
        _ => throw SparkException.Unsupported($"A pivot over {e.GetType().Name} as SQL text", e.Span),
    };

    private string ViewOf(FileSource source)
    {
        if (files.TryGetValue(source, out var known)) return known;
        var name = $"files_{files.Count}";
        views.Add(new CreateView([name], [], source, true, false, false));
        return files[source] = name;
    }

    private static Project LocalRowsAsValues(LocalData data)
    {
        var fields = data.Schema.Fields;
        if (data.Rows.Rows.Count == 0 || fields.Count == 0 || fields.Any(f => f.DataType.IsNested)) throw SparkException.Unsupported("Rows in memory that are empty or nested, as SQL text");
        var rows = data.Rows.Rows.Select(r => r.Select((v, i) => (Expression)new Literal(Engines.ApiValues.Inner(v, fields[i].DataType), v is null ? DataType.Null : fields[i].DataType)).ToSeq()).ToSeq();
        return new Project(new InlineTable(rows), fields.Select((f, i) => (Expression)new Alias(new Plans.Cast(new Name([$"col{i + 1}"]), f.DataType, false), [f.Name])).ToSeq());
    }
}
