using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>
/// Runs statements, one at a time; a call from a second thread meanwhile throws. A new statement ends the result of the one before it, if
/// that was not read to its end.
/// </summary>
public sealed class DuckDbConnection : IDisposable
{
    // Errors as JSON carry the position as a number; the progress is only counted when its bar is on, and must not be printed.
    private const string Settings =
        "SET errors_as_json = true; SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0";

    private readonly ConnectionGate _gate = new();
    private readonly DuckDbDatabase _database;
    private DuckDbResult? _open;
    private bool _disposed;

    internal DuckDbConnection(DuckDbDatabase database, ConnectionHandle handle)
    {
        _database = database;
        Handle = handle;
        Execute(Settings);
    }

    /// <summary>How much of the running query is done, 0 to 1; null when none runs or DuckDB cannot tell yet. Any thread may ask.</summary>
    public double? Progress
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var percentage = NativeMethods.duckdb_query_progress(Handle).Percentage;
            return percentage < 0 ? null : Math.Min(percentage / 100, 1);
        }
    }

    internal ConnectionHandle Handle { get; }

    internal ConnectionGate Gate => _gate;

    /// <summary>Runs one or more statements to their end and throws their rows away.</summary>
    /// <returns>How many rows the last statement inserted, changed or deleted.</returns>
    /// <exception cref="DuckDbException">DuckDB refused or failed; statements before the failing one stay done.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the connection remains usable.</exception>
    /// <exception cref="InvalidOperationException">The connection is running another statement.</exception>
    public long Execute(string sql, CancellationToken ct = default)
    {
        using var pass = Enter();
        using var result = RunAll(sql, streaming: false, ct);
        return (long)NativeMethods.duckdb_rows_changed(result);
    }

    /// <summary>
    /// Runs one or more statements and gives the rows of the last one as they are computed: memory stays bounded however many there are.
    /// </summary>
    /// <inheritdoc cref="Execute"/>
    public DuckDbResult Query(string sql, CancellationToken ct = default)
    {
        using var pass = Enter();
        return Track(new DuckDbResult(this, RunAll(sql, streaming: true, ct), sql));
    }

    /// <summary>Makes a C# function known to SQL in the whole database, until that is closed.</summary>
    /// <exception cref="DuckDbException">DuckDB does not take it, for example because its name and parameters are taken.</exception>
    public void Register(ScalarFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var pass = Enter();
        if (!ScalarCallbacks.TryRegister(Handle, function))
        {
            throw new DuckDbException(
                $"DuckDB did not take the function '{function.Name}': its name may be taken, or a type of it may be incomplete.",
                DuckDbErrorType.Catalog, "Catalog Error", null, null);
        }
    }

    /// <summary>Makes a C# table function known to SQL in the whole database, until that is closed.</summary>
    /// <exception cref="DuckDbException">DuckDB does not take it.</exception>
    public void Register(TableFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var pass = Enter();
        if (!TableCallbacks.TryRegister(Handle, function))
        {
            throw new DuckDbException(
                $"DuckDB did not take the table function '{function.Name}'.", DuckDbErrorType.Catalog, "Catalog Error", null, null);
        }
    }

    /// <summary>Lets SQL read a table in C#, in any connection of this database, as what <see cref="SharedTable.Sql"/> says.</summary>
    public SharedTable Share(ITableSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _database.EnsureSharing(this);
        return new SharedTable(source);
    }

    /// <summary>Plans one statement that may have parameters.</summary>
    /// <exception cref="ArgumentException">The text has more than one statement.</exception>
    /// <exception cref="DuckDbException">DuckDB refuses the statement.</exception>
    public DuckDbPreparedStatement Prepare(string sql)
    {
        using var pass = Enter();
        using var statements = Extract(sql, out var count);
        return count == 1
            ? new DuckDbPreparedStatement(this, Prepare(statements, 0, sql), sql)
            : throw new ArgumentException($"One statement can be prepared at a time; the text has {count}.", nameof(sql));
    }

    /// <summary>Opens a fast way to add rows to a table.</summary>
    /// <param name="table">Its name, as it is; not quoted.</param>
    /// <param name="schema">The schema it is in; null for the current one.</param>
    /// <exception cref="DuckDbException">There is no such table.</exception>
    public DuckDbAppender CreateAppender(string table, string? schema = null)
    {
        using var pass = Enter();
        if (NativeMethods.duckdb_appender_create(Handle, schema, table, out var appender) == NativeMethods.Success)
        {
            return new DuckDbAppender(this, appender);
        }

        using (appender)
        {
            throw NativeErrors.OfAppender(appender);
        }
    }

    /// <summary>Stops the running statement, if any, from any thread; it fails with <see cref="DuckDbErrorType.Interrupt"/>.</summary>
    public void Interrupt()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        NativeMethods.duckdb_interrupt(Handle);
    }

    /// <summary>Stops what is running, ends the open result and closes the connection.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        using (_gate.Wait(hurry: () => NativeMethods.duckdb_interrupt(Handle)))
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _open?.End("its connection was closed");
            _open = null;
            Handle.Dispose();
        }
    }

    /// <summary>Takes the connection for a statement, which ends the result before it.</summary>
    internal ConnectionGate.Pass Enter()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var pass = _gate.Enter();
        if (_disposed)
        {
            pass.Dispose();
            throw new ObjectDisposedException(nameof(DuckDbConnection));
        }

        _open?.End("another statement ran on its connection");
        _open = null;
        return pass;
    }

    /// <summary>
    /// Lets DuckDB give up a result that was not read to its end: it keeps its threads, its memory and its transaction until the next
    /// statement starts. The caller holds the gate.
    /// </summary>
    internal void Settle()
    {
        using var result = new ResultHandle();
        _ = NativeMethods.duckdb_query(Handle, "SELECT 1", result);
    }

    internal DuckDbResult Track(DuckDbResult result) => _open = result;

    /// <summary>Runs a prepared statement; the caller holds the gate.</summary>
    internal ResultHandle Run(PreparedHandle prepared, string sql, bool streaming, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var result = new ResultHandle();
        try
        {
            using var cancellation = new Cancellation(Handle, ct);
            var state = streaming
                ? NativeMethods.duckdb_pending_prepared_streaming(prepared, out var pending)
                : NativeMethods.duckdb_pending_prepared(prepared, out pending);
            using (pending)
            {
                if (state != NativeMethods.Success || !Compute(pending))
                {
                    throw Cancelled(NativeErrors.Parse(NativeText.Borrowed(NativeMethods.duckdb_pending_error(pending)), sql), ct);
                }

                if (NativeMethods.duckdb_execute_pending(pending, result) != NativeMethods.Success)
                {
                    throw Cancelled(NativeErrors.OfResult(result, sql), ct);
                }
            }

            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Takes part in computing a statement until it has its first rows or fails. Left to itself DuckDB spins while its other
    /// threads have all the work, which on a small machine takes a core from them.</summary>
    private static bool Compute(PendingHandle pending)
    {
        var wait = new SpinWait();
        while (true)
        {
            switch (NativeMethods.duckdb_pending_execute_task(pending))
            {
                case PendingState.NotReady:
                    wait.Reset();
                    break;
                case PendingState.NoTasksAvailable:
                    wait.SpinOnce();
                    break;
                case var end:
                    return end == PendingState.Ready;
            }
        }
    }

    /// <summary>An interrupt that the token asked for is a cancellation; any other error stays what it is.</summary>
    internal static Exception Cancelled(DuckDbException error, CancellationToken ct) =>
        error.ErrorType == DuckDbErrorType.Interrupt && ct.IsCancellationRequested
            ? new OperationCanceledException("The statement was cancelled.", error, ct)
            : error;

    internal PreparedHandle Prepare(ExtractedHandle statements, ulong index, string sql)
    {
        if (NativeMethods.duckdb_prepare_extracted_statement(Handle, statements, index, out var prepared) == NativeMethods.Success)
        {
            return prepared;
        }

        using (prepared)
        {
            throw NativeErrors.Parse(NativeText.Borrowed(NativeMethods.duckdb_prepare_error(prepared)), sql);
        }
    }

    /// <summary>Splits a text into its statements, at least one.</summary>
    internal ExtractedHandle Extract(string sql, out ulong count)
    {
        ArgumentNullException.ThrowIfNull(sql);
        count = NativeMethods.duckdb_extract_statements(Handle, sql, out var statements);
        if (count > 0)
        {
            return statements;
        }

        using (statements)
        {
            var error = NativeText.Borrowed(NativeMethods.duckdb_extract_statements_error(statements));
            if (error.Length == 0)
            {
                throw new DuckDbException("The text has no SQL statement.", DuckDbErrorType.Parser, "Parser Error", null, null);
            }

            // A text that does not parse fails here without running; this way its error tells the position.
            using var again = new ResultHandle();
            throw NativeMethods.duckdb_query(Handle, sql, again) == NativeMethods.Success
                ? NativeErrors.Parse(error, sql)
                : NativeErrors.OfResult(again, sql);
        }
    }

    private ResultHandle RunAll(string sql, bool streaming, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var statements = Extract(sql, out var count);
        for (var i = 0UL; ; i++)
        {
            var last = i == count - 1;
            using var prepared = Prepare(statements, i, sql);
            var result = Run(prepared, sql, streaming && last, ct);
            if (last)
            {
                return result;
            }

            result.Dispose();
        }
    }
}
