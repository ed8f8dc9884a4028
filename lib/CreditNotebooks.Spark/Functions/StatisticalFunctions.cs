namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Aggregates of statistics: variance, correlation, regression, percentiles.</summary>
internal static class StatisticalFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
