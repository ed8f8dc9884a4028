namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Calls whose answers nobody waits for: they free what the server would free by itself later, so it does no harm when one
/// fails.</summary>
internal sealed class PendingCalls
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _calls = [];

    public void Add(Task call)
    {
        lock (_gate)
        {
            _calls.Add(call);
        }
        _ = call.ContinueWith(Remove, TaskScheduler.Default);
    }

    /// <summary>Waits until all have ended, but no longer than this.</summary>
    public void Wait(TimeSpan time)
    {
        Task[] calls;
        lock (_gate)
        {
            calls = [.. _calls];
        }
        Task.WhenAny(Task.WhenAll(calls), Task.Delay(time)).GetAwaiter().GetResult();
    }

    private void Remove(Task call)
    {
        // Reading the error says that it was seen.
        _ = call.Exception;
        lock (_gate)
        {
            _calls.Remove(call);
        }
    }
}
