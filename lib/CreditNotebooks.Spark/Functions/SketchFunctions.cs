using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Approximate counts and sketches.</summary>
internal static class SketchFunctions
{
    private const string DataSketches = "its sketches are those of the DataSketches library, which this engine does not have";

    public static IEnumerable<FunctionEntry> All =>
    [
        AggregateOf("approx_count_distinct").Build(ApproximateCount).Aggregates(w =>
        {
            var error = (double)((TypedLiteral)w.Aggregate.Arguments[1]).Value!;
            var type = w.Type(0);
            var kernel = TypedKernels.Get($"approx_count_distinct {error.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}", () => new Kernel((object?[]? items) =>
            {
                var registers = new HyperLogLog(error);
                foreach (var item in items ?? []) registers.Add(item!, type);
                return registers.Estimate();
            }, SeesNulls: true), type);
            var list = w.IsWindow ? w.Call("list", [w[0]], $"({w[0]}) IS NOT NULL") : w.Call("list", [$"DISTINCT {w[0]}"], $"({w[0]}) IS NOT NULL").Replace("(DISTINCT DISTINCT ", "(DISTINCT ", StringComparison.Ordinal);
            return w.Expressions.Kernel("approx_count_distinct", kernel, [new ArrayType(type)], DataType.Long, list);
        }),
        AggregateOf("count_min_sketch").NotSupported("the bytes of Spark's sketch are not reproduced"),
        .. Unsupported(FunctionKind.Aggregate, "approx_top_k", "approx_top_k_accumulate", "approx_top_k_combine", "hll_sketch_agg", "hll_union_agg", "theta_sketch_agg", "theta_union_agg", "theta_intersection_agg",
            "kll_sketch_agg_bigint", "kll_sketch_agg_double", "kll_sketch_agg_float", "kll_merge_agg_bigint", "kll_merge_agg_double", "kll_merge_agg_float"),
        .. Unsupported(FunctionKind.Scalar, "approx_top_k_estimate", "hll_sketch_estimate", "hll_union", "theta_sketch_estimate", "theta_union", "theta_intersection", "theta_difference",
            "kll_sketch_get_n_bigint", "kll_sketch_get_n_double", "kll_sketch_get_n_float", "kll_sketch_get_quantile_bigint", "kll_sketch_get_quantile_double", "kll_sketch_get_quantile_float",
            "kll_sketch_get_rank_bigint", "kll_sketch_get_rank_double", "kll_sketch_get_rank_float", "kll_sketch_merge_bigint", "kll_sketch_merge_double", "kll_sketch_merge_float",
            "kll_sketch_to_string_bigint", "kll_sketch_to_string_double", "kll_sketch_to_string_float"),
    ];

    private static IEnumerable<FunctionEntry> Unsupported(FunctionKind kind, params string[] names) =>
        names.Select(n => (kind == FunctionKind.Aggregate ? AggregateOf(n) : Scalar(n)).NotSupported(DataSketches));

    private static TypedAggregate ApproximateCount(CallSite s)
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        if (s[0].Type.IsNested) throw s.Unsupported("approx_count_distinct over nested values");
        var error = 0.05;
        if (s.Count == 2)
        {
            error = s[1] is TypedLiteral { Value: { } value } ? value switch { double d => d, DecimalValue d => d.ToDouble(), _ => throw NoLiteral(s) } : throw NoLiteral(s);
            if (HyperLogLog.AddressBits(error) < 4) throw new SparkException("FAILED_FUNCTION_CALL", "approx_count_distinct needs a relative error of at most 39%; use a lower one.", s.Span);
        }
        return s.Analyzer.BuildAggregate(s, [s[0], new TypedLiteral(error, DataType.Double)], DataType.Long, false) with { Pretty = PrettyName.Call(s.Name, [s[0]], s.Call?.Distinct ?? false) };
    }

    private static SparkException NoLiteral(CallSite s) => new("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", "The second argument of approx_count_distinct should be a double literal.", s.Span);
}
