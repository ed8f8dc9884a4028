using System.Diagnostics;
using System.Globalization;
using CreditNotebooks.Storage;

namespace CreditNotebooks.Cli;

/// <summary>How far a transfer has come, in one line that is overwritten; nothing where that cannot be done.</summary>
internal sealed class TransferLine(Terminal terminal) : IProgress<TransferProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _next;
    private bool _isShown;

    /// <summary>The bytes that have arrived.</summary>
    public long Done { get; private set; }

    public void Report(TransferProgress value)
    {
        lock (_gate)
        {
            Done = Math.Max(Done, value.Done);
            if (!terminal.IsInteractive || _since.Elapsed < _next) return;
            _next = _since.Elapsed + Pause;
            _isShown = true;
            var share = value.Total is > 0 and var total
                ? string.Create(CultureInfo.InvariantCulture, $" of {total / 1e6:0.0} MB, {100.0 * Done / total:0} %") : " MB";
            terminal.Out.Write(string.Create(CultureInfo.InvariantCulture, $"\r\u001b[2K  {Done / 1e6:0.0}{share}"));
            terminal.Out.Flush();
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_isShown) terminal.Out.Write("\r\u001b[2K");
            _isShown = false;
        }
    }
}
