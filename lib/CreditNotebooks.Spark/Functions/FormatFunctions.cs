namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Numbers and text by a format: format_number, printf, to_number, to_char.</summary>
internal static class FormatFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
