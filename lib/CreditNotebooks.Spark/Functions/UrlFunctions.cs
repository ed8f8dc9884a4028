namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Parts of URLs.</summary>
internal static class UrlFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
