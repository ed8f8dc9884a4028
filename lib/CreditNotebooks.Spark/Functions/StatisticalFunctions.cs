using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Variances, correlations, regressions, percentiles and the mode.</summary>
internal static class StatisticalFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Moment("var_pop", "var_pop"), Moment("var_samp", "var_samp"), Moment("variance", "var_samp"),
        Moment("stddev_pop", "stddev_pop"), Moment("stddev_samp", "stddev_samp"), Moment("stddev", "stddev_samp"), Moment("std", "stddev_samp"),
        Shape("skewness", (n, m2, m3, _) => m2 == 0 ? null : Math.Sqrt(n) * m3 / Math.Sqrt(m2 * m2 * m2)), Shape("kurtosis", (n, m2, _, m4) => m2 == 0 ? null : n * m4 / (m2 * m2) - 3),
        Pairs("covar_pop").Aggregates(w => Guarded(w, "covar_pop")), Pairs("covar_samp").Aggregates(w => Guarded(w, "covar_samp")),
        Pairs("corr").Aggregates(Correlation),
        Pairs("regr_count", DataType.Long).Aggregates(w => Both(w, "count", "1")),
        AggregateOf("regr_avgx").Build(s => PairAverage(s, 1)).Aggregates(AggregateFunctions.Average), AggregateOf("regr_avgy").Build(s => PairAverage(s, 0)).Aggregates(AggregateFunctions.Average),
        Pairs("regr_sxx").Aggregates(w => $"({Spread(w, 1)} * {Both(w, "count", "1")})"), Pairs("regr_syy").Aggregates(w => $"({Spread(w, 0)} * {Both(w, "count", "1")})"),
        Pairs("regr_sxy").Aggregates(w => $"({Guarded(w, "covar_pop")} * {Both(w, "count", "1")})"),
        Pairs("regr_slope").Aggregates(Slope),
        Pairs("regr_intercept").Aggregates(w => $"({Mean(w, 0)} - {Slope(w)} * {Mean(w, 1)})"),
        Pairs("regr_r2").Aggregates(w => $"CASE WHEN {Spread(w, 1)} = 0 THEN NULL WHEN {Spread(w, 0)} = 0 THEN 1.0::DOUBLE ELSE pow({Guarded(w, "covar_pop")}, 2) / ({Spread(w, 1)} * {Spread(w, 0)}) END"),
        .. Percentiles.All,
        AggregateOf("mode").Build(Mode).Aggregates(WriteMode),
        AggregateOf("listagg", "string_agg").Build(ListAggregate).Aggregates(WriteList),
        AggregateOf("histogram_numeric").NotSupported("its bins depend on how Spark spreads the rows over partitions"),
    ];

    private static FunctionEntry Moment(string name, string of) => AggregateOf(name).Takes(ArgumentType.Double).Gives(DataType.Double).Nullable().Aggregates(w => Finite(w, of, [w[0]], null));

    /// <summary>DuckDB's aggregate, which would fail for NaN and infinities: those give NaN, where there are rows enough.</summary>
    private static string Finite(AggregateWriter w, string name, IReadOnlyList<string> arguments, string? present)
    {
        var finite = string.Join(" AND ", arguments.Select(a => $"isfinite({a})"));
        var rows = w.Call("count", [arguments[0]], present);
        var strange = w.Call("bool_or", [$"NOT ({finite})"], present);
        var plain = w.Call(name, arguments, present is null ? finite : $"{present} AND {finite}");
        return $"CASE WHEN {strange} THEN CASE WHEN {rows} > {(name.EndsWith("samp", StringComparison.Ordinal) ? 1 : 0)} THEN 'nan'::DOUBLE END ELSE {plain} END";
    }

    private static FunctionEntry Pairs(string name, DataType? type = null) =>
        type is null ? AggregateOf(name).Takes(ArgumentType.Double, ArgumentType.Double).Gives(DataType.Double).Nullable()
            : AggregateOf(name).Takes(ArgumentType.Any, ArgumentType.Any).Gives(type).NotNull();

    private static string Present(AggregateWriter w) => $"({w[0]}) IS NOT NULL AND ({w[1]}) IS NOT NULL";

    private static string Both(AggregateWriter w, string name, params IEnumerable<string> arguments) => w.Call(name, arguments, Present(w));

    private static string Guarded(AggregateWriter w, string name) => Finite(w, name, [w[0], w[1]], Present(w));

    private static string Spread(AggregateWriter w, int index) => Finite(w, "var_pop", [w[index]], Present(w));

    private static string Mean(AggregateWriter w, int index) => Both(w, "avg", w[index]);

    private static string Slope(AggregateWriter w) => $"CASE WHEN {Spread(w, 1)} = 0 THEN NULL ELSE {Guarded(w, "covar_pop")} / {Spread(w, 1)} END";

    // Between values of which one never changes there is none; Spark divides by zero then.
    private static string Correlation(AggregateWriter w)
    {
        var (x, y) = (Spread(w, 0), Spread(w, 1));
        return $"CASE WHEN {Both(w, "count", "1")} < 2 THEN NULL WHEN {x} = 0 OR {y} = 0 THEN {ArithmeticFunctions.DivideByZero} ELSE {Guarded(w, "covar_pop")} / sqrt({x} * {y}) END";
    }

    private static TypedAggregate PairAverage(CallSite s, int index)
    {
        if (s.Count != 2) throw s.WrongCount("2");
        var (y, x) = (s.Coerce(0, ArgumentType.Numeric), s.Coerce(1, ArgumentType.Numeric));
        var both = s.Invoke("and", s.Invoke("isnotnull", y), s.Invoke("isnotnull", x));
        var value = ExpressionAnalyzer.BuildCase([both], [index == 0 ? y : x], null, s.Span);
        return s.Analyzer.BuildAggregate(s, [value], AggregateFunctions.AverageType(value.Type), true) with { Pretty = PrettyName.Call(s.Name, s.Arguments, s.Call?.Distinct ?? false) };
    }

    private static FunctionEntry Shape(string name, Func<double, double, double, double, double?> of)
    {
        // The moments as Spark builds them up, value by value.
        var kernel = new Kernel((object?[] items) =>
        {
            var (n, mean, m2, m3, m4) = (0.0, 0.0, 0.0, 0.0, 0.0);
            foreach (var x in items.Cast<double>())
            {
                n++;
                var delta = x - mean;
                var step = delta / n;
                mean += step;
                m2 += delta * (delta - step);
                m3 += -3 * step * m2 + delta * (delta * delta - step * step);
                m4 += -4 * step * m3 - 6 * step * step * m2 + delta * (delta * delta * delta - step * step * step);
            }
            return of(n, m2, m3, m4);
        });
        return AggregateOf(name).Takes(ArgumentType.Double).Gives(DataType.Double).Nullable()
            .Aggregates(w => w.Expressions.Kernel(name, kernel, [new ArrayType(DataType.Double)], DataType.Double, w.Call("list", [w[0]], $"({w[0]}) IS NOT NULL")));
    }

    private static TypedAggregate Mode(CallSite s)
    {
        if (s.Count > 2) throw s.WrongCount("[0, 1, 2]");
        var ordered = s.Call?.WithinGroup.Count > 0;
        if (s.Count > 0 && ordered) throw new SparkException("INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS", $"The function `mode` requires 0 orderings in WITHIN GROUP but got {s.Call!.WithinGroup.Count}.", s.Span);
        if (s.Call?.Distinct == true) throw new SparkException("INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED", "The function `mode` does not support DISTINCT.", s.Span);
        if (s.Count == 0)
        {
            var order = Percentiles.OneOrder(s, "mode");
            // The order of the values decides among those that come equally often: the smallest, which Spark shows as DESC.
            return Build(order.Operand, $"mode() WITHIN GROUP (ORDER BY {PrettyName.Of(order.Operand)}{(order.Descending ? "" : " DESC")})") with { WithinGroup = [order with { NullsFirst = false }] };
        }
        if (s.Count == 1) return Build(s[0], $"mode({PrettyName.Of(s[0])})");
        if (!s[1].IsFoldable) throw new SparkException("NON_FOLDABLE_ARGUMENT", "The function `mode` requires the parameter `deterministic` to be a foldable expression of the type \"BOOLEAN\", but the actual argument is a non-foldable.", s.Span);
        if (s[1].Type is not BooleanType) throw s.Unexpected(1, ArgumentType.Boolean);
        return s.Analyzer.Fold(s[1]) switch
        {
            TypedLiteral { Value: true } => Build(s[0], $"mode() WITHIN GROUP (ORDER BY {PrettyName.Of(s[0])} DESC)") with { WithinGroup = [new TypedOrder(s[0], false, false)] },
            TypedLiteral { Value: false } => Build(s[0], $"mode({PrettyName.Of(s[0])})"),
            _ => throw s.Mismatch("UNEXPECTED_NULL", "The second argument of `mode` must not be null."),
        };

        TypedAggregate Build(TypedExpression value, string pretty) => value.Type is MapType
            ? throw s.Mismatch("UNSUPPORTED_INPUT_TYPE", "The input of `mode` can't be \"MAP\" type data.")
            : s.Analyzer.BuildAggregate(s, [value], value.Type, true) with { Pretty = pretty };
    }

    private static string WriteMode(AggregateWriter w)
    {
        var type = w.Type(0);
        bool? descending = w.Aggregate.WithinGroup is [{ Descending: var d }] ? d : null;
        var kernel = TypedKernels.Get($"mode {descending}", () => new Kernel((object?[] items) => MostFrequent(items, type, descending)), type);
        return w.Expressions.Kernel("mode", kernel, [new ArrayType(type)], type, w.Call("list", [w[0]], $"({w[0]}) IS NOT NULL"));
    }

    private static object? MostFrequent(object?[] items, DataType type, bool? descending)
    {
        if (type.IsNested)
        {
            var groups = items.GroupBy(i => i, new ByOrder(type)).Select(g => (Value: g.Key!, Count: g.LongCount())).ToList();
            var best = groups.FindAll(g => g.Count == groups.Max(x => x.Count));
            if (best.Count > 1 && descending is null) throw SparkException.Unsupported("The mode among nested values that come equally often");
            return (descending == true ? best.MaxBy(b => b.Value, ValueOrder.Of(type)) : best.MinBy(b => b.Value, ValueOrder.Of(type))).Value;
        }
        if (descending is { } largest) return MostFrequentInOrder(items, type, largest);
        var counted = ValueSet.Counted(items, type).ToList();
        var most = counted.Max(c => c.Count);
        return counted.First(c => c.Count == most).Value;
    }

    // Where the values' order decides among those that come equally often, Spark's hash table does not matter.
    private static object? MostFrequentInOrder(object?[] items, DataType type, bool largest)
    {
        Array.Sort(items, ValueOrder.Of(type));
        var (best, most) = (items[0], 0);
        for (int start = 0, end = 1; start < items.Length; start = end++)
        {
            while (end < items.Length && ValueOrder.Compare(items[start], items[end], type) == 0) end++;
            if (end - start > most || (largest && end - start == most)) (best, most) = (items[start], end - start);
        }
        return best;
    }

    private sealed class ByOrder(DataType type) : IEqualityComparer<object?>
    {
        bool IEqualityComparer<object?>.Equals(object? x, object? y) => ValueOrder.Compare(x, y, type) == 0;
        int IEqualityComparer<object?>.GetHashCode(object? value) => 0;
    }

    private static TypedAggregate ListAggregate(CallSite s)
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        var value = s[0].Type is BinaryType ? s[0] : s[0].Type.IsNested ? throw s.Unexpected(0, ArgumentType.OneOf(ArgumentType.String, ArgumentType.Binary)) : s.Coerce(0, ArgumentType.String);
        TypedExpression delimiter = TypedLiteral.Null(value.Type);
        if (s.Count == 2)
        {
            if (!s[1].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `delimiter` should be a foldable \"{value.Type.Sql}\" expression; however, got \"{PrettyName.Of(s[1])}\".");
            delimiter = s.Coerce(1, ArgumentType.Of(value.Type));
        }
        var orders = (s.Call?.WithinGroup ?? []).Select(s.Analyzer.AnalyzeOrder).ToSeq();
        if (s.Call?.Distinct == true && orders.Count > 0 && (orders.Count > 1 || !orders[0].Operand.Equals(value)))
            throw new SparkException("INVALID_WITHIN_GROUP_EXPRESSION.MISMATCH_WITH_DISTINCT_INPUT", $"The function `listagg` is invoked with DISTINCT and WITHIN GROUP but expressions \"{PrettyName.Of(s[0])}\" and \"{PrettyName.Of(orders[0].Operand)}\" do not match.", s.Span);
        var pretty = $"{s.Name}({(s.Call?.Distinct == true ? "DISTINCT " : "")}{PrettyName.Of(s[0])}, {(s.Count == 2 ? PrettyName.Of(s[1]) : "NULL")})"
            + (orders.Count == 0 ? "" : $" WITHIN GROUP (ORDER BY {string.Join(", ", orders.Select(PrettyName.Order))})");
        return s.Analyzer.BuildAggregate(s, [value, delimiter], value.Type, true) with { Pretty = pretty };
    }

    private static readonly Kernel JoinBytes = new(byte[] (object?[] items, byte[]? delimiter) =>
        items.Cast<byte[]>().Aggregate((Bytes: new List<byte>(), First: true), (all, item) =>
        {
            if (!all.First && delimiter is not null) all.Bytes.AddRange(delimiter);
            all.Bytes.AddRange(item);
            return (all.Bytes, false);
        }).Bytes.ToArray(), SeesNulls: true);

    private static string WriteList(AggregateWriter w)
    {
        if (w.Aggregate.Distinct && w.WithinGroup is null && w.Type(0) is StringType)
        {
            // Without an order, values stand as they first come.
            var type = new ArrayType(DataType.String);
            var all = w.Plain().Call("list", [w[0]], $"({w[0]}) IS NOT NULL");
            var once = w.Expressions.Kernel("distinct_list", TypedKernels.Get("distinct_list", () => new Kernel((object?[] items) => ValueSet.InOrderOfArrival(items, DataType.String)), type), [type], type, all);
            return $"CASE WHEN {all} IS NOT NULL THEN array_to_string({once}, coalesce({w.Expressions.Write(w.Aggregate.Arguments[1])}, '')) END";
        }
        if (w.Type(0) is not BinaryType) return w.Call("string_agg", [w[0], $"coalesce({w.Expressions.Write(w.Aggregate.Arguments[1])}, '')"], null, w.WithinGroup);
        var list = w.Call("list", [w[0]], $"({w[0]}) IS NOT NULL", w.WithinGroup);
        return $"CASE WHEN {list} IS NOT NULL THEN {w.Expressions.Kernel("listagg", JoinBytes, [new ArrayType(DataType.Binary), DataType.Binary], DataType.Binary, list, w.Expressions.Write(w.Aggregate.Arguments[1]))} END";
    }
}
