using System.Numerics;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>+ - * / % div and signs over numbers; <see cref="DateTimeArithmetic"/> has those over dates and intervals.</summary>
internal static class ArithmeticFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Binary("+", "+"), Binary("-", "-"), Binary("*", "*"),
        Binary("/", "/"), Binary("%", "%"), Scalar("mod").Build(s => s.Count != 2 ? throw s.WrongCount("2") : Named(s, s.Invoke("%", s[0], s[1]))),
        Scalar("div").Fails().Build(IntegralDivide).Calls((w, c) => Write(w, c, "div")),
        Scalar("negative").Fails().Build(s => Sign(s, "negative")).Calls((w, c) => c.Type.IsInterval ? DateTimeArithmetic.Negate(w, c) : $"(-{w.Write(c.Arguments[0])})"),
        Scalar("positive").Build(s => Sign(s, "positive")).Calls((w, c) => w.Write(c.Arguments[0])),
    ];

    // mod(a, b) computes as a % b and shows as mod(a, b).
    private static TypedExpression Named(CallSite s, TypedExpression e) => e is TypedCall c ? c with { Pretty = $"mod({PrettyName.Of(s[0])}, {PrettyName.Of(s[1])})" } : e;

    private static FunctionEntry Binary(string symbol, string name) => Scalar(name).Fails().Build(s => Resolve(s, symbol)).Calls((w, c) => Write(w, c, symbol));

    private static TypedExpression Resolve(CallSite s, string symbol)
    {
        if (s.Count == 1 && symbol is "+" or "-" && s.Count == 1) return s.Invoke(symbol == "-" ? "negative" : "positive", s[0]);
        if (s.Count != 2) throw s.WrongCount("2");
        if (DateTimeArithmetic.Resolve(s, symbol) is { } dateTime) return dateTime;
        var (left, right) = Numbers(s, symbol);
        var pretty = $"({PrettyName.Of(s[0])} {symbol} {PrettyName.Of(s[1])})";
        // Division of whole numbers is one of doubles.
        if (symbol == "/" && left.Type is not DecimalType) (left, right) = (s.Cast(left, DataType.Double), s.Cast(right, DataType.Double));
        var type = left.Type is DecimalType a && right.Type is DecimalType b ? DecimalResult(symbol, a, b) : left.Type;
        var nullable = left.Nullable || right.Nullable || symbol is "/" or "%";
        return new TypedCall(s.Function, symbol, [left, right], type, nullable) { Pretty = pretty, Span = s.Span };
    }

    private static TypedExpression IntegralDivide(CallSite s)
    {
        if (s.Count != 2) throw s.WrongCount("2");
        var pretty = $"({PrettyName.Of(s[0])} div {PrettyName.Of(s[1])})";
        if (s[0].Type.IsInterval && s[0].Type.GetType() == s[1].Type.GetType())
            return new TypedCall(s.Function, "div", [s[0], s[1]], DataType.Long, true) { Pretty = pretty, Span = s.Span };
        var (left, right) = Numbers(s, "div");
        if (left.Type is not DecimalType)
        {
            if (s[0].Type != s[1].Type && (!left.Type.IsIntegral || !right.Type.IsIntegral)) throw WrongTypes(s, "div", s[0], s[1]);
            if (!left.Type.IsIntegral || !right.Type.IsIntegral)
                throw new SparkException("DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE", $"Cannot resolve \"{pretty}\": the binary operator requires the input type (\"BIGINT\" or \"DECIMAL\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\"), not \"{left.Type.Sql}\".", s.Span);
            (left, right) = (s.Cast(left, DataType.Long), s.Cast(right, DataType.Long));
        }
        return new TypedCall(s.Function, "div", [left, right], DataType.Long, true) { Pretty = pretty, Span = s.Span };
    }

    /// <summary>Both sides brought to one numeric type; decimals keep a precision each.</summary>
    public static (TypedExpression Left, TypedExpression Right) Numbers(CallSite s, string symbol)
    {
        var (left, right) = (s[0], s[1]);
        if (left.Type is NullType && right.Type is NullType) (left, right) = (s.Cast(left, DataType.Double), s.Cast(right, DataType.Double));
        if (left.Type is NullType) left = s.Cast(left, right.Type is StringType ? DataType.Double : right.Type);
        if (right.Type is NullType) right = s.Cast(right, left.Type is StringType ? DataType.Double : left.Type);
        if (left.Type is StringType && right.Type.IsNumeric) left = s.Cast(left, TypeCoercion.Wider(left.Type, right.Type)!);
        if (right.Type is StringType && left.Type.IsNumeric) right = s.Cast(right, TypeCoercion.Wider(left.Type, right.Type)!);
        if (!left.Type.IsNumeric || !right.Type.IsNumeric) throw WrongTypes(s, symbol, left, right);
        if (left.Type is DecimalType || right.Type is DecimalType)
        {
            if (left.Type is FloatType or DoubleType || right.Type is FloatType or DoubleType) return (s.Cast(left, DataType.Double), s.Cast(right, DataType.Double));
            return (ToDecimal(s, left), ToDecimal(s, right));
        }
        var type = TypeCoercion.TightestCommon(left.Type, right.Type)!;
        return (s.Cast(left, type), s.Cast(right, type));
    }

    // A whole-number constant takes only the digits that it has.
    public static TypedExpression ToDecimal(CallSite s, TypedExpression e)
    {
        if (e.Type is DecimalType) return e;
        var value = e is TypedLiteral { Value: { } v } ? v switch { int i => (long?)i, long i => i, short i => i, sbyte i => i, _ => null } : null;
        return s.Cast(e, value is { } n ? new DecimalType(Math.Max(1, BigInteger.Abs(n).ToString(System.Globalization.CultureInfo.InvariantCulture).Length), 0) : TypeCoercion.DecimalFor(e.Type));
    }

    public static SparkException WrongTypes(CallSite s, string symbol, TypedExpression left, TypedExpression right)
    {
        var pretty = $"({PrettyName.Of(left)} {symbol} {PrettyName.Of(right)})";
        return left.Type != right.Type
            ? new SparkException("DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES", $"Cannot resolve \"{pretty}\": the left and right operands of the binary operator have incompatible types (\"{left.Type.Sql}\" and \"{right.Type.Sql}\").", s.Span)
            : new SparkException("DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE", $"Cannot resolve \"{pretty}\": the binary operator requires a numeric or interval type, not \"{left.Type.Sql}\".", s.Span);
    }

    public static DecimalType DecimalResult(string symbol, DecimalType a, DecimalType b)
    {
        var (p1, s1, p2, s2) = (a.Precision, a.Scale, b.Precision, b.Scale);
        switch (symbol)
        {
            case "+" or "-":
                var scale = Math.Max(s1, s2);
                return TypeCoercion.AdjustedDecimal(Math.Max(p1 - s1, p2 - s2) + scale + 1, scale);
            case "*": return TypeCoercion.AdjustedDecimal(p1 + p2 + 1, s1 + s2);
            case "/":
                var quotient = Math.Max(6, s1 + p2 + 1);
                return TypeCoercion.AdjustedDecimal(p1 - s1 + s2 + quotient, quotient);
            case "%":
                var rest = Math.Max(s1, s2);
                return TypeCoercion.AdjustedDecimal(Math.Min(p1 - s1, p2 - s2) + rest, rest);
            default: throw new ArgumentException($"No decimal result for {symbol}.");
        }
    }

    private static TypedCall Sign(CallSite s, string name)
    {
        if (s.Count != 1) throw s.WrongCount("1");
        var operand = s[0].Type.IsInterval ? s[0] : s.Coerce(0, ArgumentType.OneOf(ArgumentType.Numeric, ArgumentType.DayTimeInterval, ArgumentType.YearMonthInterval));
        return new TypedCall(s.Function, name, [operand], operand.Type, operand.Nullable) { Pretty = name == "positive" ? $"(+ {PrettyName.Of(s[0])})" : null, Span = s.Span };
    }

    private static string Write(ExpressionWriter w, TypedCall c, string symbol)
    {
        var (left, right) = (c.Arguments[0], c.Arguments[1]);
        if (left.Type is DecimalType || right.Type is DecimalType && left.Type is DecimalType) return WriteDecimal(w, c, symbol, (DecimalType)left.Type, (DecimalType)right.Type);
        var (l, r) = (w.Write(left), w.Write(right));
        if (left.Type.IsInterval) (l, r) = ($"CAST({l} AS BIGINT)", $"CAST({r} AS BIGINT)");
        var divide = symbol switch { "div" => "//", _ => symbol };
        switch (symbol)
        {
            case "/" or "%" or "div":
                // A constant other than zero needs no guard.
                var sql = symbol == "%" && c.Type is FloatType ? $"CAST(({l} % {r}) AS FLOAT)" : $"({l} {divide} {r})";
                // DuckDB overflows on the least number % -1, which is 0.
                if (symbol == "%" && left.Type.IsIntegral && right is not TypedLiteral) sql = $"CASE WHEN {r} = -1 THEN {l} - {l} ELSE {sql} END";
                else if (symbol == "%" && left.Type.IsIntegral && right is TypedLiteral { Value: -1 or -1L or (short)-1 or (sbyte)-1 }) return $"({l} - {l})";
                if (right is TypedLiteral { Value: { } v } && !IsZero(v)) return sql;
                return $"CASE WHEN {r} = 0 AND {l} IS NOT NULL THEN {(symbol == "%" ? RemainderByZero : DivideByZero)} ELSE {sql} END";
            default:
                return $"({l} {symbol} {r})";
        }
    }

    private static bool IsZero(object v) => v switch { int n => n == 0, long n => n == 0, short n => n == 0, sbyte n => n == 0, double n => n == 0, float n => n == 0, DecimalValue n => n.Unscaled == 0, _ => true };

    public static string DivideByZero => ExpressionWriter.Error("DIVIDE_BY_ZERO", "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.");

    public static string RemainderByZero => ExpressionWriter.Error("REMAINDER_BY_ZERO", "Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL instead.");

    private static string WriteDecimal(ExpressionWriter w, TypedCall c, string symbol, DecimalType a, DecimalType b)
    {
        // DuckDB's own decimals where the result needs no rounding and cannot overflow.
        if (symbol is "+" or "-" && c.Type is DecimalType { Precision: < 38 } sum) return $"CAST((CAST({w.Write(c.Arguments[0])} AS {sum.Sql}) {symbol} CAST({w.Write(c.Arguments[1])} AS {sum.Sql})) AS {sum.Sql})";
        if (symbol == "*" && c.Type is DecimalType { Precision: < 38 } product) return $"CAST(({w.Write(c.Arguments[0])} * {w.Write(c.Arguments[1])}) AS {product.Sql})";
        return w.Kernel($"decimal_{DecimalName(symbol)}", DecimalKernel(symbol, c.Type, attempt: false), c.Type, c.Arguments);
    }

    private static string DecimalName(string symbol) => symbol switch { "+" => "add", "-" => "subtract", "*" => "multiply", "/" => "divide", "%" => "remainder", _ => "div" };

    /// <summary>Exact decimal arithmetic, rounded half up to the result's scale.</summary>
    public static Kernel DecimalKernel(string symbol, DataType result, bool attempt) => result is DecimalType type
        ? new Kernel((DecimalValue x, DecimalValue y) => Fit(Exact(symbol, x, y, type.Scale, attempt), type, attempt))
        : new Kernel((DecimalValue x, DecimalValue y) =>
        {
            if (y.Unscaled == 0) return attempt ? (long?)null : throw new SparkException("DIVIDE_BY_ZERO", "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.");
            var (n, d) = Aligned(x, y);
            var quotient = BigInteger.Divide(n, d);
            return quotient >= long.MinValue && quotient <= long.MaxValue ? (long)quotient : attempt ? null : throw new SparkException("ARITHMETIC_OVERFLOW", "Overflow in integral divide. Use `try_divide` to tolerate overflow and return NULL instead.");
        });

    private static (BigInteger, BigInteger) Aligned(DecimalValue x, DecimalValue y)
    {
        var scale = Math.Max(x.Scale, y.Scale);
        return ((BigInteger)x.Unscaled * BigInteger.Pow(10, scale - x.Scale), (BigInteger)y.Unscaled * BigInteger.Pow(10, scale - y.Scale));
    }

    private static BigInteger? Exact(string symbol, DecimalValue x, DecimalValue y, int scale, bool attempt)
    {
        switch (symbol)
        {
            case "*": return new BigDecimal((BigInteger)x.Unscaled * y.Unscaled, x.Scale + y.Scale).Round(scale);
            case "/":
                if (y.Unscaled == 0) return attempt ? null : throw new SparkException("DIVIDE_BY_ZERO", "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.");
                // x/10^sx / (y/10^sy) at the result's scale, half up.
                var shift = scale - x.Scale + y.Scale;
                var (n, d) = shift >= 0 ? ((BigInteger)x.Unscaled * BigInteger.Pow(10, shift), (BigInteger)y.Unscaled) : (x.Unscaled, y.Unscaled * BigInteger.Pow(10, -shift));
                var quotient = BigInteger.DivRem(n, d, out var rest);
                return BigInteger.Abs(rest) * 2 >= BigInteger.Abs(d) ? quotient + n.Sign * d.Sign : quotient;
            case "%":
                if (y.Unscaled == 0) return attempt ? null : throw new SparkException("REMAINDER_BY_ZERO", "Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL instead.");
                var (a, b) = Aligned(x, y);
                return new BigDecimal(BigInteger.Remainder(a, b), Math.Max(x.Scale, y.Scale)).Round(scale);
            default:
                var (l, r) = Aligned(x, y);
                return new BigDecimal(symbol == "+" ? l + r : l - r, Math.Max(x.Scale, y.Scale)).Round(scale);
        }
    }

    private static DecimalValue? Fit(BigInteger? value, DecimalType type, bool attempt)
    {
        if (value is not { } v) return null;
        if (BigInteger.Abs(v) < BigInteger.Pow(10, type.Precision)) return new DecimalValue((Int128)v, type.Scale);
        return attempt ? null : throw new SparkException("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", $"The value {new BigDecimal(v, type.Scale)} cannot be represented as Decimal({type.Precision}, {type.Scale}). Use a wider type, or a try_ function to get NULL instead.");
    }
}
