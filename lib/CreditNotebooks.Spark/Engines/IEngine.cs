using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines;

/// <summary>What runs plans: the embedded engine, or a Spark behind Spark Connect.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>The columns that a plan gives, without running it.</summary>
    /// <exception cref="SparkException">A name or type in it is wrong.</exception>
    StructType Schema(Relation plan);

    /// <summary>Runs a plan. Batches come as they are computed, so memory stays bounded; disposing ends the query.</summary>
    /// <param name="plan">What to compute.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <param name="isAside">Whether a display asks for it and not the author: no step of a notebook.</param>
    QueryResult Execute(Relation plan, CancellationToken cancellationToken, bool isAside = false);

    /// <summary>Runs a statement at once; a query is analyzed and given back as a plan that runs lazily, a command's answer as rows in memory.</summary>
    Relation Run(Statement statement);

    /// <summary>The plan in Spark's stages, and what the engine makes of it.</summary>
    string Explain(Relation plan, string mode);

    /// <summary>Keeps the plan's rows once they are computed, for every later use of an equal plan.</summary>
    void Cache(Relation plan);

    /// <summary>Forgets kept rows; false when there were none.</summary>
    bool Uncache(Relation plan);

    /// <summary>Writes the plan's rows to files.</summary>
    void Write(Relation plan, WriteTarget target, CancellationToken cancellationToken);

    /// <summary>Makes a C# function known to SQL under its name, in place of one that had it before.</summary>
    void Register(UserFunction function) => throw SparkException.Unsupported($"A user-defined function ({function.Name})");

    /// <summary>The names of the session's views, without looking at their rows.</summary>
    IReadOnlyList<string> ViewNames => [];

    /// <summary>The names of the session's own functions.</summary>
    IReadOnlyList<string> UserFunctionNames => [];

    /// <summary>The session's settings.</summary>
    RuntimeSettings Settings { get; }

    /// <summary>The columns of a file source when no schema is given: its header, or its types where they are inferred.</summary>
    StructType InferSchema(FileSource source);
}

/// <summary>Where rows are written.</summary>
/// <param name="Format">csv, json, parquet or text.</param>
/// <param name="Path">A folder to be made.</param>
/// <param name="Mode">append, overwrite, error (the default) or ignore.</param>
/// <param name="Options">Options by lower-case name.</param>
/// <param name="PartitionBy">Columns whose values become folders.</param>
internal sealed record WriteTarget(string Format, string Path, string Mode, IReadOnlyDictionary<string, string> Options, IReadOnlyList<string> PartitionBy);
