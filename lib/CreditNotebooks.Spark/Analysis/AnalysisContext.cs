using System.Collections.Concurrent;
using System.Collections.Immutable;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>What one query's analysis knows of its session, and the ids it gives out.</summary>
internal sealed class AnalysisContext(RuntimeSettings settings, ViewSnapshot views, FunctionCatalogue functions)
{
    private int lastId;

    public RuntimeSettings Settings { get; } = settings;
    public ViewSnapshot Views { get; } = views;
    public FunctionCatalogue Functions { get; } = functions;

    /// <summary>The columns of files whose schema is not given.</summary>
    public required Func<FileSource, StructType> InferSchema { get; init; }

    /// <summary>Computes a constant expression; its value is in the form of a plan's literals.</summary>
    public required Func<TypedExpression, object?> Evaluate { get; init; }

    /// <summary>The C# functions that the session registered, by name.</summary>
    public IReadOnlyDictionary<string, UserFunction> UserFunctions { get; init; } = new Dictionary<string, UserFunction>();

    /// <summary>The table that keeps a plan's rows, or null.</summary>
    public Func<Relation, CachedTable?> FindCached { get; init; } = _ => null;

    /// <summary>The tables of WITH whose rows may differ each time, once they were used.</summary>
    public HashSet<CommonTable> VolatileTables { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The time of the query, the same wherever it is asked for, in microseconds.</summary>
    public long Now { get; } = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / 10;

    /// <summary>The session's time zone.</summary>
    public TimeZoneRules Zone => TimeZoneRules.Find(ZoneId) ?? throw new SparkException("INVALID_CONF_VALUE.TIME_ZONE",
        $"The value '{ZoneId}' in the config spark.sql.session.timeZone is invalid: it is no time zone; use a region such as Europe/Berlin or an offset such as +01:00.");

    private string ZoneId => Settings["spark.sql.session.timeZone"] ?? "UTC";

    public int NextId() => ++lastId;

    public ColumnReference NewColumn(string name, DataType type, bool nullable) => new(NextId(), name, type, nullable);
}

/// <summary>A table of the engine that keeps a plan's rows.</summary>
internal sealed record CachedTable(string Name, StructType Schema, Seq<string> ColumnNames);

/// <summary>The columns that file sources were found to have; it takes no part in equality.</summary>
internal sealed class InferredSchemas : IEquatable<InferredSchemas>
{
    private readonly ConcurrentDictionary<FileSource, StructType> schemas = [];

    public StructType Get(FileSource source, Func<FileSource, StructType> infer) => schemas.GetOrAdd(source, infer);

    public bool Equals(InferredSchemas? other) => other is not null;
    public override bool Equals(object? obj) => obj is InferredSchemas;
    public override int GetHashCode() => 0;
}

/// <summary>A temporary view: a name for a query. One that SQL made keeps the columns that it was made with.</summary>
internal sealed record View(string Name, Relation Query, bool Global, StructType? Schema = null);

/// <summary>The temporary views of a session at one time, by name without regard to case.</summary>
internal sealed class ViewSnapshot
{
    private readonly ImmutableDictionary<string, View> views;

    private ViewSnapshot(ImmutableDictionary<string, View> views) => this.views = views;

    public static ViewSnapshot Empty { get; } = new(ImmutableDictionary.Create<string, View>(StringComparer.OrdinalIgnoreCase));

    public IEnumerable<View> All => views.Values.OrderBy(v => v.Name, StringComparer.Ordinal);

    public View? Find(Seq<string> name) => Key(name) is { } key ? views.GetValueOrDefault(key) : null;

    public ViewSnapshot With(View view) => new(views.SetItem(view.Global ? $"global_temp.{view.Name}" : view.Name, view));

    public ViewSnapshot Without(Seq<string> name) => Key(name) is { } key ? new(views.Remove(key)) : this;

    private static string? Key(Seq<string> name) => name.Count switch
    {
        1 => name[0],
        2 when name[0].Equals("global_temp", StringComparison.OrdinalIgnoreCase) => $"global_temp.{name[1]}",
        _ => null,
    };
}
