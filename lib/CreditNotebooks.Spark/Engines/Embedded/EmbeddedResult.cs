using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>A query's chunks as column vectors. It owns its connection and its translation, and ends what runs.</summary>
internal sealed class EmbeddedResult : QueryResult
{
    private readonly DuckDbConnection connection;
    private readonly DuckDbResult result;
    private readonly RunningQuery running;

    private readonly Translation translation;
    private readonly QueryProgress progress;

    public EmbeddedResult(DuckDbConnection connection, Translation translation, RunningQuery running)
    {
        this.connection = connection;
        this.translation = translation;
        this.running = running;
        progress = new QueryProgress(connection, translation);
        try
        {
            result = connection.Query(translation.Sql, running.Token);
            CheckTypes();
            progress.Pause();
        }
        catch (Exception e)
        {
            progress.Dispose();
            connection.Dispose();
            translation.Dispose();
            if (e is DuckDbException engine) throw EngineErrors.Translate(engine, translation);
            throw;
        }
    }

    // What DuckDB computes must be what the analysis said; else the answer could be another than Spark's.
    private void CheckTypes()
    {
        for (var i = 0; i < Schema.Fields.Count; i++)
        {
            if (result.Columns[i].Type == PhysicalTypes.Of(Schema.Fields[i].DataType)) continue;
            throw SparkException.Unsupported($"The column {Identifier.QuoteAlways(Schema.Fields[i].Name)} (it should be {Schema.Fields[i].DataType.Sql}, but DuckDB computes {result.Columns[i].Type})");
        }
    }

    public override StructType Schema => translation.Schema;

    public override IReadOnlyList<ColumnVector>? Next()
    {
        progress.Resume();
        try
        {
            return result.Next(running.Token) is { } chunk ? Schema.Fields.Select((f, i) => ColumnVectors.Copy(chunk[i], f.DataType, chunk.Count)).ToList() : null;
        }
        catch (DuckDbException e)
        {
            throw EngineErrors.Translate(e, translation);
        }
        finally
        {
            progress.Pause();
        }
    }

    public override void Dispose()
    {
        progress.Dispose();
        result.Dispose();
        connection.Dispose();
        translation.Dispose();
        running.Dispose();
    }
}
