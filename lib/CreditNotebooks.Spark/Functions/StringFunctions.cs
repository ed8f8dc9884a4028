namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Text.</summary>
internal static class StringFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
