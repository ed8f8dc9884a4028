namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Bits of whole numbers.</summary>
internal static class BitwiseFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
