using System.Collections.Concurrent;
using CreditNotebooks.Display;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using Proto = CreditNotebooks.Spark.Engines.Connect.Protocol;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Runs plans on a Spark behind Spark Connect: they travel as its relations, SQL in the author's words, and rows come back as they are computed.</summary>
internal sealed partial class ConnectEngine : IEngine
{
    private static readonly ConcurrentDictionary<ConnectEngine, bool> Open = [];

    private readonly SparkConnectClient client;
    private readonly ConnectSettings settings;
    private readonly SessionViews views = new();
    private readonly RelationIds ids = new();
    private readonly LocalRelations local;
    private readonly KnownSchemas schemas = new();
    private readonly KeptPlans kept;

    // A notebook ends without a word to its session.
    static ConnectEngine() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var engine in Open.Keys) engine.Dispose();
    };

    /// <summary>Opens a session.</summary>
    /// <param name="connection">Where the server is.</param>
    /// <param name="options">Settings of the session. Those of a whole Spark, which a session cannot change, have no effect.</param>
    /// <exception cref="SparkException">The server cannot be reached, or refuses the session or a setting.</exception>
    public ConnectEngine(ConnectionString connection, IReadOnlyDictionary<string, string> options)
    {
        client = new SparkConnectClient(connection);
        try
        {
            settings = new ConnectSettings(client);
            local = new LocalRelations(client);
            kept = new KeptPlans(client);
            // Makes the session, or says at once why there is none.
            Version = client.SparkVersion;
            settings.Begin(options);
            Open[this] = true;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public string Version { get; }

    public string? Remote => $"sc://{client.Connection.Server}";

    public ISessionSettings Settings => settings;

    public RunningQueries Queries { get; } = new();

    public StructType Schema(Relation plan) => schemas.Of(plan,
        p => ProtocolTypes.Schema(client.Schema(Converted(p), CellContext.Current.CancellationToken)));

    public QueryResult Execute(Relation plan, CancellationToken cancellationToken, bool isAside = false)
    {
        var relations = Relations();
        var running = Queries.Begin(cancellationToken);
        try
        {
            return new ConnectResult(client.Execute(relations.Plan(plan), running.Tags, running.Token), running, relations.Observe);
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    public Relation Read(FileSource source) => source;

    public string Explain(Relation plan, string mode) => client.Analyze(new()
    {
        Explain = new()
        {
            Plan = Converted(plan),
            ExplainMode = mode.ToLowerInvariant() switch
            {
                "simple" => Proto.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Simple,
                "extended" => Proto.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Extended,
                "codegen" => Proto.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Codegen,
                "cost" => Proto.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Cost,
                "formatted" => Proto.AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Formatted,
                _ => throw new ArgumentException($"Explain knows the modes simple, extended, codegen, cost and formatted, not '{mode}'.", nameof(mode)),
            },
        },
    }).Explain.ExplainString;

    public void Cache(Relation plan) => kept.Add(Relations().Of(plan));

    public bool Uncache(Relation plan) => kept.Remove(Relations().Of(plan));

    public Relation Checkpoint(Relation plan, CancellationToken cancellationToken)
    {
        Proto.CachedRemoteRelation? kept = null;
        Run(new Proto.Command { CheckpointCommand = new() { Relation = Relations().Of(plan), Local = true, Eager = true } }, cancellationToken,
            response => kept ??= response.CheckpointCommandResult?.Relation);
        return new ServerRelation(new() { CachedRemoteRelation = kept! });
    }

    public void Write(Relation plan, WriteTarget target, CancellationToken cancellationToken)
    {
        var relations = Relations();
        var write = WriteOperation(relations.Of(plan), target.Format, target.Mode, target.Options, target.PartitionBy);
        write.Path = target.Path;
        Run(new Proto.Command { WriteOperation = write }, cancellationToken, relations.Observe);
    }

    public void WriteTable(Relation plan, TableTarget target, CancellationToken cancellationToken)
    {
        var relations = Relations();
        var write = WriteOperation(relations.Of(plan), target.Format, target.Mode, target.Options, target.PartitionBy);
        write.Table = new()
        {
            TableName = target.Name,
            SaveMethod = target.Insert
                ? Proto.WriteOperation.Types.SaveTable.Types.TableSaveMethod.InsertInto : Proto.WriteOperation.Types.SaveTable.Types.TableSaveMethod.SaveAsTable,
        };
        Run(new Proto.Command { WriteOperation = write }, cancellationToken, relations.Observe);
    }

    public void Register(UserFunction function) => throw PlanRelations.UserFunction(function.Name);

    public IReadOnlyList<string> ViewNames => [.. views.All.Select(v => v.Name.StartsWith("global_temp.", StringComparison.OrdinalIgnoreCase)
        ? $"global_temp.{Identifier.Quote(v.Name["global_temp.".Length..])}" : Identifier.Quote(v.Name))];

    public IEngine NewSession() => new ConnectEngine(client.Connection with { SessionId = null }, settings.Changed);

    public void Dispose()
    {
        if (!Open.TryRemove(this, out _)) return;
        kept.Release();
        client.Dispose();
    }

    private PlanRelations Relations() => new(ids, views, local.Of);

    private Proto.Plan Converted(Relation plan) => Relations().Plan(plan);

    /// <summary>Runs a command to its end, and shows its answers.</summary>
    private void Run(Proto.Command command, CancellationToken cancellationToken, Action<Proto.ExecutePlanResponse>? answered = null)
    {
        using var running = Queries.Begin(cancellationToken);
        using var execution = client.Execute(new Proto.Plan { Command = command }, running.Tags, running.Token);
        using var progress = new StageProgress();
        while (execution.Next() is { } response)
        {
            if (response.ExecutionProgress is { } stages) progress.Tell(stages);
            answered?.Invoke(response);
        }
    }

    private static Proto.WriteOperation WriteOperation(
        Proto.Relation input, string? format, string mode, IReadOnlyDictionary<string, string> options, IReadOnlyList<string> partitionBy)
    {
        var write = new Proto.WriteOperation
        {
            Input = input,
            PartitioningColumns = { partitionBy },
            Mode = mode switch
            {
                "append" => Proto.WriteOperation.Types.SaveMode.Append,
                "overwrite" => Proto.WriteOperation.Types.SaveMode.Overwrite,
                "ignore" => Proto.WriteOperation.Types.SaveMode.Ignore,
                _ => Proto.WriteOperation.Types.SaveMode.ErrorIfExists,
            },
        };
        if (format is not null) write.Source = format;
        foreach (var (key, value) in options) write.Options[key] = value;
        return write;
    }
}
