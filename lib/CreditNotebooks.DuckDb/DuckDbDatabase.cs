using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>An embedded database: in memory, or in one file. It stays open until it and all its connections are disposed.</summary>
public sealed unsafe class DuckDbDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;
    private readonly Lock _sharing = new();
    private bool _shares;

    private DuckDbDatabase(DatabaseHandle handle) => _handle = handle;

    /// <summary>The version of the library, such as v1.5.5.</summary>
    /// <exception cref="DllNotFoundException">libduckdb is not there; the message says where it was looked for.</exception>
    public static string LibraryVersion
    {
        get
        {
            NativeLibraryLoader.EnsureLoaded();
            return NativeText.Borrowed(NativeMethods.duckdb_library_version());
        }
    }

    /// <summary>Opens a database.</summary>
    /// <param name="path">Its file, which is made when missing; null for one in memory.</param>
    /// <param name="settings">DuckDB's settings by name, such as threads or memory_limit.</param>
    /// <exception cref="DuckDbException">The file is no database, is in use, or a setting is unknown or has a wrong value.</exception>
    /// <exception cref="DllNotFoundException">libduckdb is not there; the message says where it was looked for.</exception>
    public static DuckDbDatabase Open(string? path = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        NativeLibraryLoader.EnsureLoaded();
        _ = NativeMethods.duckdb_create_config(out var config);
        try
        {
            foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            {
                if (NativeMethods.duckdb_set_config(config, name, value) != NativeMethods.Success)
                {
                    throw new DuckDbException(
                        $"DuckDB has no setting '{name}' that takes '{value}'.", DuckDbErrorType.Settings, "Settings Error", null, null);
                }
            }

            if (NativeMethods.duckdb_open_ext(path, out var database, config, out var error) == NativeMethods.Success)
            {
                return new DuckDbDatabase(database);
            }

            database.Dispose();
            throw NativeErrors.Parse(NativeText.Owned(error) ?? $"DuckDB cannot open '{path}'.", sql: null);
        }
        finally
        {
            NativeMethods.duckdb_destroy_config(&config);
        }
    }

    /// <summary>Opens a connection. One runs one statement at a time; open several to run several.</summary>
    public DuckDbConnection Connect()
    {
        if (NativeMethods.duckdb_connect(_handle, out var connection) != NativeMethods.Success)
        {
            connection.Dispose();
            throw new DuckDbException("DuckDB gave no connection to the database.", DuckDbErrorType.Connection, "Connection Error", null,
                null);
        }

        return new DuckDbConnection(this, connection);
    }

    /// <summary>Registers the function that shared tables are read by, once.</summary>
    internal void EnsureSharing(DuckDbConnection connection)
    {
        lock (_sharing)
        {
            if (!_shares)
            {
                connection.Register(SharedTable.Function);
                _shares = true;
            }
        }
    }

    /// <summary>Closes the database when its last connection is closed.</summary>
    public void Dispose() => _handle.Dispose();
}
