using System.Collections.Concurrent;

namespace CreditNotebooks.Spark.Engines;

/// <summary>The queries of a session that run now, and the tags that new ones get: what a session interrupts them by.</summary>
internal sealed class RunningQueries
{
    private readonly ConcurrentDictionary<string, bool> tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<RunningQuery, bool> running = [];

    /// <summary>The tags that queries get from now on, in order.</summary>
    public IReadOnlyList<string> Tags => [.. tags.Keys.Order(StringComparer.Ordinal)];

    public void AddTag(string tag) => tags[Checked(tag)] = true;

    public void RemoveTag(string tag) => tags.TryRemove(Checked(tag), out _);

    public void ClearTags() => tags.Clear();

    /// <summary>A query that begins; dispose it when it has ended.</summary>
    public RunningQuery Begin(CancellationToken cancellationToken)
    {
        var query = new RunningQuery(this, Tags, cancellationToken);
        running[query] = true;
        return query;
    }

    /// <summary>Ends all queries, or those with a tag, or the one with an id.</summary>
    /// <returns>The ids of those that ran.</returns>
    public IReadOnlyList<string> Interrupt(string? tag = null, string? id = null)
    {
        if (tag is not null) Checked(tag);
        var chosen = running.Keys.Where(q => (tag is null || q.Tags.Contains(tag)) && (id is null || q.Id == id)).ToList();
        foreach (var query in chosen) query.Interrupt();
        return [.. chosen.Select(q => q.Id)];
    }

    public void End(RunningQuery query) => running.TryRemove(query, out _);

    // As Spark has it: tags travel as a list with commas.
    private static string Checked(string tag) => tag.Length > 0 && !tag.Contains(',')
        ? tag : throw new ArgumentException($"'{tag}' cannot be a tag: it has at least one character and no comma.", nameof(tag));
}

/// <summary>A query that runs.</summary>
internal sealed class RunningQuery(RunningQueries queries, IReadOnlyList<string> tags, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Its id, a UUID.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    public IReadOnlyList<string> Tags { get; } = tags;

    /// <summary>Ends the query: its caller's own token, or an interruption.</summary>
    public CancellationToken Token => source.Token;

    public void Interrupt()
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }

    public void Dispose()
    {
        queries.End(this);
        source.Dispose();
    }
}
