using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>
/// Up to 2,048 rows, one vector a column. It belongs to whoever handed it out and ends with the next chunk, with the result, or with the
/// function's call; every use after that throws. Spans taken from it end at the same moment and must not be kept.
/// </summary>
public sealed class DataChunk
{
    private readonly nint _chunk;
    private readonly IReadOnlyList<DuckDbType> _types;
    private readonly VectorReader?[] _readers;
    private bool _ended;

    internal DataChunk(nint chunk, IReadOnlyList<DuckDbType> types)
    {
        _chunk = chunk;
        _types = types;
        _readers = new VectorReader?[types.Count];
        Count = (int)NativeMethods.duckdb_data_chunk_get_size(chunk);
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of columns.</summary>
    public int ColumnCount => _types.Count;

    /// <summary>The values of one column.</summary>
    /// <exception cref="ObjectDisposedException">The chunk has ended.</exception>
    public VectorReader this[int column]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            return _readers[column] ??= Open(column);
        }
    }

    internal void End()
    {
        _ended = true;
        foreach (var reader in _readers)
        {
            reader?.End();
        }
    }

    private VectorReader Open(int column)
    {
        var vector = NativeMethods.duckdb_data_chunk_get_vector(_chunk, (ulong)column);
        var type = _types[column];
        return new VectorReader(vector, type.Id == DuckDbTypeId.Any ? LogicalTypes.OfVector(vector) : type, Count);
    }
}
