namespace CreditNotebooks.DuckDb;

/// <summary>
/// Lets one call at a time into a connection. A second one is refused rather than queued: it would wait for a whole query unseen.
/// </summary>
internal sealed class ConnectionGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);

    /// <summary>Enters, or says that the connection is busy.</summary>
    internal Pass Enter() => _free.Wait(0)
        ? new Pass(_free)
        : throw new InvalidOperationException(
            "The connection is running another statement; open a second connection to run two at a time, " +
            "also from a function that a query calls.");

    /// <summary>Enters once the running call is over, for closing things; <paramref name="hurry"/> may urge that call to its end.</summary>
    internal Pass Wait(Action? hurry = null)
    {
        if (!_free.Wait(0))
        {
            if (CallbackScope.IsInside)
            {
                throw new InvalidOperationException("A function that a query calls cannot close the query or its connection.");
            }

            hurry?.Invoke();
            _free.Wait();
        }

        return new Pass(_free);
    }

    public void Dispose() => _free.Dispose();

    internal readonly struct Pass(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
