using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>Rows to fill, a vector a column. It ends when it is handed back, and every use after that throws.</summary>
public sealed class ChunkWriter
{
    /// <summary>The number of rows a chunk has room for.</summary>
    public static int Capacity { get; } = (int)NativeMethods.duckdb_vector_size();

    private readonly VectorWriter[] _columns;
    private int _count;

    internal ChunkWriter(VectorWriter[] columns) => _columns = columns;

    /// <summary>The number of columns to fill.</summary>
    public int ColumnCount => _columns.Length;

    /// <summary>How many rows were written; whoever writes them sets it.</summary>
    public int Count
    {
        get => _count;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Capacity);
            _count = value;
        }
    }

    /// <summary>One column.</summary>
    public VectorWriter this[int column] => _columns[column];

    internal void End()
    {
        foreach (var column in _columns)
        {
            column.End();
        }
    }
}
