using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines;

/// <summary>What runs plans: the embedded engine, or a Spark behind Spark Connect.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>The version of Spark whose answers it gives.</summary>
    string Version { get; }

    /// <summary>Where a Spark behind Spark Connect is, as <c>sc://host:port</c>; null in this process.</summary>
    string? Remote => null;

    /// <summary>What runs now, and the tags that it gets.</summary>
    RunningQueries Queries { get; }

    /// <summary>The columns that a plan gives, without running it.</summary>
    /// <exception cref="SparkException">A name or type in it is wrong.</exception>
    StructType Schema(Relation plan);

    /// <summary>Runs a plan. Batches come as they are computed, so memory stays bounded; disposing ends the query.</summary>
    /// <param name="plan">What to compute.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <param name="isAside">Whether a display asks for it and not the author: no step of a notebook.</param>
    QueryResult Execute(Relation plan, CancellationToken cancellationToken, bool isAside = false);

    /// <summary>One SQL statement in the author's words: a query is checked and given back as a plan that runs lazily; a command runs at once, and its
    /// answer is rows in memory.</summary>
    /// <exception cref="SparkException">The text is no valid statement, or a name in it is wrong.</exception>
    Relation Sql(string text);

    /// <summary>Runs a statement that the API made; a query is analyzed and given back as a plan that runs lazily, a command's answer as rows in memory.</summary>
    Relation Run(Statement statement);

    /// <summary>The plan's rows as they are now, computed once.</summary>
    Relation Checkpoint(Relation plan, CancellationToken cancellationToken)
    {
        using var result = Execute(plan, cancellationToken);
        var rows = new List<object?[]>();
        while (result.Next() is { } batch)
        {
            for (var i = 0; i < (batch.Count == 0 ? 0 : batch[0].Count); i++) rows.Add([.. batch.Select(c => c[i])]);
        }
        return new LocalData(result.Schema, new LocalRows(rows));
    }

    /// <summary>Drops a temporary view; false when there was none of the name.</summary>
    bool DropView(string name, bool global);

    /// <summary>The plan in Spark's stages, and what the engine makes of it.</summary>
    string Explain(Relation plan, string mode);

    /// <summary>Keeps the plan's rows once they are computed, for every later use of an equal plan.</summary>
    void Cache(Relation plan);

    /// <summary>Forgets kept rows; false when there were none.</summary>
    bool Uncache(Relation plan);

    /// <summary>Writes the plan's rows to files.</summary>
    void Write(Relation plan, WriteTarget target, CancellationToken cancellationToken);

    /// <summary>Writes the plan's rows to a table of the catalog.</summary>
    void WriteTable(Relation plan, TableTarget target, CancellationToken cancellationToken) => throw SparkException.Unsupported(
        $"Writing the table {target.Name}: write files with Save(path), or use CreateOrReplaceTempView. A table that outlives the session");

    /// <summary>Copies a file of this machine to where the engine reads files.</summary>
    void CopyFromLocal(string source, string destination, CancellationToken cancellationToken);

    /// <summary>An engine with views, cached rows and functions of its own, and with the settings that were changed here.</summary>
    IEngine NewSession();

    /// <summary>Makes a C# function known to SQL under its name, in place of one that had it before.</summary>
    void Register(UserFunction function) => throw SparkException.Unsupported($"A user-defined function ({function.Name})");

    /// <summary>The names of the session's views, without looking at their rows.</summary>
    IReadOnlyList<string> ViewNames => [];

    /// <summary>The names of the session's own functions.</summary>
    IReadOnlyList<string> UserFunctionNames => [];

    /// <summary>The session's settings.</summary>
    ISessionSettings Settings { get; }

    /// <summary>A plan that reads files. Where no schema is given, its columns are the header's, or what the types are found to be.</summary>
    Relation Read(FileSource source);
}

/// <summary>The table of the catalog that rows are written to.</summary>
/// <param name="Name">Its name as it is written in SQL.</param>
/// <param name="Insert">Whether rows go into a table that is there, by the order of its columns; else it is made.</param>
/// <param name="Format">Its format; null for the catalog's own.</param>
/// <param name="Mode">append, overwrite, error (the default) or ignore.</param>
/// <param name="Options">Options by lower-case name.</param>
/// <param name="PartitionBy">Columns whose values become folders.</param>
internal sealed record TableTarget(
    string Name, bool Insert, string? Format, string Mode, IReadOnlyDictionary<string, string> Options, IReadOnlyList<string> PartitionBy);

/// <summary>Where rows are written.</summary>
/// <param name="Format">csv, json, parquet or text; on Spark any that it knows.</param>
/// <param name="Path">A folder to be made.</param>
/// <param name="Mode">append, overwrite, error (the default) or ignore.</param>
/// <param name="Options">Options by lower-case name.</param>
/// <param name="PartitionBy">Columns whose values become folders.</param>
internal sealed record WriteTarget(string Format, string Path, string Mode, IReadOnlyDictionary<string, string> Options, IReadOnlyList<string> PartitionBy);
