using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>
/// Interrupts a connection while a call runs and its token is cancelled. It repeats until the call returns: DuckDB forgets an interrupt
/// that comes just before a statement starts.
/// </summary>
internal sealed class Cancellation : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(5);
    private readonly Lock _gate = new();
    private readonly ConnectionHandle _connection;
    private readonly CancellationTokenRegistration _registration;
    private Timer? _timer;
    private bool _over;

    internal Cancellation(ConnectionHandle connection, CancellationToken token)
    {
        _connection = connection;
        _registration = token.Register(Start);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            _timer?.Dispose();
        }

        _registration.Dispose();
    }

    private void Start()
    {
        lock (_gate)
        {
            if (!_over)
            {
                _timer = new Timer(_ => Interrupt(), null, Again, Again);
            }
        }

        // At once and on this thread: the pool that runs the timer may be busy.
        Interrupt();
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_over && !_connection.IsClosed)
            {
                NativeMethods.duckdb_interrupt(_connection);
            }
        }
    }
}
