using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>A query's chunks as column vectors. It owns its connection.</summary>
internal sealed class EmbeddedResult : QueryResult
{
    private readonly DuckDbConnection connection;
    private readonly DuckDbResult result;
    private readonly CancellationToken cancellationToken;

    public EmbeddedResult(DuckDbConnection connection, string sql, StructType schema, CancellationToken cancellationToken)
    {
        this.connection = connection;
        this.cancellationToken = cancellationToken;
        Schema = schema;
        try
        {
            result = connection.Query(sql, cancellationToken);
        }
        catch (DuckDbException e)
        {
            throw EngineErrors.Translate(e);
        }
    }

    public override StructType Schema { get; }

    public override IReadOnlyList<ColumnVector>? Next()
    {
        try
        {
            return result.Next(cancellationToken) is { } chunk ? Schema.Fields.Select((f, i) => ColumnVectors.Copy(chunk[i], f.DataType, chunk.Count)).ToList() : null;
        }
        catch (DuckDbException e)
        {
            throw EngineErrors.Translate(e);
        }
    }

    public override void Dispose()
    {
        result.Dispose();
        connection.Dispose();
    }
}
