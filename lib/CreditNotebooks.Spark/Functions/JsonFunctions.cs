namespace CreditNotebooks.Spark.Catalogue;

/// <summary>JSON text.</summary>
internal static class JsonFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
