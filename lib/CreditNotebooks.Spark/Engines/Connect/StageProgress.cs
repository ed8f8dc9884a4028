using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines.Connect.Protocol;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Tells the running cell's sink how far a query is on the server: its stages and their tasks.</summary>
internal sealed class StageProgress : IDisposable
{
    private const long Quick = 500;

    private readonly IDisplaySink? sink = CellContext.Current.Sink;
    private readonly long start = Environment.TickCount64;
    private bool told;

    public void Tell(ExecutePlanResponse.Types.ExecutionProgress progress)
    {
        var elapsed = Environment.TickCount64 - start;
        if (sink is null || elapsed < Quick) return;
        told = true;
        var (tasks, done) = (progress.Stages.Sum(s => s.NumTasks), progress.Stages.Sum(s => s.NumCompletedTasks));
        var stages = progress.Stages.Count == 0 ? "" : $", stage {progress.Stages.Count(s => s.Done) + 1} of {progress.Stages.Count}, {done} of {tasks} tasks";
        // Spark adds stages as it plans them, so the end is not known before the last.
        sink.Progress($"running on Spark{stages}, {(elapsed + 500) / 1000} s", done > 0 && done < tasks ? (double)done / tasks : null);
    }

    public void Dispose()
    {
        if (told) sink!.Progress("running on Spark", 1);
        told = false;
    }
}
