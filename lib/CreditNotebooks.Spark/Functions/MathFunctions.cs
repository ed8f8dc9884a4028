using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions over numbers.</summary>
internal static class MathFunctions
{
    private static readonly ArgumentType NumericOrInterval = ArgumentType.OneOf(ArgumentType.Numeric, ArgumentType.DayTimeInterval, ArgumentType.YearMonthInterval);

    public static IEnumerable<FunctionEntry> All =>
    [
        .. Rounding.All, .. TryArithmetic.All, .. RandomFunctions.All,
        Scalar("abs").Takes(NumericOrInterval).Gives(a => a[0].Type).Fails().Sql("abs({0})"),
        Unary("sqrt", "SQRT", Math.Sqrt), Unary("cbrt", "CBRT", Math.Cbrt), Unary("exp", "EXP", Math.Exp), Unary("expm1", "EXPM1", JavaMath.Expm1),
        Unary("sin", "SIN", Math.Sin), Unary("cos", "COS", Math.Cos), Unary("tan", "TAN", Math.Tan), Unary("cot", "COT", x => 1 / Math.Tan(x)),
        Unary("sec", "SEC", x => 1 / Math.Cos(x)), Unary("csc", "CSC", x => 1 / Math.Sin(x)),
        Unary("asin", "ASIN", Math.Asin), Unary("acos", "ACOS", Math.Acos), Unary("atan", "ATAN", Math.Atan),
        Unary("sinh", "SINH", Math.Sinh), Unary("cosh", "COSH", Math.Cosh), Unary("tanh", "TANH", Math.Tanh),
        Unary("asinh", "ASINH", JavaMath.Asinh), Unary("acosh", "ACOSH", JavaMath.Acosh), Unary("atanh", "ATANH", JavaMath.Atanh),
        Unary("degrees", "DEGREES", x => x * (180 / Math.PI)), Unary("radians", "RADIANS", x => x / 180 * Math.PI),
        Unary("rint", "rint", x => Math.Round(x, MidpointRounding.ToEven)),
        Sign("sign", "sign"), Sign("signum", "SIGNUM"),
        // NULL where the logarithm is not defined.
        Logarithm("ln", "ln", Math.Log, 0), Logarithm("log2", "LOG2", x => Math.Log(x) / Math.Log(2), 0), Logarithm("log10", "LOG10", Math.Log10, 0), Logarithm("log1p", "LOG1P", JavaMath.Log1p, -1),
        Scalar("log").Build(Log).Calls((w, c) => w.Kernel("log", c.Arguments.Count == 1 ? NaturalLog : LogToBase, c.Type, c.Arguments)),
        Binary("power", "POWER", JavaMath.Pow, "pow"), Binary("atan2", "ATAN2", (y, x) => Math.Atan2(y + 0.0, x + 0.0)), Binary("hypot", "HYPOT", JavaMath.Hypot),
        Constant("pi", "PI", Math.PI), Constant("e", "E", Math.E),
        Scalar("factorial").Takes(ArgumentType.Int).Gives(DataType.Long).Nullable().Compute((int n) => n is >= 0 and <= 20 ? Factorials[n] : (long?)null),
        Scalar("pmod").Fails().Build(PositiveModulo).Calls((w, c) => w.Kernel("pmod", ModuloKernel(c.Type), c.Type, c.Arguments)),
        Widest("greatest"), Widest("least"),
        Scalar("width_bucket")
            .Build(WidthBucket).Calls((w, c) => w.Kernel("width_bucket", c.Arguments[0].Type switch { DoubleType => Buckets, YearMonthIntervalType => MonthBuckets, _ => MicrosecondBuckets }, c.Type, c.Arguments)),
    ];

    // A function of one double; Spark calls its result nullable.
    private static FunctionEntry Unary(string name, string shown, Func<double, double> body)
    {
        var kernel = new Kernel(body);
        return Scalar(name).Build(s => s.Count != 1 ? throw s.WrongCount("1") : s.Typed(DataType.Double, true, s.Coerce(0, ArgumentType.Double)) with { Pretty = $"{shown}({PrettyName.Of(s[0])})" })
            .Calls((w, c) => w.Kernel(name, kernel, c.Type, c.Arguments));
    }

    private static FunctionEntry Logarithm(string name, string shown, Func<double, double> body, double least)
    {
        var kernel = new Kernel((double x) => x <= least ? (double?)null : body(x));
        return Scalar(name).Build(s => s.Count != 1 ? throw s.WrongCount("1") : s.Typed(DataType.Double, true, s.Coerce(0, ArgumentType.Double)) with { Pretty = $"{shown}({PrettyName.Of(s[0])})" })
            .Calls((w, c) => w.Kernel(name, kernel, c.Type, c.Arguments));
    }

    private static FunctionEntry Binary(string name, string shown, Func<double, double, double> body, params string[] aliases)
    {
        var kernel = new Kernel(body);
        return Scalar(name, aliases).Build(s =>
        {
            if (s.Count != 2) throw s.WrongCount("2");
            var (x, y) = (s.Coerce(0, ArgumentType.Double), s.Coerce(1, ArgumentType.Double));
            return s.Typed(DataType.Double, x.Nullable || y.Nullable, x, y) with { Pretty = $"{(s.Name == name ? shown : s.Name)}({PrettyName.Of(s[0])}, {PrettyName.Of(s[1])})" };
        }).Calls((w, c) => w.Kernel(name, kernel, c.Type, c.Arguments));
    }

    private static FunctionEntry Constant(string name, string shown, double value) =>
        Scalar(name).Build(s => s.Count != 0 ? throw s.WrongCount("0") : new Rewritten($"{shown}()", new TypedLiteral(value, DataType.Double)));

    private static readonly Kernel SignOf = new((double x) => double.IsNaN(x) || x == 0 ? x : x > 0 ? 1.0 : -1.0);

    private static FunctionEntry Sign(string name, string shown) => Scalar(name).Build(s =>
    {
        if (s.Count != 1) throw s.WrongCount("1");
        var operand = s[0].Type.IsInterval ? s.Coerce(0, NumericOrInterval) : s.Coerce(0, ArgumentType.OneOf(ArgumentType.Double, ArgumentType.DayTimeInterval, ArgumentType.YearMonthInterval));
        return s.Typed(DataType.Double, true, operand) with { Pretty = $"{shown}({PrettyName.Of(s[0])})" };
    }).Calls((w, c) => c.Arguments[0].Type is DoubleType ? w.Kernel(name, SignOf, c.Type, c.Arguments) : $"CAST(sign({w.Write(c.Arguments[0])}) AS DOUBLE)");

    private static readonly Kernel NaturalLog = new((double x) => x <= 0 ? (double?)null : Math.Log(x));
    private static readonly Kernel LogToBase = new((double b, double x) => x <= 0 || b <= 0 ? (double?)null : Math.Log(x) / Math.Log(b));

    private static TypedCall Log(CallSite s)
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        var arguments = Enumerable.Range(0, s.Count).Select(i => s.Coerce(i, ArgumentType.Double)).ToArray();
        return s.Typed(DataType.Double, true, arguments) with { Pretty = $"LOG({(s.Count == 1 ? "E()" : PrettyName.Of(s[0]))}, {PrettyName.Of(s[s.Count - 1])})" };
    }

    private static readonly long[] Factorials = Enumerable.Range(0, 21).Select(n => Enumerable.Range(1, n).Aggregate(1L, (f, i) => f * i)).ToArray();

    private static TypedCall PositiveModulo(CallSite s)
    {
        if (s.Count != 2) throw s.WrongCount("2");
        var pretty = $"pmod({PrettyName.Of(s[0])}, {PrettyName.Of(s[1])})";
        if (!s[0].Type.IsNumeric && s[0].Type is not (StringType or NullType) || !s[1].Type.IsNumeric && s[1].Type is not (StringType or NullType) || s[0].Type is StringType && s[1].Type is StringType)
        {
            var kind = s[0].Type != s[1].Type ? "BINARY_OP_DIFF_TYPES" : "BINARY_OP_WRONG_TYPE";
            throw new SparkException($"DATATYPE_MISMATCH.{kind}", $"Cannot resolve \"{pretty}\": the operator requires two numbers, not \"{s[0].Type.Sql}\" and \"{s[1].Type.Sql}\".", s.Span);
        }
        var (left, right) = ArithmeticFunctions.Numbers(s, "pmod");
        var type = left.Type is DecimalType a && right.Type is DecimalType b ? ArithmeticFunctions.DecimalResult("%", a, b) : left.Type;
        return new TypedCall(s.Function, "pmod", [left, right], type, true) { Pretty = pretty, Span = s.Span };
    }

    private static Kernel ModuloKernel(DataType type) => TypedKernels.Get("pmod", () => type switch
    {
        ByteType => new Kernel((sbyte a, sbyte n) => (sbyte)Modulo(a, n)),
        ShortType => new Kernel((short a, short n) => (short)Modulo(a, n)),
        IntegerType => new Kernel((int a, int n) => (int)Modulo(a, n)),
        LongType => new Kernel((long a, long n) => n == 0 ? throw ByZero() : n == -1 ? 0 : a % n is var r && r < 0 ? unchecked(r + n) % n : r),
        FloatType => new Kernel((float a, float n) => n == 0 ? throw ByZero() : a % n is var r && r < 0 ? (r + n) % n : r),
        DoubleType => new Kernel((double a, double n) => n == 0 ? throw ByZero() : a % n is var r && r < 0 ? (r + n) % n : r),
        _ => DecimalModulo((DecimalType)type),
    }, type);

    private static long Modulo(long a, long n) => n == 0 ? throw ByZero() : a % n is var r && r < 0 ? (r + n) % n : r;

    private static Kernel DecimalModulo(DecimalType type) => new((DecimalValue a, DecimalValue n) =>
    {
        if (n.Unscaled == 0) throw ByZero();
        var scale = Math.Max(a.Scale, n.Scale);
        var (x, y) = (BigDecimal.Of(a).Round(scale), BigDecimal.Of(n).Round(scale));
        var rest = x % y;
        if (rest.Sign < 0) rest = (rest + y) % y;
        return new DecimalValue((Int128)new BigDecimal(rest, scale).Round(type.Scale), type.Scale);
    });

    private static SparkException ByZero() => new("REMAINDER_BY_ZERO", "Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL instead.");

    // NULLs do not take part. Strings and numbers do not meet here.
    private static FunctionEntry Widest(string name) => Scalar(name).Build(s =>
    {
        if (s.Count < 2) throw s.WrongCount("> 1");
        var type = s.Arguments.Select(a => a.Type).Aggregate((DataType?)DataType.Null, (x, y) => x is null ? null : TypeCoercion.TightestCommon(x, y) ?? TypeCoercion.WiderDecimal(x, y))
            ?? throw s.Mismatch("DATA_DIFF_TYPES", $"Input to `{name}` should all be the same type, but it's [{string.Join(", ", s.Arguments.Select(a => $"\"{a.Type.Sql}\""))}].");
        if (!ArgumentType.IsOrderable(type)) throw s.Mismatch("INVALID_ORDERING_TYPE", $"The `{name}` does not support ordering on type \"{type.Sql}\".");
        return new TypedCall(s.Function, name, s.Arguments.Select(a => s.Cast(a, type)).ToSeq(), type, s.Arguments.All(a => a.Nullable)) { Pretty = PrettyName.Call(name, s.Arguments), Span = s.Span };
    }).Calls((w, c) => c.Type.IsNested
        ? w.Kernel(name, TypedKernels.Get(name, () => new Kernel((object?[] items) => ValueOrder.Of(c.Type) is var order && items.Where(i => i is not null).ToList() is { Count: > 0 } some
            ? name == "least" ? some.Min(order) : some.Max(order) : null), c.Type), [new ArrayType(c.Type)], c.Type, $"[{string.Join(", ", c.Arguments.Select(w.Write))}]")
        : $"{name}({string.Join(", ", c.Arguments.Select(w.Write))})");

    private static TypedCall WidthBucket(CallSite s)
    {
        if (s.Count != 4) throw s.WrongCount("4");
        var operand = ArgumentType.OneOf(ArgumentType.Double, ArgumentType.YearMonthInterval, ArgumentType.DayTimeInterval);
        var values = Enumerable.Range(0, 3).Select(i => s.Coerce(i, operand)).ToList();
        if (values.Exists(v => v.Type.GetType() != values[0].Type.GetType()))
            throw s.Mismatch("DATA_DIFF_TYPES", $"Input to `width_bucket` should all be the same type, but it's ({string.Join(" or ", values.Select(v => $"\"{v.Type.Sql}\""))}).");
        return s.Typed(DataType.Long, true, [.. values, s.Coerce(3, ArgumentType.Long)]) with { Pretty = PrettyName.Call(s.Name, s.Arguments) };
    }

    private static readonly Kernel Buckets = new(Bucket);
    private static readonly Kernel MonthBuckets = new((int value, int min, int max, long count) => Bucket(value, min, max, count));
    private static readonly Kernel MicrosecondBuckets = new((long value, long min, long max, long count) => Bucket(value, min, max, count));

    private static long? Bucket(double value, double min, double max, long count)
    {
        if (count is <= 0 or long.MaxValue || double.IsNaN(value) || min == max || !double.IsFinite(min) || !double.IsFinite(max)) return null;
        if (min < max) return value < min ? 0 : value >= max ? count + 1 : JavaMath.ToLong(count * (value - min) / (max - min)) + 1;
        return value > min ? 0 : value <= max ? count + 1 : JavaMath.ToLong(count * (min - value) / (min - max)) + 1;
    }
}
