using System.Collections.Immutable;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>One statement, planned once and run many times with other parameters: $1, $2 or ? by position, $name by name.</summary>
public sealed class DuckDbPreparedStatement : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly PreparedHandle _handle;
    private readonly string _sql;

    internal DuckDbPreparedStatement(DuckDbConnection connection, PreparedHandle handle, string sql)
    {
        _connection = connection;
        _handle = handle;
        _sql = sql;
        Parameters = [.. Enumerable.Range(1, (int)NativeMethods.duckdb_nparams(handle)).Select(i =>
            NativeText.Owned(NativeMethods.duckdb_parameter_name(handle, (ulong)i)) ?? "")];
    }

    /// <summary>The names of the parameters in order; one without a name is called by its position, counted from 1.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>Gives a parameter its value, until it gets another.</summary>
    /// <param name="position">The parameter, counted from 1.</param>
    /// <param name="value">As <see cref="VectorReader.GetValue"/> gives values; also decimal and DateTimeOffset.</param>
    /// <param name="type">Its type; needed for nested values, enums, bit strings and time stamps of other units, else told by the
    /// value.</param>
    /// <exception cref="ArgumentException">There is no such parameter, or no value of that type.</exception>
    public DuckDbPreparedStatement Bind(int position, object? value, DuckDbType? type = null)
    {
        if (position < 1 || position > Parameters.Length)
        {
            throw new ArgumentException($"The statement has {Parameters.Length} parameters, so none at position {position}.",
                nameof(position));
        }

        using var native = NativeValues.Create(value, type);
        using var pass = _connection.Enter();
        if (NativeMethods.duckdb_bind_value(_handle, (ulong)position, native) != NativeMethods.Success)
        {
            throw NativeErrors.Parse(NativeText.Borrowed(NativeMethods.duckdb_prepare_error(_handle)), _sql);
        }

        return this;
    }

    /// <summary>Gives a parameter its value, by its name without the $.</summary>
    /// <inheritdoc cref="Bind(int, object?, DuckDbType?)"/>
    public DuckDbPreparedStatement Bind(string name, object? value, DuckDbType? type = null)
    {
        var index = Parameters.IndexOf(name, 0, StringComparer.OrdinalIgnoreCase);
        return index < 0
            ? throw new ArgumentException($"The statement has no parameter '{name}'; it has {string.Join(", ", Parameters)}.", nameof(name))
            : Bind(index + 1, value, type);
    }

    /// <summary>Runs it and gives its rows as they are computed.</summary>
    /// <inheritdoc cref="DuckDbConnection.Query"/>
    public DuckDbResult Query(CancellationToken ct = default)
    {
        using var pass = _connection.Enter();
        return _connection.Track(new DuckDbResult(_connection, _connection.Run(_handle, _sql, streaming: true, ct), _sql));
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How many rows it inserted, changed or deleted.</returns>
    public long Execute(CancellationToken ct = default)
    {
        using var pass = _connection.Enter();
        using var result = _connection.Run(_handle, _sql, streaming: false, ct);
        return (long)NativeMethods.duckdb_rows_changed(result);
    }

    /// <summary>Frees the plan; results that it gave end with their connection's next statement.</summary>
    public void Dispose()
    {
        using var pass = _connection.Gate.Wait();
        _handle.Dispose();
    }
}
