using CreditNotebooks.Spark.Engines.Connect.Arrow;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using StructType = CreditNotebooks.Spark.Types.StructType;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>A query's rows as the server sends them: one batch is in memory at a time.</summary>
internal sealed class ConnectResult : QueryResult
{
    private readonly Execution execution;
    private readonly RunningQuery running;
    private readonly StageProgress progress = new();
    private readonly Queue<IReadOnlyList<ColumnVector>> batches = [];
    private readonly Action<ExecutePlanResponse> observe;
    private StructType? schema;

    /// <param name="execution">The query on the server.</param>
    /// <param name="running">The same here; it ends with the result.</param>
    /// <param name="observe">Told of each response, for the observations in it.</param>
    public ConnectResult(Execution execution, RunningQuery running, Action<ExecutePlanResponse> observe)
    {
        (this.execution, this.running, this.observe) = (execution, running, observe);
        try
        {
            // The schema comes first, and an error of the query's instead of it.
            while (schema is null && Take()) { }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override StructType Schema => schema ?? throw new SparkException("SPARK_CONNECT.DATA_LOSS", "The server has ended the query without a word on its columns; run it again.");

    public override IReadOnlyList<ColumnVector>? Next()
    {
        while (batches.Count == 0 && Take()) { }
        return batches.TryDequeue(out var batch) ? batch : null;
    }

    public override void Dispose()
    {
        progress.Dispose();
        execution.Dispose();
        running.Dispose();
    }

    /// <summary>Takes in the next response; false at the end.</summary>
    private bool Take()
    {
        if (execution.Next() is not { } response) return false;
        observe(response);
        if (response.Schema is { } columns) schema ??= ProtocolTypes.Schema(columns);
        if (response.ExecutionProgress is { } stages) progress.Tell(stages);
        if (response.ArrowBatch is { RowCount: > 0 } batch)
        {
            foreach (var vectors in ArrowReader.Read(batch.Data.Span, Schema, batch.RowCount)) batches.Enqueue(vectors);
        }
        return true;
    }
}
