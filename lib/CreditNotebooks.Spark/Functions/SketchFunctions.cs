namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Sketches and approximate aggregates.</summary>
internal static class SketchFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
