namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions that take lambda functions.</summary>
internal static class HigherOrderFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
