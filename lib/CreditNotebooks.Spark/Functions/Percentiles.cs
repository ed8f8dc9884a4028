using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Percentiles: between values (percentile, percentile_cont, median), of values (percentile_disc), and approximate ones, which are values too.</summary>
internal static class Percentiles
{
    private static readonly ArgumentType Measure = ArgumentType.OneOf(ArgumentType.Numeric, ArgumentType.DayTimeInterval, ArgumentType.YearMonthInterval);

    public static IEnumerable<FunctionEntry> All =>
    [
        AggregateOf("percentile").Build(Percentile).Aggregates(w => Write(w, Between)),
        AggregateOf("median").Build(Median).Aggregates(w => Write(w, Between)),
        AggregateOf("percentile_cont").Build(s => WithinGroup(s, "percentile_cont")).Aggregates(w => Write(w, Between)),
        AggregateOf("percentile_disc").Build(s => WithinGroup(s, "percentile_disc")).Aggregates(w => Write(w, OneOf)),
        AggregateOf("percentile_approx", "approx_percentile").Build(Approximate).Aggregates(WriteApproximate),
    ];

    /// <summary>The percentages of a call as constants, in the aggregate's second argument; whether they came as an array.</summary>
    private sealed record Wanted(double[] Percentages, bool IsArray)
    {
        public string Key => string.Join(" ", Percentages.Select(p => p.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static DataType ResultType(DataType measured, bool isArray)
    {
        DataType one = measured switch { YearMonthIntervalType => new YearMonthIntervalType(), DayTimeIntervalType => new DayTimeIntervalType(), _ => DataType.Double };
        return isArray ? new ArrayType(one, false) : one;
    }

    private static TypedAggregate Percentile(CallSite s)
    {
        if (s.Count is not (2 or 3)) throw s.WrongCount("[2, 3]");
        var shown = $"percentile({(s.Call?.Distinct == true ? "DISTINCT " : "")}{PrettyName.Of(s[0])}, {PrettyName.Of(s[1])}, {(s.Count == 3 ? PrettyName.Of(s[2]) : "1")})";
        var value = s.Coerce(0, Measure);
        var percentage = Percentage(s, 1);
        var arguments = new List<TypedExpression> { value, percentage };
        if (s.Count == 3) arguments.Add(s.Cast(s.Coerce(2, ArgumentType.Integral), DataType.Long));
        return s.Analyzer.BuildAggregate(s, arguments.ToSeq(), ResultType(value.Type, percentage.Type is ArrayType), true) with { Pretty = shown };
    }

    private static TypedAggregate Median(CallSite s)
    {
        if (s.Count != 1) throw s.WrongCount("1");
        var value = s.Coerce(0, Measure);
        return s.Analyzer.BuildAggregate(s, [value, new TypedLiteral(0.5, DataType.Double)], ResultType(value.Type, false), true)
            with { Pretty = $"median({(s.Call?.Distinct == true ? "DISTINCT " : "")}{PrettyName.Of(s[0])})" };
    }

    private static TypedAggregate WithinGroup(CallSite s, string name)
    {
        if (s.Count != 1) throw s.WrongCount("1");
        var order = OneOrder(s, name);
        var value = Measure.Accept(order.Operand.Type) is { } type ? s.Cast(order.Operand, type)
            : throw s.Mismatch("UNEXPECTED_INPUT_TYPE", $"the first parameter requires the {Measure.Name} type, however \"{PrettyName.Of(order.Operand)}\" has the type \"{order.Operand.Type.Sql}\".");
        var percentage = Percentage(s, 0);
        return s.Analyzer.BuildAggregate(s, [value, percentage], ResultType(value.Type, percentage.Type is ArrayType), true)
            with { WithinGroup = [order with { Operand = value }], Pretty = $"{name}({PrettyName.Of(s[0])}) WITHIN GROUP (ORDER BY {PrettyName.Of(order.Operand)}{(order.Descending ? " DESC" : "")})" };
    }

    /// <summary>The one expression that WITHIN GROUP must order by.</summary>
    public static TypedOrder OneOrder(CallSite s, string name)
    {
        var orders = s.Call?.WithinGroup ?? [];
        if (orders.Count == 0) throw new SparkException("INVALID_WITHIN_GROUP_EXPRESSION.WITHIN_GROUP_MISSING", $"The function `{name}` needs WITHIN GROUP (ORDER BY ...).", s.Span);
        if (s.Call!.Distinct) throw new SparkException("INVALID_WITHIN_GROUP_EXPRESSION.DISTINCT_UNSUPPORTED", $"The function `{name}` does not support DISTINCT with WITHIN GROUP.", s.Span);
        if (orders.Count > 1) throw new SparkException("INVALID_WITHIN_GROUP_EXPRESSION.WRONG_NUM_ORDERINGS", $"The function `{name}` requires 1 ordering in WITHIN GROUP but got {orders.Count}.", s.Span);
        return s.Analyzer.AnalyzeOrder(orders[0]);
    }

    // As a constant of DOUBLE, or an array of such.
    private static TypedExpression Percentage(CallSite s, int index)
    {
        var given = s[index];
        if (!given.IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `percentage` should be a foldable \"DOUBLE\" expression; however, got \"{PrettyName.Of(given)}\".");
        var percentage = s.Coerce(index, given.Type is ArrayType ? ArgumentType.ArrayOf(ArgumentType.Double) : ArgumentType.Double);
        var value = s.Context.Evaluate(percentage) ?? throw s.Mismatch("UNEXPECTED_NULL", "The percentage must not be null.");
        var percentages = value is double one ? [one] : Values(value).Select(v => v is double d ? d : throw s.Mismatch("UNEXPECTED_NULL", "The percentage must not be null.")).ToArray();
        if (percentages.FirstOrDefault(p => p is not (>= 0 and <= 1), 0) is var wrong && wrong != 0)
            throw s.Mismatch("VALUE_OUT_OF_RANGE", $"The percentage must be between [0.0, 1.0] (current value = {NumberText.ToText(wrong)}D).");
        return new ConstantPercentages(new Seq<double>(percentages), percentage.Type);
    }

    private static IEnumerable<object?> Values(object list) => list is System.Collections.IEnumerable items ? items.Cast<object?>() : throw new InvalidOperationException("An array is needed.");

    // Kernels are made for the percentages, so they are no argument of DuckDB's.
    private sealed record ConstantPercentages(Seq<double> Values, DataType Type) : TypedExpression(Type, false);

    private static Wanted WantedOf(AggregateWriter w) => w.Aggregate.Arguments[1] switch
    {
        ConstantPercentages c => new Wanted(c.Values.ToArray(), c.Type is ArrayType),
        TypedLiteral { Value: double d } => new Wanted([d], false),
        var other => throw new InvalidOperationException(other.GetType().Name),
    };

    private delegate double Position(double[] values, long[]? counts, double percentage);

    private static string Write(AggregateWriter w, Position position)
    {
        var (wanted, type, result) = (WantedOf(w), w.Type(0), w.Aggregate.Type);
        var reverse = w.Aggregate.WithinGroup is [{ Descending: true }];
        var weighted = w.Count == 3;
        var one = result is ArrayType a ? a.ElementType : result;
        var item = weighted ? new StructType([new StructField("v", type, true), new StructField("n", DataType.Long, true)]) : type;
        var kernel = TypedKernels.Get($"{position.Method.Name} {wanted.Key} {wanted.IsArray} {reverse} {weighted}", () => new Kernel((object?[] items) =>
        {
            var (values, counts) = Sorted(items, weighted, reverse);
            if (values.Length == 0) return null;
            var results = wanted.Percentages.Select(p => As(position(values, counts, p), one)).ToArray();
            return wanted.IsArray ? results.Length == 0 ? null : results : results[0];
        }), item, result);
        var present = $"({w[0]}) IS NOT NULL{(weighted ? $" AND ({w[2]}) IS NOT NULL" : "")}";
        return w.Expressions.Kernel(w.Aggregate.Function.Name, kernel, [new ArrayType(item)], result, w.Call("list", [weighted ? $"struct_pack(v := {w[0]}, n := {w[2]})" : w[0]], present));
    }

    private static object As(double value, DataType type) => type switch { YearMonthIntervalType => (object)(int)value, DayTimeIntervalType => JavaMath.ToLong(value), _ => value };

    private static (double[] Values, long[]? Counts) Sorted(object?[] items, bool weighted, bool reverse)
    {
        var order = Comparer<object?>.Create((x, y) => ValueOrder.Compare(x, y, DataType.Double));
        if (!weighted)
        {
            Array.Sort(items, order);
            if (reverse) Array.Reverse(items);
            return (items.Select(ToDouble).ToArray(), null);
        }
        var rows = items.Cast<object?[]>().Select(r => (Value: r[0], Count: (long)r[1]!)).OrderBy(r => r.Value, order).ToList();
        if (rows.Find(r => r.Count < 0) is { Count: < 0 and var negative })
            throw new SparkException("NEGATIVE_VALUES_IN_FREQUENCY_EXPRESSION", $"Found the negative frequency {negative}, but expected a positive integral value.");
        rows.RemoveAll(r => r.Count == 0);
        var total = 0L;
        return (rows.Select(r => ToDouble(r.Value)).ToArray(), rows.Select(r => total += r.Count).ToArray());
    }

    private static double ToDouble(object? value) => value is DecimalValue d ? d.ToDouble() : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    // The value at a position among all, counted from 0.
    private static double At(double[] values, long[]? counts, long position)
    {
        if (counts is null) return values[position];
        var index = Array.BinarySearch(counts, position + 1);
        return values[index < 0 ? ~index : index];
    }

    private static double Between(double[] values, long[]? counts, double percentage)
    {
        var position = ((counts?[^1] ?? values.Length) - 1) * percentage;
        var (lower, higher) = ((long)Math.Floor(position), (long)Math.Ceiling(position));
        var (low, high) = (At(values, counts, lower), At(values, counts, higher));
        return lower == higher || low.Equals(high) ? low : (higher - position) * low + (position - lower) * high;
    }

    private static double OneOf(double[] values, long[]? counts, double percentage) => values[Math.Max(0, (long)Math.Ceiling(values.Length * percentage) - 1)];

    private static readonly ArgumentType Ranked = ArgumentType.OneOf(ArgumentType.Numeric, ArgumentType.Date, ArgumentType.Timestamp, ArgumentType.TimestampNTZ, ArgumentType.YearMonthInterval, ArgumentType.DayTimeInterval);

    private static TypedAggregate Approximate(CallSite s)
    {
        if (s.Count is not (2 or 3)) throw s.WrongCount("[2, 3]");
        var shown = $"{s.Name}({(s.Call?.Distinct == true ? "DISTINCT " : "")}{PrettyName.Of(s[0])}, {PrettyName.Of(s[1])}, {(s.Count == 3 ? PrettyName.Of(s[2]) : "10000")})";
        var value = s[0].Type is StringType or NullType ? s.Cast(s[0], DataType.Double)
            : s[0].Type.IsNumeric || s[0].Type is DateType or YearMonthIntervalType or DayTimeIntervalType || s[0].Type.IsTimestamp ? s[0] : throw s.Unexpected(0, Ranked);
        var percentage = Percentage(s, 1);
        var accuracy = 10000L;
        if (s.Count == 3)
        {
            if (!s[2].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `accuracy` should be a foldable \"INTEGRAL\" expression; however, got \"{PrettyName.Of(s[2])}\".");
            accuracy = s.Constant(2, ArgumentType.Integral) switch { int n => n, long n => n, short n => n, sbyte n => n, _ => throw s.Mismatch("UNEXPECTED_NULL", "The accuracy must not be null.") };
            if (accuracy is <= 0 or > int.MaxValue) throw s.Mismatch("VALUE_OUT_OF_RANGE", $"The accuracy must be between (0, 2147483647] (current value = {accuracy}L).");
        }
        var type = percentage.Type is ArrayType ? new ArrayType(value.Type, false) : value.Type;
        return s.Analyzer.BuildAggregate(s, [value, percentage, new TypedLiteral(accuracy, DataType.Long)], type, true) with { Pretty = shown };
    }

    private static string WriteApproximate(AggregateWriter w)
    {
        var (wanted, type) = (WantedOf(w), w.Type(0));
        var accuracy = (long)((TypedLiteral)w.Aggregate.Arguments[2]).Value!;
        var kernel = TypedKernels.Get($"percentile_approx {wanted.Key} {wanted.IsArray} {accuracy}", () => new Kernel((object?[] items) =>
        {
            var error = 1.0 / accuracy;
            // Over few rows at a low accuracy Spark's answer depends on how they are spread over partitions, but for the smallest and the largest.
            if (items.Length < PartitionedRows && 2 * error * items.Length >= 1 && Array.Exists(wanted.Percentages, p => p > error && p < 1 - error))
                throw SparkException.Unsupported($"percentile_approx at an accuracy of {accuracy} over so few rows (use percentile, or a higher accuracy)");
            var summary = QuantileSummary.Of(items.Select(ToDouble), error);
            var results = wanted.Percentages.Select(p => Back(summary.Query(p), type)).ToArray();
            return wanted.IsArray ? results.Length == 0 ? null : results : results[0];
        }), type, w.Aggregate.Type);
        return w.Expressions.Kernel("percentile_approx", kernel, [new ArrayType(type)], w.Aggregate.Type, w.Call("list", [w[0]], $"({w[0]}) IS NOT NULL"));
    }

    private const int PartitionedRows = 5000;

    /// <summary>Refuses approximate percentiles over the rows of range(), which Spark always spreads over partitions, where they are too many to be told exactly.</summary>
    public static void CheckPartitions(IEnumerable<TypedExpression> expressions, TypedPlan rows)
    {
        while (rows is ProjectPlan or FilterPlan) rows = rows is ProjectPlan p ? p.Child : ((FilterPlan)rows).Child;
        if (rows is not RangePlan range) return;
        foreach (var a in expressions.SelectMany(e => e.All()).OfType<TypedAggregate>().Where(a => a.Function.Name == "percentile_approx"))
            if (2 * (double)((Int128)range.End - range.Start) / range.Step >= (long)((TypedLiteral)a.Arguments[2]).Value!)
                throw SparkException.Unsupported("percentile_approx over so many rows of range() (use percentile)", a.Span);
    }

    private static object Back(double value, DataType type) => type switch
    {
        ByteType => (object)(sbyte)value, ShortType => (short)value, IntegerType or DateType or YearMonthIntervalType => (int)value,
        FloatType => (float)value, DoubleType => value,
        DecimalType d => new DecimalValue((Int128)BigDecimal.OfShortest(value)!.Value.Round(d.Scale), d.Scale),
        _ => JavaMath.ToLong(value),
    };
}
