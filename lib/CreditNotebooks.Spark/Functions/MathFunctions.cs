namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Numbers: rounding, logarithms, trigonometry, random numbers.</summary>
internal static class MathFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
