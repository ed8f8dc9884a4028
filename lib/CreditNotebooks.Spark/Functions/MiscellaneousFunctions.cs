namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What tells of the session, asserts and raises errors.</summary>
internal static class MiscellaneousFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
