using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>VARIANT, which the embedded engine has no form for.</summary>
internal static class VariantFunctions
{
    private const string Why = "the embedded engine has no VARIANT values";

    public static IEnumerable<FunctionEntry> All =>
    [
        .. new[] { "parse_json", "try_parse_json", "variant_get", "try_variant_get", "is_variant_null", "schema_of_variant", "to_variant_object" }.Select(n => Scalar(n).NotSupported(Why)),
        AggregateOf("schema_of_variant_agg").NotSupported(Why),
    ];
}
