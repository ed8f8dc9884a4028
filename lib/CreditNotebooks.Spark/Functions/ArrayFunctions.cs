namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Arrays.</summary>
internal static class ArrayFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
