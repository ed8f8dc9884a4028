using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

// What computes rows.
public sealed partial class DataFrame
{
    /// <summary>How many rows there are.</summary>
    public long Count(CancellationToken cancellationToken = default) => CountRows(Token(cancellationToken), isAside: false);

    /// <summary>All rows in memory. For many rows <see cref="ToFrame"/> takes a tenth of the memory.</summary>
    public IReadOnlyList<Row> Collect(CancellationToken cancellationToken = default) => [.. ToLocalIterator(cancellationToken)];

    /// <summary>The rows one after the other as they are computed; leaving the loop ends the query.</summary>
    public IEnumerable<Row> ToLocalIterator(CancellationToken cancellationToken = default) => Rows(Plan, cancellationToken);

    /// <summary>The first so many rows.</summary>
    public IReadOnlyList<Row> Take(int n, CancellationToken cancellationToken = default) =>
        [.. Rows(new Limit(Plan, Literals.From(n)), cancellationToken)];

    /// <summary>The same as <see cref="Take"/>.</summary>
    public IReadOnlyList<Row> Head(int n, CancellationToken cancellationToken = default) => Take(n, cancellationToken);

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row Head() => First();

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row First(CancellationToken cancellationToken = default) => Take(1, cancellationToken) is [var row]
        ? row
        : throw new InvalidOperationException("The DataFrame has no rows, so there is no first one: ask IsEmpty() before, or use Take(1).");

    /// <summary>The last so many rows.</summary>
    public IReadOnlyList<Row> Tail(int n, CancellationToken cancellationToken = default) =>
        [.. ToLocalIterator(cancellationToken).TakeLast(n)];

    /// <summary>Whether there is no row.</summary>
    public bool IsEmpty(CancellationToken cancellationToken = default) => Take(1, cancellationToken).Count == 0;

    /// <summary>All rows in memory as typed columns: what charts and C# code work on.</summary>
    public Frame ToFrame(CancellationToken cancellationToken = default)
    {
        using var result = Execute(Plan, cancellationToken);
        return Frame.Read(result);
    }

    /// <summary>Keeps the rows in memory from the first action on, for every later use of this DataFrame.</summary>
    public DataFrame Cache()
    {
        Session.Engine.Cache(Plan);
        return this;
    }

    /// <summary>The same as <see cref="Cache"/>.</summary>
    public DataFrame Persist() => Cache();

    /// <summary>Forgets rows that <see cref="Cache"/> kept.</summary>
    public DataFrame Unpersist()
    {
        Session.Engine.Uncache(Plan);
        return this;
    }

    /// <summary>Computes the rows now; the answer reads them and no longer what they were made of.</summary>
    public DataFrame LocalCheckpoint(CancellationToken cancellationToken = default) =>
        Derive(Session.Engine.Checkpoint(Plan, Token(cancellationToken)));

    /// <summary>Makes the query known to SQL under a name, for this session.</summary>
    /// <exception cref="SparkException">The name is taken.</exception>
    public void CreateTempView(string viewName) => CreateView(viewName, false, false);

    /// <summary>Makes the query known to SQL under a name, in place of what had it before.</summary>
    public void CreateOrReplaceTempView(string viewName) => CreateView(viewName, true, false);

    /// <summary>Makes the query known to SQL as <c>global_temp.name</c>.</summary>
    /// <exception cref="SparkException">The name is taken.</exception>
    public void CreateGlobalTempView(string viewName) => CreateView(viewName, false, true);

    /// <summary>Makes the query known to SQL as <c>global_temp.name</c>, in place of what had it before.</summary>
    public void CreateOrReplaceGlobalTempView(string viewName) => CreateView(viewName, true, true);

    /// <summary>Writes the rows to files.</summary>
    public DataFrameWriter Write() => new(this);

    internal void WriteTo(WriteTarget target, CancellationToken cancellationToken) =>
        Session.Engine.Write(Plan, target, Token(cancellationToken));

    internal void WriteTo(TableTarget target, CancellationToken cancellationToken) =>
        Session.Engine.WriteTable(Plan, target, Token(cancellationToken));

    private long CountRows(CancellationToken cancellationToken, bool isAside)
    {
        var count = new Aggregate(Plan, new Grouping([]), [Functions.Count(Functions.Lit(1)).Expression], null);
        using var result = Session.Engine.Execute(count, cancellationToken, isAside);
        return (long)result.Next()![0][0]!;
    }

    private void CreateView(string name, bool replace, bool global)
    {
        var parts = ColumnNames.Parts(name);
        if (parts.Count != 1)
        {
            throw new SparkException("TEMP_VIEW_NAME_TOO_MANY_NAME_PARTS",
                $"CREATE TEMPORARY VIEW or the corresponding Dataset APIs only accept single-part view names, "
                + $"but got: {Identifier.QuoteAlways(parts)}.");
        }
        Session.Engine.Run(new CreateView(parts, [], Plan, replace, false, global));
    }

    private IEnumerable<Row> Rows(Relation plan, CancellationToken cancellationToken)
    {
        using var result = Execute(plan, cancellationToken);
        var schema = result.Schema;
        while (result.Next() is { } batch)
        {
            var count = batch.Count == 0 ? 0 : batch[0].Count;
            for (var i = 0; i < count; i++) yield return RowValues.Row(batch, i, schema);
        }
    }
}
