using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>
/// Adds rows to a table, much faster than INSERT. Rows become visible at <see cref="Close"/>; disposing without it gives up those that
/// were not flushed, so that a failure in between does not leave half a chunk behind.
/// </summary>
public sealed unsafe class DuckDbAppender : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly AppenderHandle _handle;
    private readonly ChunkHandle _chunk;
    private readonly DuckDbType[] _types;
    private ChunkWriter? _rows;
    private bool _failed;

    internal DuckDbAppender(DuckDbConnection connection, AppenderHandle handle)
    {
        _connection = connection;
        _handle = handle;
        var count = (int)NativeMethods.duckdb_appender_column_count(handle);
        var native = Enumerable.Range(0, count).Select(i => NativeMethods.duckdb_appender_column_type(handle, (ulong)i)).ToArray();
        _types = [.. native.Select(LogicalTypes.Read)];
        fixed (nint* types = native.Select(type => type.Raw).ToArray())
        {
            _chunk = NativeMethods.duckdb_create_data_chunk(types, (ulong)count);
        }

        foreach (var type in native)
        {
            type.Dispose();
        }
    }

    /// <summary>The types of the table's columns.</summary>
    public IReadOnlyList<DuckDbType> Types => _types;

    /// <summary>Adds one row; values as <see cref="VectorWriter.SetValue"/> takes them.</summary>
    /// <exception cref="ArgumentException">There are not as many values as columns, or one is of a wrong type; the appender is then
    /// closed.</exception>
    public void AppendRow(params ReadOnlySpan<object?> values)
    {
        if (values.Length != _types.Length)
        {
            throw new ArgumentException($"The table has {_types.Length} columns, the row {values.Length} values.", nameof(values));
        }

        var rows = Rows();
        try
        {
            for (var column = 0; column < values.Length; column++)
            {
                rows[column].SetValue(rows.Count, values[column]);
            }
        }
        catch
        {
            _failed = true;
            throw;
        }

        if (++rows.Count == ChunkWriter.Capacity)
        {
            Send();
        }
    }

    /// <summary>Adds up to <see cref="ChunkWriter.Capacity"/> rows at once: the caller fills the columns and sets the count.</summary>
    public void AppendChunk(Action<ChunkWriter> fill)
    {
        Send();
        try
        {
            fill(Rows());
        }
        catch
        {
            _failed = true;
            throw;
        }

        Send();
    }

    /// <summary>Writes the rows to the table and closes the appender.</summary>
    /// <exception cref="DuckDbException">The table does not take them, for example because of a constraint; none of the unflushed rows
    /// is in it.</exception>
    public void Close()
    {
        Send();
        using (_connection.Enter())
        {
            Check(NativeMethods.duckdb_appender_flush(_handle));
        }

        Dispose();
    }

    /// <summary>Gives up what was not written.</summary>
    public void Dispose()
    {
        _rows?.End();
        _rows = null;
        using (_connection.Gate.Wait())
        {
            _chunk.Dispose();
            _handle.Dispose();
        }
    }

    private ChunkWriter Rows()
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        if (_failed)
        {
            throw new InvalidOperationException("An earlier row failed; open a new appender.");
        }

        if (_rows is null)
        {
            NativeMethods.duckdb_data_chunk_reset(_chunk.Raw);
            _rows = new ChunkWriter([.. _types.Select((type, i) => new VectorWriter(
                NativeMethods.duckdb_data_chunk_get_vector(_chunk.Raw, (ulong)i), type, ChunkWriter.Capacity))]);
        }

        return _rows;
    }

    private void Send()
    {
        var rows = Rows();
        rows.End();
        _rows = null;
        if (rows.Count > 0)
        {
            using var pass = _connection.Enter();
            NativeMethods.duckdb_data_chunk_set_size(_chunk.Raw, (ulong)rows.Count);
            Check(NativeMethods.duckdb_append_data_chunk(_handle, _chunk));
        }
    }

    private void Check(int state)
    {
        if (state != NativeMethods.Success)
        {
            _failed = true;
            throw NativeErrors.OfAppender(_handle);
        }
    }
}
