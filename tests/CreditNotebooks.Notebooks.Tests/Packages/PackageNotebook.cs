using CreditNotebooks.Display;
using CreditNotebooks.Notebooks.Evaluation;

namespace CreditNotebooks.Notebooks.Tests.Packages;

/// <summary>A session whose displays and restores a test can look at.</summary>
internal sealed class PackageNotebook : IDisplaySink
{
    private readonly CellSession _session;
    private int _cells;

    public PackageNotebook(string folder) => _session = new CellSession(new CellContext { Sink = this }, folder);

    public List<string> Shown { get; } = [];

    /// <summary>How often a restore took a process.</summary>
    public int Restores { get; private set; }

    /// <summary>The value's text, or the error as the reader sees it.</summary>
    public async Task<string?> RunAsync(string cell)
    {
        var result = await RunAsync(cell, CancellationToken.None);
        return result.Error is { } error ? string.Join('\n', error.Traceback) : result.Value?.Data[MimeBundle.PlainText];
    }

    public Task<CellResult> RunAsync(string cell, CancellationToken stop) => _session.RunAsync(new CellSource($"cell {++_cells}", cell), stop);

    public void Display(MimeBundle bundle, string? displayId) => Shown.Add(bundle.Data[MimeBundle.PlainText]);

    public void Update(string displayId, MimeBundle bundle) { }

    public void Clear(bool wait) { }

    public void WriteText(string text, bool isError) { }

    public void Progress(string what, double? fraction) => Restores += fraction is null ? 1 : 0;
}
