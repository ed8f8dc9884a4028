using System.Numerics;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

internal enum RoundingMode { HalfUp, HalfEven, Ceiling, Floor }

/// <summary>round, bround, ceil and floor: to a number of digits behind the point, or before it where that is negative.</summary>
internal static class Rounding
{
    public static IEnumerable<FunctionEntry> All => [Round("round", RoundingMode.HalfUp), Round("bround", RoundingMode.HalfEven), Whole(RoundingMode.Ceiling, "ceil", "ceiling"), Whole(RoundingMode.Floor, "floor")];

    private static FunctionEntry Round(string name, RoundingMode mode) => Scalar(name).Fails().Build(s =>
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        return ToScale(s, s.Coerce(0, ArgumentType.Numeric), mode);
    }).Calls((w, c) => w.Kernel(name, KernelFor(c, mode), c.Type, c.Arguments[0]));

    private static FunctionEntry Whole(RoundingMode mode, string name, params string[] aliases) => Scalar(name, aliases).Fails().Build(s =>
    {
        if (s.Count == 2) return ToScale(s, s.Coerce(0, ArgumentType.Decimal), mode);
        if (s.Count != 1) throw s.WrongCount("[1, 2]");
        var operand = s[0].Type is DecimalType ? s[0] : s[0].Type.IsIntegral ? s.Cast(s[0], DataType.Long) : s.Coerce(0, ArgumentType.Double);
        DataType type = operand.Type is DecimalType d ? d.Scale == 0 ? d : TypeCoercion.BoundedDecimal(d.Precision - d.Scale + 1, 0) : DataType.Long;
        // The other name shows as it was written.
        return new TypedCall(s.Function, s.Name, [operand], type, true) { Pretty = $"{(s.Name == name ? name.ToUpperInvariant() : s.Name)}({PrettyName.Of(s[0])})", Span = s.Span };
    }).Calls((w, c) => c.Arguments[0].Type is LongType ? w.Write(c.Arguments[0]) : w.Kernel(name, KernelFor(c, mode), c.Type, c.Arguments[0]));

    private static TypedExpression ToScale(CallSite s, TypedExpression operand, RoundingMode mode)
    {
        var scale = s.Count == 1 ? TypedLiteral.Of(0) : s.Coerce(1, ArgumentType.Int);
        var pretty = $"{s.Name}({PrettyName.Of(s[0])}, {PrettyName.Of(s.Count == 1 ? scale : s[1])})";
        if (!scale.IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `scale` should be a foldable \"INT\" expression; however, got \"{PrettyName.Of(scale)}\".");
        var digits = (s.Analyzer.Fold(scale) as TypedLiteral)?.Value as int?;
        var type = operand.Type is DecimalType d ? DecimalResult(d, digits ?? 0) : operand.Type;
        if (digits is not { } n) return new Rewritten(pretty, TypedLiteral.Null(type)) { Span = s.Span };
        return new TypedCall(s.Function, s.Name, [operand, TypedLiteral.Of(n)], type, true) { Pretty = pretty, Span = s.Span };
    }

    private static DecimalType DecimalResult(DecimalType d, int digits)
    {
        var whole = d.Precision - d.Scale + 1;
        if (digits < 0) return new DecimalType(Math.Min(Math.Max(whole, -digits + 1), DecimalType.MaxPrecision), 0);
        var scale = Math.Min(d.Scale, digits);
        return new DecimalType(Math.Min(whole + scale, DecimalType.MaxPrecision), scale);
    }

    private static Kernel KernelFor(TypedCall c, RoundingMode mode)
    {
        var from = c.Arguments[0].Type;
        var digits = c.Arguments.Count > 1 ? (int)((TypedLiteral)c.Arguments[1]).Value! : 0;
        return TypedKernels.Get($"round {mode} {digits}", () => from switch
        {
            DecimalType => Decimals((DecimalType)c.Type, digits, mode),
            DoubleType when c.Type is LongType => new Kernel((double x) => JavaMath.ToLong(mode == RoundingMode.Ceiling ? Math.Ceiling(x) : Math.Floor(x))),
            DoubleType => new Kernel((double x) => double.IsFinite(x) ? Double(BigDecimal.OfShortest(x)!.Value, digits, mode) : x),
            FloatType => new Kernel((float x) => float.IsFinite(x) ? (float)Double(BigDecimal.OfShortest(x)!.Value, digits, mode) : x),
            LongType => new Kernel((long x) => Integral(x, digits, mode, long.MinValue, long.MaxValue)),
            IntegerType => new Kernel((int x) => (int)Integral(x, digits, mode, int.MinValue, int.MaxValue)),
            ShortType => new Kernel((short x) => (short)Integral(x, digits, mode, short.MinValue, short.MaxValue)),
            _ => new Kernel((sbyte x) => (sbyte)Integral(x, digits, mode, sbyte.MinValue, sbyte.MaxValue)),
        }, from, c.Type);
    }

    private static Kernel Decimals(DecimalType type, int digits, RoundingMode mode) => new((DecimalValue x) =>
    {
        var rounded = At(BigDecimal.Of(x), digits, mode);
        var unscaled = rounded.Round(type.Scale);
        return BigInteger.Abs(unscaled) < BigInteger.Pow(10, type.Precision) ? new DecimalValue((Int128)unscaled, type.Scale)
            : throw new SparkException("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", $"The rounded value {rounded} cannot be represented as Decimal({type.Precision}, {type.Scale}).");
    });

    private static double Double(BigDecimal x, int digits, RoundingMode mode)
    {
        var rounded = At(x, digits, mode);
        return double.Parse($"{rounded.Unscaled}E{-rounded.Scale}", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static long Integral(long x, int digits, RoundingMode mode, long least, long most)
    {
        if (digits >= 0) return x;
        var rounded = At(new BigDecimal(x, 0), digits, mode);
        var value = rounded.Unscaled * BigInteger.Pow(10, -rounded.Scale);
        return value >= least && value <= most ? (long)value : throw new SparkException("ARITHMETIC_OVERFLOW", "Overflow: the rounded number does not fit its type. Cast it to a wider type first.");
    }

    /// <summary>The number with as many digits behind the point; its scale is then that.</summary>
    private static BigDecimal At(BigDecimal x, int digits, RoundingMode mode)
    {
        if (digits >= x.Scale) return x;
        // Past all its digits nothing is left to compute with: a power of ten that large would only be slow.
        var length = x.Unscaled.IsZero ? 1 : (int)BigInteger.Log10(BigInteger.Abs(x.Unscaled)) + 1;
        var cut = (long)x.Scale - digits;
        if (cut > length + 1L)
            return new BigDecimal(mode switch { RoundingMode.Ceiling when x.Unscaled.Sign > 0 => 1, RoundingMode.Floor when x.Unscaled.Sign < 0 => -1, _ => 0 }, digits);
        var power = BigInteger.Pow(10, (int)cut);
        var quotient = BigInteger.DivRem(x.Unscaled, power, out var rest);
        if (rest.IsZero) return new BigDecimal(quotient, digits);
        var half = (BigInteger.Abs(rest) * 2).CompareTo(power);
        var away = mode switch
        {
            RoundingMode.HalfUp => half >= 0,
            RoundingMode.HalfEven => half > 0 || half == 0 && !quotient.IsEven,
            RoundingMode.Ceiling => x.Unscaled.Sign > 0,
            _ => x.Unscaled.Sign < 0,
        };
        return new BigDecimal(away ? quotient + x.Unscaled.Sign : quotient, digits);
    }
}
