namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Dates and timestamps.</summary>
internal static class DateTimeFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
