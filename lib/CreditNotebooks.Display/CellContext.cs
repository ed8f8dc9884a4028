namespace CreditNotebooks.Display;

/// <summary>What surrounds the code that is running now: where displays go, what stops it, which session SQL cells use.
/// It flows with the asynchronous context, so that two notebooks in one process do not meet.</summary>
public sealed class CellContext
{
    private static readonly AsyncLocal<CellContext?> Ambient = new();

    // Loops ask in every turn: as long as nothing was stopped in this process, they read this field and no more.
    private static volatile bool s_anyStopped;

    private CancellationToken _cancellationToken;

    /// <summary>The context of the running cell; outside of a cell <see cref="OfProcess"/>, or one that shows nothing and is never cancelled.</summary>
    public static CellContext Current
    {
        get => Ambient.Value ?? OfProcess ?? (Ambient.Value = new CellContext());
        set => Ambient.Value = value;
    }

    /// <summary>The context of code to which none has flowed, such as a callback from a native library's thread. Set by a process that serves
    /// one notebook; null in all others.</summary>
    public static CellContext? OfProcess { get; set; }

    /// <summary>Where displays go, without the secrets in them (<see cref="Redaction"/>); null outside of a notebook.</summary>
    public IDisplaySink? Sink { get; init => field = value is null or RedactedSink ? value : new RedactedSink(value); }

    /// <summary>Asks the user for a line of text with a prompt; it is hidden while it is typed when the second argument is true.
    /// Null, or answers null, where there is nobody to ask.</summary>
    public Func<string, bool, string?>? Ask { get; init; }

    /// <summary>Cancelled when the user stops the cell. Every long action of the libraries honours it.</summary>
    public CancellationToken CancellationToken
    {
        get => _cancellationToken;
        set
        {
            _cancellationToken = value;
            value.UnsafeRegister(static _ => s_anyStopped = true, null);
        }
    }

    /// <summary>The session that SQL cells of this notebook use: the one built last; null before there is one.</summary>
    public ISqlSession? SqlSession { get; set; }

    /// <summary>A value on its way from the host into a cell's variable (<c>%%sql -o name</c>); null at all other times.</summary>
    public object? Handover { get; set; }

    /// <summary>Ends the running cell if the user has stopped it. A notebook asks this in every turn of a cell's loops.</summary>
    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public static void ThrowIfStopped()
    {
        if (s_anyStopped)
        {
            Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
