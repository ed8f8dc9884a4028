namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions that give several rows: explode, inline, stack.</summary>
internal static class GeneratorFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
