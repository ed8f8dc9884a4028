namespace CreditNotebooks.Spark.Catalogue;

/// <summary>CSV text.</summary>
internal static class CsvFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
