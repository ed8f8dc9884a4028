namespace CreditNotebooks.Display;

/// <summary>What surrounds the code that is running now: where displays go, what stops it, which session SQL cells use.
/// It flows with the asynchronous context, so that two notebooks in one process do not meet.</summary>
public sealed class CellContext
{
    private static readonly AsyncLocal<CellContext?> Ambient = new();

    /// <summary>The context of the running cell; outside of a cell one that shows nothing and is never cancelled.</summary>
    public static CellContext Current
    {
        get => Ambient.Value ??= new CellContext();
        set => Ambient.Value = value;
    }

    /// <summary>Where displays go; null outside of a notebook.</summary>
    public IDisplaySink? Sink { get; init; }

    /// <summary>Cancelled when the user stops the cell. Every long action of the libraries honours it.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>The session that SQL cells of this notebook use: the one built last; null before there is one.</summary>
    public ISqlSession? SqlSession { get; set; }

    /// <summary>A value on its way from the host into a cell's variable (<c>%%sql -o name</c>); null at all other times.</summary>
    public object? Handover { get; set; }
}
