namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions that only windows have: row_number, lag.</summary>
internal static class WindowFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
