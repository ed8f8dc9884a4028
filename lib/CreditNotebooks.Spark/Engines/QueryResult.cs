using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines;

/// <summary>A running query: its columns, and its rows in batches.</summary>
internal abstract class QueryResult : IDisposable
{
    public abstract StructType Schema { get; }

    /// <summary>The next batch, one column vector a column, or null at the end. A batch stays valid: it is a copy of the engine's.</summary>
    public abstract IReadOnlyList<ColumnVector>? Next();

    public abstract void Dispose();
}
