using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using Proto = CreditNotebooks.Spark.Engines.Connect.Protocol;
using JoinType = CreditNotebooks.Spark.Engines.Connect.Protocol.Join.Types.JoinType;
using GroupType = CreditNotebooks.Spark.Engines.Connect.Protocol.Aggregate.Types.GroupType;
using SetOpType = CreditNotebooks.Spark.Engines.Connect.Protocol.SetOperation.Types.SetOpType;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>A plan as the server's relations, one for one; what only SQL can say travels as its text. Each relation gets a number by which
/// <c>df["a"]</c> names the one that it means, for good: the server keeps what it found out about a relation under its number.</summary>
/// <param name="ids">The numbers of the session's relations.</param>
/// <param name="views">The session's views: a plan that means an older one brings it along.</param>
/// <param name="localRows">Makes a relation of rows in memory.</param>
internal sealed partial class PlanRelations(RelationIds ids, SessionViews views, Func<LocalData, Proto.Relation> localRows)
{
    private readonly Dictionary<Relation, Proto.Relation> converted = new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<string, Observation> observations = [];

    /// <summary>Gives the observations of what was converted their values.</summary>
    public void Observe(Proto.ExecutePlanResponse response)
    {
        foreach (var metrics in response.ObservedMetrics)
        {
            if (observations.TryGetValue(metrics.Name, out var observation))
                observation.Set(metrics.Keys.Zip(metrics.Values).ToDictionary(m => m.First, m => ProtocolLiterals.Value(m.Second)));
        }
    }

    public Proto.Plan Plan(Relation relation) => new() { Root = Of(relation) };

    /// <exception cref="SparkException">It holds what stays in this process, such as a C# function, or a view that is gone.</exception>
    public Proto.Relation Of(Relation relation)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (converted.TryGetValue(relation, out var known)) return known;
        var made = Convert(relation);
        made.Common = new Proto.RelationCommon { PlanId = ids.Of(relation) };
        return converted[relation] = made;
    }

    private Proto.Relation Convert(Relation relation) => relation switch
    {
        ServerQuery q => Query(q),
        ServerTable t => Table(t),
        ServerRelation r => r.Relation.Clone(),
        TableFunction f => Function(f.Call),
        Project { Piped: false } p => new() { Project = new() { Input = Of(p.Child), Expressions = { p.Expressions.Select(Of) } } },
        Filter f => new() { Filter = new() { Input = Of(f.Child), Condition = Of(f.Condition) } },
        Aggregate { Having: null, Grouping.All: false } a when IsOfApi(a) => new() { Aggregate = Aggregate(a) },
        Distinct d => new() { Deduplicate = new() { Input = Of(d.Child), AllColumnsAsKeys = true } },
        DropDuplicates { Columns.Count: 0 } d => new() { Deduplicate = new() { Input = Of(d.Child), AllColumnsAsKeys = true } },
        DropDuplicates d => new() { Deduplicate = new() { Input = Of(d.Child), ColumnNames = { d.Columns } } },
        Sort s => new() { Sort = new() { Input = Of(s.Child), Order = { s.Orders.Select(Of) }, IsGlobal = s.Global } },
        Limit { Count: Literal { Value: int count } } l => new() { Limit = new() { Input = Of(l.Child), Limit_ = count } },
        Offset { Count: Literal { Value: int count } } o => new() { Offset = new() { Input = Of(o.Child), Offset_ = count } },
        SetOperation s => new() { SetOp = SetOperation(s) },
        Join { Natural: false, Lateral: false } j => new() { Join = Join(j) },
        SubqueryAlias { Columns.Count: 0 } a => new() { SubqueryAlias = new() { Input = Of(a.Child), Alias = a.Alias } },
        Sample { Rows: null } s => new() { Sample = Sample(s) },
        FileSource f => new() { Read = new() { DataSource = Files(f) } },
        LocalData l => localRows(l),
        WithColumns { Existing: false } w => new() { WithColumns = new() { Input = Of(w.Child), Aliases = { w.Columns.Select(Alias) } } },
        DropColumns d => new() { Drop = Drop(d) },
        RenameColumns r => new() { WithColumnsRenamed = Rename(r) },
        ToNames t => new() { ToDf = new() { Input = Of(t.Child), ColumnNames = { t.Names } } },
        Repartitioned { By.Count: 0, Count: { } count } r => new() { Repartition = new() { Input = Of(r.Child), NumPartitions = count, Shuffle = r.Shuffle } },
        Repartitioned r => new() { RepartitionByExpression = Repartition(r) },
        Observed o => new() { CollectMetrics = Observe(o) },
        Hinted h => new() { Hint = new() { Input = Of(h.Child), Name = h.Name, Parameters = { h.Parameters.Select(Of) } } },
        Pivot { GroupBy: { } keys } p => new() { Aggregate = Pivot(p, keys) },
        Unpivot { Ids: { } keys, ValueColumns: [var value] } u => new() { Unpivot = Unpivot(u, keys, value) },
        // The rest comes from SQL text alone.
        _ => new() { Sql = new() { Query = SparkSqlWriter.Write(relation) } },
    };

    private Proto.Relation Query(ServerQuery query)
    {
        var stale = query.Views.Where(views.IsStale).ToList();
        if (stale.Count == 0) return new() { Sql = new() { Query = query.Text } };
        var words = query.Query;
        var replaced = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var references = new List<Proto.Relation>();
        foreach (var use in stale)
        {
            if (use.View?.Plan is not { } plan || words is null) throw Gone(use);
            // Nobody else has the name, which the server gives to the view as long as it reads the query.
            var name = $"{use.Name.Replace('.', '_')}_{Guid.NewGuid():N}";
            replaced[use.Name] = name;
            references.Add(new() { SubqueryAlias = new() { Alias = name, Input = Of(plan) } });
        }
        var text = SparkSqlWriter.Write(words!, name => SessionViews.Key(name) is { } key && replaced.TryGetValue(key, out var other) ? [other] : name);
        return new() { WithRelations = new() { Root = new() { Sql = new() { Query = text } }, References = { references } } };
    }

    private Proto.Relation Table(ServerTable table)
    {
        if (!table.Views.Any(views.IsStale))
            return new() { Read = new() { NamedTable = new() { UnparsedIdentifier = Identifier.QuoteAlways(table.Name) } } };
        if (table.Views[0].View?.Plan is not { } plan) throw Gone(table.Views.First(views.IsStale));
        return new() { SubqueryAlias = new() { Alias = table.Name[^1], Input = Of(plan) } };
    }

    private static SparkException Gone(ViewUse use) => new("TABLE_OR_VIEW_NOT_FOUND", use.View is null
        ? $"This DataFrame reads the table {use.Name}, and a view of that name has been made since, which would be read in its place: make the DataFrame anew."
        : $"This DataFrame reads the view {use.Name} as it was before it was replaced or dropped, and Spark no longer has that one: make the DataFrame anew.");

    private Proto.Relation Function(FunctionCall call)
    {
        if (call.Name is [var range] && range.Equals("range", StringComparison.OrdinalIgnoreCase)
            && call.Arguments is [Literal { Value: long start }, Literal { Value: long end }, Literal { Value: long step }])
            return new() { Range = new() { Start = start, End = end, Step = step } };
        return new() { UnresolvedTableValuedFunction = new() { FunctionName = Identifier.QuoteAlways(call.Name), Arguments = { call.Arguments.Select(Of) } } };
    }

    // Plain columns, or one ROLLUP or CUBE of them; what else SQL can say of groups is said in SQL.
    private static bool IsOfApi(Aggregate a) => a.Grouping.Items.Count == 0
        || (a.WithGroupingColumns && a.Grouping.Items.All(i => i.Sets.All(s => s.Count == 1))
            && (a.Grouping.Items.All(i => i.Kind == GroupingKind.Expression) || a.Grouping.Items is [{ Kind: GroupingKind.Rollup or GroupingKind.Cube }]));

    private Proto.Aggregate Aggregate(Aggregate a)
    {
        var result = new Proto.Aggregate { Input = Of(a.Child), GroupType = GroupType.Groupby };
        if (a.Grouping.Items is [{ Kind: GroupingKind.Rollup }]) result.GroupType = GroupType.Rollup;
        if (a.Grouping.Items is [{ Kind: GroupingKind.Cube }]) result.GroupType = GroupType.Cube;
        var keys = a.Grouping.Items.SelectMany(i => i.Sets.SelectMany(s => s));
        result.GroupingExpressions.AddRange(keys.Select(Of));
        result.AggregateExpressions.AddRange(a.Expressions.Select(Of));
        return result;
    }

    private Proto.Aggregate Pivot(Pivot pivot, Seq<Expression> keys)
    {
        if (pivot.Columns is not [var column]) throw SparkSqlWriter.Refuse("A pivot over several columns of the DataFrame API");
        return new()
        {
            Input = Of(pivot.Child), GroupType = GroupType.Pivot, GroupingExpressions = { keys.Select(Of) }, AggregateExpressions = { pivot.Aggregates.Select(Of) },
            Pivot = new() { Col = Of(column), Values = { pivot.Values.Select(ProtocolLiterals.Of) } },
        };
    }

    private Proto.Unpivot Unpivot(Unpivot unpivot, Seq<Expression> keys, string value) => new()
    {
        Input = Of(unpivot.Child), Ids = { keys.Select(Of) }, VariableColumnName = unpivot.NameColumn, ValueColumnName = value,
        Values = new() { Values_ = { unpivot.Items.Select(i => Of(i.Columns[0])) } },
    };

    private Proto.SetOperation SetOperation(SetOperation s) => new()
    {
        LeftInput = Of(s.Left), RightInput = Of(s.Right), IsAll = s.All, ByName = s.ByName, AllowMissingColumns = s.AllowMissing,
        SetOpType = s.Kind switch { SetKind.Union => SetOpType.Union, SetKind.Intersect => SetOpType.Intersect, _ => SetOpType.Except },
    };

    private Proto.Join Join(Join j)
    {
        var join = new Proto.Join
        {
            Left = Of(j.Left), Right = Of(j.Right), UsingColumns = { j.Using },
            JoinType = j.Kind switch
            {
                JoinKind.Inner => JoinType.Inner,
                JoinKind.Cross => JoinType.Cross,
                JoinKind.LeftOuter => JoinType.LeftOuter,
                JoinKind.RightOuter => JoinType.RightOuter,
                JoinKind.FullOuter => JoinType.FullOuter,
                JoinKind.LeftSemi => JoinType.LeftSemi,
                _ => JoinType.LeftAnti,
            },
        };
        if (j.Condition is not null) join.JoinCondition = Of(j.Condition);
        return join;
    }

    private Proto.Sample Sample(Sample s)
    {
        var sample = new Proto.Sample { Input = Of(s.Child), UpperBound = (s.Percent ?? 0) / 100, WithReplacement = s.WithReplacement };
        if (s.Seed is { } seed) sample.Seed = seed;
        return sample;
    }

    private Proto.CollectMetrics Observe(Observed o)
    {
        observations[o.Observation.Name] = o.Observation;
        return new() { Input = Of(o.Child), Name = o.Observation.Name, Metrics = { o.Metrics.Select(Of) } };
    }

    private Proto.RepartitionByExpression Repartition(Repartitioned r)
    {
        var result = new Proto.RepartitionByExpression { Input = Of(r.Child), PartitionExprs = { r.By.Select(Of) } };
        if (r.Count is { } count) result.NumPartitions = count;
        return result;
    }

    private static Proto.Read.Types.DataSource Files(FileSource f)
    {
        var source = new Proto.Read.Types.DataSource { Format = f.Format, Paths = { f.Paths } };
        if (f.Schema is not null) source.Schema = f.Schema.ToDdl();
        foreach (var (key, value) in f.Options) source.Options[key] = value;
        return source;
    }

    private Proto.Drop Drop(DropColumns d)
    {
        var drop = new Proto.Drop { Input = Of(d.Child) };
        foreach (var column in d.Columns)
        {
            if (column is Name { Origin.Relation: null, Parts: [var name] }) drop.ColumnNames.Add(name);
            else drop.Columns.Add(Of(column));
        }
        return drop;
    }

    private Proto.WithColumnsRenamed Rename(RenameColumns r)
    {
        var renamed = new Proto.WithColumnsRenamed { Input = Of(r.Child) };
        foreach (var (from, to) in r.Names)
        {
            renamed.Renames.Add(new Proto.WithColumnsRenamed.Types.Rename { ColName = from, NewColName = to });
            renamed.RenameColumnsMap[from] = to;
        }
        return renamed;
    }
}
