namespace CreditNotebooks.DuckDb;

/// <summary>
/// Knows whether this thread is inside a C# function that DuckDB called; waiting for a connection there could wait for itself.
/// </summary>
internal readonly ref struct CallbackScope
{
    [ThreadStatic]
    private static int _depth;

    internal static bool IsInside => _depth > 0;

    public CallbackScope() => _depth++;

    public void Dispose() => _depth--;
}
