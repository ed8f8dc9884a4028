using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>A plan as one DuckDB query. The files that it reads stay open to DuckDB until it is disposed.</summary>
internal sealed record Translation(string Sql, StructType Schema, IReadOnlyList<IDisposable> Files) : IDisposable
{
    public void Dispose()
    {
        foreach (var file in Files) file.Dispose();
    }
}
