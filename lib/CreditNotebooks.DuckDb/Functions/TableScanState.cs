namespace CreditNotebooks.DuckDb;

/// <summary>What a query was planned with: the table behind one call of a table function.</summary>
internal sealed record TableBinding(ITableSource Source);

/// <summary>One running scan. DuckDB frees it and its readers in no fixed order; the scan is disposed with the last of them.</summary>
internal sealed class TableScanState(ITableScan scan, int[] vectors, DuckDbType[] types) : IDisposable
{
    private int _users = 1;

    /// <summary>For each column the source writes, the place of its vector in DuckDB's chunk.</summary>
    internal int[] Vectors => vectors;

    internal DuckDbType[] Types => types;

    internal ITableReader OpenReader()
    {
        Interlocked.Increment(ref _users);
        try
        {
            return scan.OpenReader();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            scan.Dispose();
        }
    }
}

/// <summary>One thread's part in a scan; its reader is opened at the first call, since DuckDB shows the scan only then.</summary>
internal sealed class TableReaderState : IDisposable
{
    private TableScanState? _scan;

    internal ITableReader? Reader { get; private set; }

    internal bool IsDone { get; set; }

    internal ITableReader Open(TableScanState scan)
    {
        Reader = scan.OpenReader();
        _scan = scan;
        return Reader;
    }

    public void Dispose()
    {
        try
        {
            Reader?.Dispose();
        }
        finally
        {
            _scan?.Dispose();
        }
    }
}
