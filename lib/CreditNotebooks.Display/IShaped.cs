namespace CreditNotebooks.Display;

/// <summary>Something with a size that is known without computing: what <c>#!who</c> tells of a variable.</summary>
public interface IShaped
{
    /// <summary>The size in a few words: <c>3 columns</c>, <c>100 rows × 3 columns</c>. Runs no query.</summary>
    string Shape { get; }
}
