namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Aggregates over groups and windows.</summary>
internal static class AggregateFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
