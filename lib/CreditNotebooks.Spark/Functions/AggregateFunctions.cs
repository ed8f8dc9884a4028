using System.Numerics;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Aggregates over groups and windows: counting, adding up, extremes, first and last, collecting.</summary>
internal static class AggregateFunctions
{
    private static readonly ArgumentType Summable = ArgumentType.OneOf(ArgumentType.Numeric, ArgumentType.YearMonthInterval, ArgumentType.DayTimeInterval);

    public static IEnumerable<FunctionEntry> All =>
    [
        AggregateOf("count").Build(Count).Aggregates(WriteCount),
        AggregateOf("count_if").Takes(ArgumentType.Boolean).Gives(DataType.Long).NotNull().Aggregates(w => w.Call("count", $"CASE WHEN {w[0]} THEN 1 END")),
        AggregateOf("sum").Takes(Summable).Gives(a => SumType(a[0].Type)).Nullable().Aggregates(w => Sum(w, attempt: false)),
        AggregateOf("try_sum").Takes(Summable).Gives(a => SumType(a[0].Type)).Nullable().Aggregates(w => Sum(w, attempt: true)),
        AggregateOf("avg", "mean").Takes(Summable).Gives(a => AverageType(a[0].Type)).Nullable().Aggregates(w => Average(w, attempt: false)),
        AggregateOf("try_avg").Takes(Summable).Gives(a => AverageType(a[0].Type)).Nullable().Aggregates(w => Average(w, attempt: true)),
        Extreme("min"), Extreme("max"),
        Boundary("first", "first"), Boundary("first_value", "first"), Boundary("any_value", "first"), Boundary("last", "last"), Boundary("last_value", "last"),
        AggregateOf("collect_list", "array_agg").Takes(ArgumentType.Any).Gives(a => new ArrayType(a[0].Type, false)).NotNull().ShownByOwnName().Aggregates(CollectList),
        AggregateOf("collect_set").Build(CollectSet).Aggregates(w => w.Expressions.Kernel("collect_set", SetKernel(w.Type(0)), [w.Aggregate.Type], w.Aggregate.Type, CollectList(w))),
        AggregateOf("bool_and", "every").Takes(ArgumentType.Boolean).Gives(DataType.Boolean).Nullable().Aggregates("bool_and"),
        AggregateOf("bool_or", "some", "any").Takes(ArgumentType.Boolean).Gives(DataType.Boolean).Nullable().Aggregates("bool_or"),
        AggregateOf("bit_and").Takes(ArgumentType.Integral).Gives(a => a[0].Type).Nullable().Aggregates("bit_and"),
        AggregateOf("bit_or").Takes(ArgumentType.Integral).Gives(a => a[0].Type).Nullable().Aggregates("bit_or"),
        AggregateOf("bit_xor").Takes(ArgumentType.Integral).Gives(a => a[0].Type).Nullable().Aggregates("bit_xor"),
        Companion("max_by", "max"), Companion("min_by", "min"),
    ];

    private static TypedAggregate Count(CallSite s)
    {
        if (s.Count == 0) throw new SparkException("WRONG_NUM_ARGS.WITH_SUGGESTION", "The `count` requires >= 1 parameters but the actual number is 0.", s.Span);
        return s.Analyzer.BuildAggregate(s, s.Arguments, DataType.Long, false);
    }

    private static string WriteCount(AggregateWriter w)
    {
        if (w.Count == 1 && w.Aggregate.Arguments[0] is TypedLiteral { Value: not null } && !w.Aggregate.Distinct) return w.Call("count", "*");
        if (w.Count == 1) return w.Call("count");
        // Rows where any is NULL do not count.
        var present = string.Join(" AND ", w.Aggregate.Arguments.Select((_, i) => $"({w[i]}) IS NOT NULL"));
        return w.Aggregate.Distinct ? w.Call("count", [$"row({string.Join(", ", w.Aggregate.Arguments.Select((_, i) => w[i]))})"], present) : w.Call("count", $"CASE WHEN {present} THEN 1 END");
    }

    public static DataType SumType(DataType type) => type switch
    {
        DecimalType d => TypeCoercion.BoundedDecimal(d.Precision + 10, d.Scale),
        YearMonthIntervalType or DayTimeIntervalType => type,
        _ => type.IsIntegral ? DataType.Long : DataType.Double,
    };

    private static string Sum(AggregateWriter w, bool attempt)
    {
        var cast = attempt ? "TRY_CAST" : "CAST";
        switch (w.Type(0))
        {
            case DecimalType { Scale: var scale }:
                var result = (DecimalType)w.Aggregate.Type;
                var total = w.Call("sum");
                return result.Precision < DecimalType.MaxPrecision ? $"CAST({total} AS {result.Sql})"
                    : w.Expressions.Kernel("sum_fits", attempt ? TryFits : Fits, [new DecimalType(38, scale)], result, total);
            case YearMonthIntervalType or DayTimeIntervalType when !attempt:
                var (sum, range) = (w.Call("sum"), w.Type(0) is YearMonthIntervalType ? "-2147483648 AND 2147483647" : "-9223372036854775808 AND 9223372036854775807");
                return $"CASE WHEN {sum} BETWEEN {range} THEN CAST({sum} AS {PhysicalTypes.Sql(w.Type(0))}) WHEN {sum} IS NOT NULL THEN {ExpressionWriter.Error("INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", "Integer overflow while operating with intervals. Use `try_sum` to tolerate overflow and return NULL instead.")} END";
            case YearMonthIntervalType: return $"TRY_CAST({w.Call("sum")} AS INTEGER)";
            case var type when type.IsIntegral || type is DayTimeIntervalType: return $"{cast}({w.Call("sum")} AS BIGINT)";
            default: return w.Call("sum", $"CAST({w[0]} AS DOUBLE)");
        }
    }

    private static readonly BigInteger Limit = BigInteger.Pow(10, 38);

    private static readonly Kernel Fits = new((DecimalValue v) => BigInteger.Abs(v.Unscaled) < Limit ? v : throw new SparkException("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION",
        $"The sum {v} cannot be represented as Decimal(38, {v.Scale}). Use `try_sum` to get NULL instead."));

    private static readonly Kernel TryFits = new(DecimalValue? (DecimalValue v) => BigInteger.Abs(v.Unscaled) < Limit ? v : null);

    public static DataType AverageType(DataType type) => type switch
    {
        DecimalType d => TypeCoercion.BoundedDecimal(d.Precision + 4, d.Scale + 4),
        YearMonthIntervalType => new YearMonthIntervalType(),
        DayTimeIntervalType => new DayTimeIntervalType(),
        _ => DataType.Double,
    };

    public static string Average(AggregateWriter w) => Average(w, attempt: false);

    private static string Average(AggregateWriter w, bool attempt)
    {
        string Divided(Kernel kernel, DataType sum, string total) => w.Expressions.Kernel("average", kernel, [sum, DataType.Long], w.Aggregate.Type, total, w.Call("count"));
        return w.Type(0) switch
        {
            DecimalType d => Divided(DecimalAverage((DecimalType)w.Aggregate.Type, attempt), new DecimalType(38, d.Scale), w.Call("sum")),
            YearMonthIntervalType => Divided(MonthAverage, DataType.Integer, Sum(w, attempt)),
            DayTimeIntervalType => Divided(MicrosecondAverage, DataType.Long, Sum(w, attempt)),
            _ => w.Call("avg", $"CAST({w[0]} AS DOUBLE)"),
        };
    }

    // Spark divides to 39 digits behind the point first.
    private static Kernel DecimalAverage(DecimalType type, bool attempt) => TypedKernels.Get(attempt ? "try_avg" : "avg", () => new Kernel(DecimalValue? (DecimalValue sum, long count) =>
    {
        var quotient = new BigDecimal(HalfUp((BigInteger)sum.Unscaled * BigInteger.Pow(10, 39 - sum.Scale), count), 39);
        var rounded = quotient.Round(type.Scale);
        if (BigInteger.Abs(rounded) < BigInteger.Pow(10, type.Precision)) return new DecimalValue((Int128)rounded, type.Scale);
        return attempt ? null : throw new SparkException("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", $"The average {quotient} cannot be represented as Decimal({type.Precision}, {type.Scale}). Use `try_avg` to get NULL instead.");
    }), type);

    private static BigInteger HalfUp(BigInteger n, BigInteger d)
    {
        var quotient = BigInteger.DivRem(n, d, out var rest);
        return BigInteger.Abs(rest) * 2 >= BigInteger.Abs(d) ? quotient + n.Sign * d.Sign : quotient;
    }

    private static readonly Kernel MonthAverage = new((int sum, long count) => (int)HalfUp(sum, count));
    private static readonly Kernel MicrosecondAverage = new((long sum, long count) => (long)HalfUp(sum, count));

    private static FunctionEntry Extreme(string name) => AggregateOf(name).Build(s =>
    {
        if (s.Count != 1) throw s.WrongCount("1");
        if (!ArgumentType.IsOrderable(s[0].Type)) throw s.Mismatch("INVALID_ORDERING_TYPE", $"The `{name}` does not support ordering on type \"{s[0].Type.Sql}\".");
        return s.Analyzer.BuildAggregate(s, [s[0]], s[0].Type, true);
    }).Aggregates(w => w.Type(0).IsNested
        // NULLs inside come first in Spark and last in DuckDB.
        ? w.Expressions.Kernel(name, ExtremeKernel(w.Type(0), name), [new ArrayType(w.Type(0))], w.Type(0), w.Call("list", [w[0]], $"({w[0]}) IS NOT NULL"))
        : w.Call(name));

    private static Kernel ExtremeKernel(DataType type, string name) => TypedKernels.Get(name, () =>
    {
        var order = ValueOrder.Of(type);
        return new Kernel((object?[] items) => name == "min" ? items.Min(order) : items.Max(order));
    }, type);

    // first(x), first(x, true), first(x) IGNORE NULLS.
    private static FunctionEntry Boundary(string name, string side) => AggregateOf(name).Build(s =>
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        var skips = s.Count == 2 && (s[1] is TypedLiteral { Value: bool b } ? b : throw new SparkException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", $"The second argument in {name} should be a boolean literal.", s.Span));
        var aggregate = s.Analyzer.BuildAggregate(s, [s[0]], s[0].Type, true);
        // With IGNORE NULLS first_value shows as first, but first_value(x, true) as itself.
        var shown = aggregate.IgnoreNulls && name.EndsWith("_value", StringComparison.Ordinal) && name != "any_value" ? side : name;
        return aggregate with { IgnoreNulls = skips || aggregate.IgnoreNulls, Pretty = PrettyName.Call(shown, [s[0]], aggregate.Distinct) };
    }).Aggregates(w =>
    {
        if (w.IsWindow) return w.Call(side == "first" ? "first_value" : "last_value", w.Aggregate.IgnoreNulls ? $"{w[0]} IGNORE NULLS" : w[0]);
        return w.Aggregate.IgnoreNulls ? w.Call(side, [w[0]], $"({w[0]}) IS NOT NULL") : w.Call(side);
    });

    /// <summary>DuckDB's list of what is not NULL; never NULL itself. With DISTINCT each value stands where it came first.</summary>
    public static string CollectList(AggregateWriter w)
    {
        var type = new ArrayType(w.Type(0));
        var list = w.Aggregate.Distinct
            ? w.Expressions.Kernel("distinct_list", TypedKernels.Get("distinct_list", () => new Kernel((object?[] items) => ValueSet.InOrderOfArrival(items, w.Type(0))), type), [type], type, w.Plain().Call("list", [w[0]], $"({w[0]}) IS NOT NULL"))
            : w.Call("list", [w[0]], $"({w[0]}) IS NOT NULL");
        return $"coalesce({list}, CAST([] AS {PhysicalTypes.Sql(type)}))";
    }

    private static TypedAggregate CollectSet(CallSite s)
    {
        if (s.Count != 1) throw s.WrongCount("1");
        if (HasMap(s[0].Type)) throw s.Mismatch("UNSUPPORTED_INPUT_TYPE", "The input of `collect_set` can't be \"MAP\" or \"COLLATED STRING\" type data.");
        return s.Analyzer.BuildAggregate(s, [s[0]], new ArrayType(s[0].Type, false), false);
    }

    private static bool HasMap(DataType type) => type switch { MapType => true, ArrayType a => HasMap(a.ElementType), StructType t => t.Fields.Any(f => HasMap(f.DataType)), _ => false };

    private static Kernel SetKernel(DataType type) => TypedKernels.Get("collect_set", () => new Kernel((object?[] items) => ValueSet.InScalaOrder(items, type)), type);

    // The value that stands in the row where another is largest or smallest.
    private static FunctionEntry Companion(string name, string extreme) => AggregateOf(name).Build(s =>
    {
        if (s.Count != 2) throw s.WrongCount("2");
        if (!ArgumentType.IsOrderable(s[1].Type)) throw s.Mismatch("INVALID_ORDERING_TYPE", $"The `{name}` does not support ordering on type \"{s[1].Type.Sql}\".");
        return s.Analyzer.BuildAggregate(s, [s[0], s[1]], s[0].Type, true);
    }).Aggregates(w =>
    {
        var pair = new StructType([new StructField("v", w.Type(0), true), new StructField("o", w.Type(1), true)]);
        return w.Expressions.Kernel(name, TypedKernels.Get(name, () => CompanionKernel(w.Type(1), extreme), pair), [new ArrayType(pair)], w.Type(0),
            w.Call("list", [$"struct_pack(v := {w[0]}, o := {w[1]})"], $"({w[1]}) IS NOT NULL"));
    });

    private static Kernel CompanionKernel(DataType order, string extreme)
    {
        var comparer = ValueOrder.Of(order);
        return new Kernel((object?[] rows) =>
        {
            var best = (object?[])rows[0]!;
            foreach (object?[]? row in rows.Skip(1))
            {
                var compared = comparer.Compare(row![1], best[1]);
                // Among equals the last one that came.
                if (extreme == "max" ? compared >= 0 : compared <= 0) best = row;
            }
            return best[0];
        });
    }
}
