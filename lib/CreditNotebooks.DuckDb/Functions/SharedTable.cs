using System.Collections.Concurrent;
using System.Globalization;

namespace CreditNotebooks.DuckDb;

/// <summary>A table in C# that SQL reads as <see cref="Sql"/> until it is disposed; DuckDB's catalogue keeps no trace of it.</summary>
public sealed class SharedTable : IDisposable
{
    private const string FunctionName = "credit_notebooks_table";
    private static readonly ConcurrentDictionary<long, ITableSource> Sources = new();
    private static long _last;
    private readonly long _id = Interlocked.Increment(ref _last);

    internal SharedTable(ITableSource source) => Sources[_id] = source;

    /// <summary>What stands for the table in FROM.</summary>
    public string Sql => string.Create(CultureInfo.InvariantCulture, $"{FunctionName}({_id})");

    internal static TableFunction Function { get; } = new(FunctionName, [DuckDbType.BigInt], static arguments =>
        arguments[0] is long id && Sources.TryGetValue(id, out var source)
            ? source
            : throw new InvalidOperationException("The table was taken back (its SharedTable is disposed) before the query ran."));

    /// <summary>Takes the table back; scans that already run go on.</summary>
    public void Dispose() => Sources.TryRemove(_id, out _);
}
