namespace CreditNotebooks.DuckDb;

/// <summary>
/// A table in C# that SQL can read, for example a file format. One source may be scanned many times, also at the same time.
/// </summary>
public interface ITableSource
{
    /// <summary>The columns, at least one.</summary>
    IReadOnlyList<DuckDbField> Columns { get; }

    /// <summary>About how many rows there are, which helps DuckDB to plan joins; null when it is not known.</summary>
    long? Cardinality { get; }

    /// <summary>Begins one scan.</summary>
    /// <param name="columns">
    /// The places of the columns that the query needs, in the order in which they are to be written. A count(*) needs none and asks for one.
    /// </param>
    ITableScan Open(IReadOnlyList<int> columns);
}

/// <summary>One scan of a table: it shares out the work among its readers and is disposed after the last of them.</summary>
public interface ITableScan : IDisposable
{
    /// <summary>How many readers could work at once; DuckDB opens at most that many.</summary>
    int MaxThreads { get; }

    /// <summary>A reader for one thread; it is called from several threads.</summary>
    ITableReader OpenReader();
}

/// <summary>Reads the rows of a scan on one thread.</summary>
public interface ITableReader : IDisposable
{
    /// <summary>Writes some rows and sets <see cref="ChunkWriter.Count"/>; 0 rows and true means: call again.</summary>
    /// <returns>False when this reader has no more rows; then nothing was written.</returns>
    bool Read(ChunkWriter output);
}
