using System.Runtime.InteropServices;

namespace CreditNotebooks.Cli;

/// <summary>Ctrl-C and SIGTERM as a token. The first asks; the second ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public StopSignal(TextWriter error, CancellationToken outer, string notice = "Stopping the running cell; press Ctrl-C again to end at once.")
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref _count) > 1)
            {
                Environment.Exit(CommandLine.Stopped);
            }
            error.WriteLine(notice);
            _source.Cancel();
        }))];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
        _source.Dispose();
    }
}
