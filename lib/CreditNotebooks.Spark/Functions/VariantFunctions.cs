namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Variants: semi-structured values.</summary>
internal static class VariantFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
