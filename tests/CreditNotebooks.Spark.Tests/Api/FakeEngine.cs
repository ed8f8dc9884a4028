using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Api;

/// <summary>An engine that answers every plan with the same rows, and remembers what it was asked.</summary>
internal sealed class FakeEngine(StructType schema, params object?[][] rows) : IEngine
{
    public List<Relation> Executed { get; } = [];
    public List<Statement> Statements { get; } = [];
    public List<WriteTarget> Written { get; } = [];
    public string Version => "4.1.3";
    public RunningQueries Queries { get; } = new();
    public ISessionSettings Settings { get; } = new RuntimeSettings();

    /// <summary>What becomes of a query that only a display asks for; null answers it.</summary>
    public Action<CancellationToken>? Aside { get; init; }

    public StructType Schema(Relation plan) => Local(plan)?.Schema ?? schema;

    public QueryResult Execute(Relation plan, CancellationToken cancellationToken, bool isAside = false)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Executed.Add(plan);
        if (isAside) Aside?.Invoke(cancellationToken);
        var all = Local(plan)?.Rows.Rows ?? rows;
        var count = plan is Limit { Count: Literal { Value: int n } } ? Math.Min(n, all.Count) : all.Count;
        return new Result(Schema(plan), [.. all.Take(count)]);
    }

    private static LocalData? Local(Relation plan) => plan is Limit limit ? Local(limit.Child) : plan as LocalData;

    public Relation Run(Statement statement)
    {
        Statements.Add(statement);
        return statement is Query query ? query.Relation : new LocalData(new StructType([]), new LocalRows([]));
    }

    public Relation Sql(string text) => Run(Spark.Parsing.SqlParser.ParseStatement(text));
    public IEngine NewSession() => new FakeEngine(schema, rows);
    public void CopyFromLocal(string source, string destination, CancellationToken cancellationToken) { }
    public string Explain(Relation plan, string mode) => $"{mode}: {plan.GetType().Name}";
    public void Cache(Relation plan) { }
    public bool Uncache(Relation plan) => false;
    public void Write(Relation plan, WriteTarget target, CancellationToken cancellationToken) => Written.Add(target);
    public Relation Read(FileSource source) => source;
    public bool DropView(string name, bool global) => false;
    public void Dispose() { }

    private sealed class Result(StructType schema, object?[][] rows) : QueryResult
    {
        private bool _done;
        public override StructType Schema => schema;
        public override IReadOnlyList<ColumnVector>? Next()
        {
            if (_done) return null;
            _done = true;
            return [.. schema.Fields.Select((f, i) => new Values(f.DataType, [.. rows.Select(r => r[i])]))];
        }
        public override void Dispose() { }
    }

    private sealed class Values(DataType type, object?[] values) : ColumnVector(type)
    {
        public override int Count => values.Length;
        public override bool IsNull(int row) => values[row] is null;
        public override object? this[int row] => values[row];
    }
}
