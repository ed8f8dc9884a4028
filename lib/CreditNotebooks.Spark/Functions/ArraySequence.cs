using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary><c>sequence</c>.</summary>
internal static class ArraySequence
{
    public static IEnumerable<FunctionEntry> All => [Scalar("sequence").Fails().Build(Build).Calls((w, c) => throw SparkException.Unsupported("sequence"))];

    private static TypedCall Build(CallSite s) => throw s.Unsupported("sequence");
}
