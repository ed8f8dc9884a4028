using CreditNotebooks.Display;

namespace CreditNotebooks.Spark.Tests.Api;

/// <summary>Keeps what a cell's sink is told of progress.</summary>
internal sealed class ProgressRecorder : IDisplaySink
{
    private readonly Lock gate = new();
    private readonly List<(string What, double? Fraction)> told = [];

    public IReadOnlyList<(string What, double? Fraction)> Told
    {
        get
        {
            lock (gate) return [.. told];
        }
    }

    public void Display(MimeBundle bundle, string? displayId) { }
    public void Update(string displayId, MimeBundle bundle) { }
    public void Clear(bool wait) { }
    public void WriteText(string text, bool isError) { }

    public void Progress(string what, double? fraction)
    {
        lock (gate) told.Add((what, fraction));
    }
}
