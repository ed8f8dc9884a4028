using System.Runtime.CompilerServices;
using CreditNotebooks.Display;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Sources;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Runs plans on DuckDB inside this process: analyze, write as one DuckDB query, stream its chunks.</summary>
internal sealed class EmbeddedEngine : IEngine
{
    private readonly DuckDbDatabase database;
    private readonly List<DuckDbConnection> connections = [];
    private readonly KernelRegistry kernels;
    private readonly TableCache cache;
    private readonly S3Access s3;
    private readonly SourceTables sources;
    private readonly Dictionary<string, UserFunction> userFunctions = new(StringComparer.OrdinalIgnoreCase);
    private ViewSnapshot views = ViewSnapshot.Empty;

    public EmbeddedEngine(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (key, value) in settings) Settings.Set(key, value);
        database = DuckDbDatabase.Open(settings: DatabaseSettings(settings));
        // One each: a connection does one thing at a time.
        kernels = new KernelRegistry(Connect());
        s3 = new S3Access(Settings);
        sources = new SourceTables(Connect(), s3);
        cache = new TableCache(Connect(), Translate);
    }

    /// <summary>Told of each plan before it runs, so that what a notebook computed can be asked of a real Spark too.</summary>
    internal static event Action<EmbeddedEngine, Relation>? Executing;

    /// <summary>The Spark that the suite's answers were recorded from.</summary>
    public string Version => "4.1.3";

    public RuntimeSettings Settings { get; } = new();

    ISessionSettings IEngine.Settings => Settings;

    public RunningQueries Queries { get; } = new();

    public StructType Schema(Relation plan) => SchemaOf(Analyze(plan));

    public QueryResult Execute(Relation plan, CancellationToken cancellationToken, bool isAside = false)
    {
        if (!isAside)
        {
            Executing?.Invoke(this, plan);
            Observe(plan, cancellationToken);
        }
        var running = Queries.Begin(cancellationToken);
        try
        {
            // A connection of its own: a result is streamed while others run.
            var translation = Translate(plan, running.Token);
            return new EmbeddedResult(database.Connect(), translation, running);
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    private void Observe(Relation plan, CancellationToken cancellationToken)
    {
        foreach (var observed in RelationWalk.All(plan).OfType<Observed>().Where(o => !o.Observation.IsMade))
        {
            using var result = Execute(new Aggregate(observed.Child, new Grouping([]), observed.Metrics, null), cancellationToken, isAside: true);
            var row = RowValues.Row(result.Next()!, 0, result.Schema);
            observed.Observation.Set(result.Schema.FieldNames.Zip(row.Values).ToDictionary(m => m.First, m => m.Second));
        }
    }

    /// <summary>Gives the plan's SQL and a connection of its own to what writes its rows inside DuckDB.</summary>
    public void Run(Relation plan, Action<DuckDbConnection, string, StructType> write, CancellationToken cancellationToken)
    {
        Observe(plan, cancellationToken);
        using var translation = Translate(plan, cancellationToken);
        using var own = database.Connect();
        try
        {
            using var progress = new QueryProgress(own, translation);
            write(own, translation.Sql, translation.Schema);
        }
        catch (DuckDbException e)
        {
            throw EngineErrors.Translate(e, translation);
        }
    }

    public Relation Sql(string text)
    {
        text = SettingReferences.Replace(text, Settings);
        try
        {
            return Run(SqlParser.ParseStatement(text));
        }
        catch (SparkException e) when (e.SqlText is null && e.Span.IsKnown)
        {
            throw e.In(text);
        }
    }

    public Relation Run(Statement statement) => statement switch
    {
        Query q => Checked(new Captured(q.Relation, views) { Span = q.Span }),
        _ => new SessionCommands(this).Run(statement),
    };

    public string Explain(Relation plan, string mode)
    {
        var typed = Analyze(plan);
        using var translation = Translate(plan, cache.Find, CellContext.Current.CancellationToken);
        return PlanText.Of(typed) + "\n== DuckDB SQL ==\n" + translation.Named(translation.Sql) + "\n";
    }

    public void Cache(Relation plan) => cache.Add(plan);

    /// <summary>Computes a kept plan's rows now.</summary>
    public void FillCache(Relation plan, CancellationToken cancellationToken) => cache.FindOrCompute(plan, cancellationToken);

    public bool Uncache(Relation plan) => cache.Remove(plan);

    public void ClearCache() => cache.Clear();

    public void Write(Relation plan, WriteTarget target, CancellationToken cancellationToken) => sources.Write(this, plan, target, cancellationToken);

    public void CopyFromLocal(string source, string destination, CancellationToken cancellationToken) =>
        sources.CopyFromLocal(source, destination, cancellationToken);

    public IEngine NewSession() => new EmbeddedEngine(Settings.Changed);

    public void Register(UserFunction function) => userFunctions[function.Name] = function;

    public Relation Read(FileSource source) => source with { Schema = source.Schema ?? InferSchema(source), Schemas = new() };

    public bool DropView(string name, bool global)
    {
        Seq<string> key = global ? ["global_temp", name] : [name];
        if (views.Find(key) is null) return false;
        views = views.Without(key);
        return true;
    }

    public StructType InferSchema(FileSource source) => sources.InferSchema(source, Settings);

    public IReadOnlyList<string> ViewNames => [.. views.All.Select(v => v.Global ? $"global_temp.{Identifier.Quote(v.Name)}" : Identifier.Quote(v.Name))];

    public IReadOnlyList<string> UserFunctionNames => [.. userFunctions.Keys];

    public ViewSnapshot Views { get => views; set => views = value; }

    public void Dispose()
    {
        foreach (var connection in connections) connection.Dispose();
        database.Dispose();
        s3.Dispose();
    }

    /// <summary>The plan, once it is known that its names and types are right.</summary>
    public Relation Checked(Relation plan)
    {
        Analyze(plan);
        return plan;
    }

    public TypedPlan Analyze(Relation plan) => new RelationAnalyzer(NewContext(cache.Find)).AnalyzeQuery(plan);

    /// <summary>The plan as DuckDB's SQL, with the files opened and the kept plans computed that it reads.</summary>
    public Translation Translate(Relation plan, CancellationToken cancellationToken) => Translate(plan, p => cache.FindOrCompute(p, cancellationToken), cancellationToken);

    private Translation Translate(Relation plan, Func<Relation, CachedTable?> findCached, CancellationToken cancellationToken)
    {
        var context = NewContext(findCached);
        var typed = new RelationAnalyzer(context).AnalyzeQuery(plan);
        var files = new List<(string Name, SourceTable Table)>();
        try
        {
            return new Translation(Writer(context, files, cancellationToken).Write(typed), SchemaOf(typed), files);
        }
        catch
        {
            files.ForEach(f => f.Table.Dispose());
            throw;
        }
    }

    private DuckDbWriter Writer(AnalysisContext context, List<(string Name, SourceTable Table)> files, CancellationToken cancellationToken) =>
        new(context, kernels, f => sources.FileRows(f, Settings, files, cancellationToken), sources.LocalRows);

    private DuckDbConnection Connect()
    {
        var connection = database.Connect();
        connections.Add(connection);
        return connection;
    }

    private AnalysisContext NewContext(Func<Relation, CachedTable?> findCached)
    {
        AnalysisContext? context = null;
        context = new AnalysisContext(Settings, views, FunctionCatalogue.Spark)
        {
            InferSchema = InferSchema,
            Evaluate = e => Evaluate(context!, e),
            UserFunctions = userFunctions,
            FindCached = findCached,
        };
        return context;
    }

    private object? Evaluate(AnalysisContext context, TypedExpression expression)
    {
        using var own = database.Connect();
        try
        {
            using var result = own.Query($"SELECT {Writer(context, [], default).Expressions.Write(expression)}");
            var value = result.Next() is { Count: > 0 } chunk ? KernelValues.Read(chunk[0], expression.Type, 0) : null;
            return value is byte[] bytes ? bytes.ToSeq() : value;
        }
        catch (DuckDbException e)
        {
            throw EngineErrors.Translate(e).At(expression.Span);
        }
    }

    private static StructType SchemaOf(TypedPlan plan) => new(plan.Output.Select(c => new StructField(c.Name, c.Type, c.Nullable) { Comment = c.Comment }));

    private static Dictionary<string, string> DatabaseSettings(IReadOnlyDictionary<string, string> settings)
    {
        var options = new Dictionary<string, string> { ["autoinstall_known_extensions"] = "false", ["autoload_known_extensions"] = "false" };
        if (settings.TryGetValue("spark.driver.memory", out var memory)) options["memory_limit"] = memory.TrimEnd('b', 'B') + "B";
        return options;
    }
}
