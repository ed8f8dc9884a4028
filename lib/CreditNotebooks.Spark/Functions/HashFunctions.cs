namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Hashes and encryption.</summary>
internal static class HashFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
