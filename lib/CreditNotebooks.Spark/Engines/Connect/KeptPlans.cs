using Proto = CreditNotebooks.Spark.Engines.Connect.Protocol;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>The plans whose rows this session keeps on the server. Spark shares kept rows among all sessions and forgets none when a session ends:
/// the next one that reads an equal plan would get them, even where its files are others by now.</summary>
internal sealed class KeptPlans(SparkConnectClient client)
{
    // A process ends, whatever the server does.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly List<Proto.Relation> kept = [];

    public void Add(Proto.Relation relation)
    {
        client.Analyze(new() { Persist = new() { Relation = relation } });
        lock (gate) kept.Add(relation);
    }

    /// <summary>Forgets a plan's rows; false when there were none.</summary>
    public bool Remove(Proto.Relation relation)
    {
        lock (gate) kept.Remove(relation);
        var level = client.Analyze(new() { GetStorageLevel = new() { Relation = relation } }).GetStorageLevel.StorageLevel;
        client.Analyze(new() { Unpersist = new() { Relation = relation } });
        return level.UseMemory || level.UseDisk || level.UseOffHeap;
    }

    /// <summary>Forgets the rows of all plans, as far as the server still answers.</summary>
    public void Release()
    {
        lock (gate)
        {
            try
            {
                using var patience = new CancellationTokenSource(Patience);
                foreach (var relation in kept) client.Analyze(new() { Unpersist = new() { Relation = relation } }, patience.Token);
            }
            catch (Exception e) when (e is SparkException or OperationCanceledException)
            {
                // The server is gone, does not answer, or has ended the session: it is the end of this side too.
            }
            kept.Clear();
        }
    }
}
