using System.Collections.Immutable;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>The rows of a query, a chunk at a time. A chunk ends when the next one is asked for.</summary>
public sealed class DuckDbResult : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly ResultHandle _handle;
    private readonly string _sql;
    private readonly DuckDbType[] _types;
    private ChunkHandle? _chunk;
    private DataChunk? _current;
    private string? _ended;
    private bool _atEnd;

    internal DuckDbResult(DuckDbConnection connection, ResultHandle handle, string sql)
    {
        _connection = connection;
        _handle = handle;
        _sql = sql;
        Columns = [.. Enumerable.Range(0, (int)NativeMethods.duckdb_column_count(handle)).Select(Column)];
        _types = [.. Columns.Select(column => column.Type)];
    }

    /// <summary>The columns in order; names may repeat.</summary>
    public ImmutableArray<DuckDbField> Columns { get; }

    /// <summary>The next rows, at least one, or null after the last.</summary>
    /// <exception cref="DuckDbException">The query failed on the way.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the result has ended, the connection remains
    /// usable.</exception>
    /// <exception cref="InvalidOperationException">Another statement ran on the connection, or another thread is reading.</exception>
    public DataChunk? Next(CancellationToken ct = default)
    {
        ThrowIfEnded();
        using var pass = _connection.Gate.Enter();
        ThrowIfEnded();
        EndChunk();
        if (_atEnd)
        {
            return null;
        }

        if (ct.IsCancellationRequested)
        {
            Close("it was cancelled");
            ct.ThrowIfCancellationRequested();
        }

        while (true)
        {
            var chunk = Fetch(ct);
            if (chunk.IsInvalid)
            {
                chunk.Dispose();
                _atEnd = true;
                return null;
            }

            _chunk = chunk;
            _current = new DataChunk(chunk.Raw, _types);
            if (_current.Count > 0)
            {
                return _current;
            }

            EndChunk();
        }
    }

    /// <summary>All chunks from here on, each valid until the next.</summary>
    /// <inheritdoc cref="Next"/>
    public IEnumerable<DataChunk> Chunks(CancellationToken ct = default)
    {
        while (Next(ct) is { } chunk)
        {
            yield return chunk;
        }
    }

    /// <summary>Ends the result and with it the query, where it still runs.</summary>
    public void Dispose()
    {
        if (_ended is null)
        {
            using var pass = _connection.Gate.Wait();
            End("it was disposed");
        }
    }

    /// <summary>Ends the result; the caller holds the gate.</summary>
    internal void End(string why)
    {
        if (_ended is null)
        {
            Close(why);
        }
    }

    private ChunkHandle Fetch(CancellationToken ct)
    {
        using var cancellation = new Cancellation(_connection.Handle, ct);
        var chunk = NativeMethods.duckdb_fetch_chunk(_handle.Value);
        if (chunk.IsInvalid && NativeMethods.duckdb_result_error(_handle) != 0)
        {
            var error = NativeErrors.OfResult(_handle, _sql);
            chunk.Dispose();
            Close("its query failed");
            throw DuckDbConnection.Cancelled(error, ct);
        }

        return chunk;
    }

    private void Close(string why)
    {
        _ended = why;
        EndChunk();
        _handle.Dispose();
        if (!_atEnd)
        {
            _connection.Settle();
        }
    }

    private void EndChunk()
    {
        _current?.End();
        _current = null;
        _chunk?.Dispose();
        _chunk = null;
    }

    private void ThrowIfEnded()
    {
        if (_ended is not null)
        {
            throw new ObjectDisposedException(nameof(DuckDbResult), $"The result has ended: {_ended}.");
        }
    }

    private DuckDbField Column(int index) => new(
        NativeText.Borrowed(NativeMethods.duckdb_column_name(_handle, (ulong)index)),
        LogicalTypes.ReadOwned(NativeMethods.duckdb_column_logical_type(_handle, (ulong)index)));
}
