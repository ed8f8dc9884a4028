using CreditNotebooks.Display;
using CreditNotebooks.DuckDb;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Tells the running cell's sink how far a query is, from its first half second on, four times a second, as long as DuckDB
/// computes.</summary>
internal sealed class QueryProgress : IDisposable
{
    private const long Quick = 500;
    private const long Step = 250;

    private readonly Lock gate = new();
    private readonly long start = Environment.TickCount64;
    private readonly IDisplaySink? sink = CellContext.Current.Sink;
    private readonly DuckDbConnection connection;
    private readonly Translation query;
    private readonly Timer? timer;
    private long due = Quick;
    private bool told;
    private bool ended;

    /// <param name="connection">What runs the query, from now on; it stays open until this is disposed.</param>
    /// <param name="query">What is run.</param>
    public QueryProgress(DuckDbConnection connection, Translation query)
    {
        (this.connection, this.query) = (connection, query);
        if (sink is null) return;
        timer = new Timer(_ => Tell());
        Resume();
    }

    private long Elapsed => Environment.TickCount64 - start;

    /// <summary>DuckDB computes again.</summary>
    public void Resume() => timer?.Change(Math.Max(0, due - Elapsed), Step);

    /// <summary>DuckDB waits to be asked for more. A query that is never asked again keeps no timer running.</summary>
    public void Pause() => timer?.Change(Timeout.Infinite, Timeout.Infinite);

    /// <summary>The query has ended: nothing is told behind this.</summary>
    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
        {
            if (told && !ended) sink!.Progress(query.Phrase, 1);
            ended = true;
        }
    }

    private void Tell()
    {
        // A report that is still under way is not waited for.
        if (!gate.TryEnter()) return;
        try
        {
            if (ended) return;
            told = true;
            due = Elapsed + Step;
            // What is done of text files is known here; DuckDB, which knows all else, says 0 where it does not. Neither knows the rest of a
            // query that has read all.
            var fraction = query.FractionRead ?? connection.Progress;
            sink!.Progress($"{query.Phrase}, {(Elapsed + 500) / 1000} s", fraction is > 0 and < 1 ? fraction : null);
        }
        finally
        {
            gate.Exit();
        }
    }
}
