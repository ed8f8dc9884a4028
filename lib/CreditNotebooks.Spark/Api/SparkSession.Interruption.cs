namespace CreditNotebooks.Spark;

// Ending queries that run, by their tags.
public sealed partial class SparkSession
{
    /// <summary>Gives a tag to each query that begins in this session from now on, for <see cref="InterruptTag"/> and for the cluster's own
    /// pages.</summary>
    /// <exception cref="ArgumentException">The tag is empty or has a comma.</exception>
    public void AddTag(string tag) => Engine.Queries.AddTag(tag);

    /// <summary>Queries that begin from now on do not get the tag any more.</summary>
    public void RemoveTag(string tag) => Engine.Queries.RemoveTag(tag);

    /// <summary>The tags that queries get now, in order.</summary>
    public IReadOnlyList<string> GetTags() => Engine.Queries.Tags;

    /// <summary>Queries that begin from now on get no tags.</summary>
    public void ClearTags() => Engine.Queries.ClearTags();

    /// <summary>Ends all queries of this session that run now; each fails with an <see cref="OperationCanceledException"/> where it was
    /// called.</summary>
    /// <returns>The ids of the queries.</returns>
    public IReadOnlyList<string> InterruptAll() => Engine.Queries.Interrupt();

    /// <summary>Ends the queries of this session that have the tag.</summary>
    /// <returns>The ids of the queries.</returns>
    public IReadOnlyList<string> InterruptTag(string tag) => Engine.Queries.Interrupt(tag: tag);

    /// <summary>Ends one query of this session by its id.</summary>
    /// <returns>Its id; empty when it does not run.</returns>
    public IReadOnlyList<string> InterruptOperation(string operationId) => Engine.Queries.Interrupt(id: operationId);
}
