namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Structs.</summary>
internal static class StructFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
