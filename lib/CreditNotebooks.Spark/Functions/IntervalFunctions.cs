namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Making intervals.</summary>
internal static class IntervalFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
