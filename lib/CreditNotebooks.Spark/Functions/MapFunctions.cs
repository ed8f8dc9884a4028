namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Maps.</summary>
internal static class MapFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
