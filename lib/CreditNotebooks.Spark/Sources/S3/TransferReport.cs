using CreditNotebooks.Display;
using CreditNotebooks.Storage;

namespace CreditNotebooks.Spark.Sources.S3;

/// <summary>Tells the running cell's sink how far a transfer is, from its first half second on, four times a second.</summary>
internal sealed class TransferReport(string what) : IProgress<TransferProgress>, IDisposable
{
    private const long Quick = 500;
    private const long Step = 250;

    private readonly Lock gate = new();
    private readonly IDisplaySink? sink = CellContext.Current.Sink;
    private long due = Environment.TickCount64 + Quick;
    private bool told;
    private bool ended;

    public void Report(TransferProgress value)
    {
        // Parts report from several threads; one that finds another telling goes on with its bytes.
        if (sink is null || Environment.TickCount64 < Volatile.Read(ref due) || !gate.TryEnter()) return;
        try
        {
            if (ended) return;
            told = true;
            Volatile.Write(ref due, Environment.TickCount64 + Step);
            var fraction = value.Total is > 0 and var total ? (double)value.Done / total : (double?)null;
            sink.Progress(what, fraction is > 0 and < 1 ? fraction : null);
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>The transfer has ended: nothing is told behind this.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (told && !ended) sink!.Progress(what, 1);
            ended = true;
        }
    }
}
