namespace CreditNotebooks.Spark.Catalogue;

/// <summary>LIKE and regular expressions, in Java's dialect.</summary>
internal static class PatternFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
