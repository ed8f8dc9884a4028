using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Random numbers and strings. With a seed they are Spark's over data of one partition, as long as the rows are computed in order.</summary>
internal static class RandomFunctions
{
    private static readonly ArgumentType Seed = ArgumentType.OneOf(ArgumentType.Int, ArgumentType.Long);

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("rand", "random").ShownByOwnName().Volatile().Build(s => Number(s, "rand")).Calls((w, c) => Stream(w, c, r => r.NextDouble())),
        Scalar("randn").Volatile().Build(s => Number(s, "randn")).Calls((w, c) => Stream(w, c, r => r.NextGaussian())),
        Scalar("uniform").Volatile().Build(Uniform),
        Scalar("randstr").Volatile().Fails().Build(Text).Calls(WriteText),
    ];

    private static TypedCall Number(CallSite s, string name)
    {
        if (s.Count > 1) throw s.WrongCount("[0, 1]");
        if (s.Count == 0) return s.Typed(DataType.Double, false) with { Pretty = $"{name}()" };
        if (s[0].Type is not (IntegerType or LongType or NullType)) throw s.Unexpected(0, Seed);
        return s.Typed(DataType.Double, false, SeedOf(s, 0)) with { Pretty = $"{name}({PrettyName.Of(s[0])})" };
    }

    private static TypedLiteral SeedOf(CallSite s, int index)
    {
        if (!s[index].IsFoldable) throw new SparkException("SEED_EXPRESSION_IS_UNFOLDABLE", $"The seed expression \"{PrettyName.Of(s[index])}\" of the expression \"{PrettyName.Call(s.Name, s.Arguments)}\" must be foldable.", s.Span);
        return new TypedLiteral((s.Analyzer.Fold(s[index]) as TypedLiteral)?.Value switch { int n => (long)n, long n => n, short n => n, sbyte n => n, _ => 0L }, DataType.Long);
    }

    // Each call in a query has numbers of its own, so each is a function of its own.
    private static string Stream(ExpressionWriter w, TypedCall c, Func<XorShiftRandom, double> next)
    {
        var random = New(c.Arguments.Count > 0 ? c.Arguments[0] : null);
        return w.Kernel(c.Function.Name, new Kernel(() => { lock (random) return next(random); }, false, false), DataType.Double, Array.Empty<TypedExpression>());
    }

    /// <summary>Refuses random numbers of a seed where Spark's would depend on how it spreads the rows over partitions.</summary>
    public static void CheckSeeds(IEnumerable<TypedExpression> expressions, TypedPlan rows)
    {
        var seeded = expressions.SelectMany(e => e.All()).OfType<TypedCall>().FirstOrDefault(c => c.Function.Name is "rand" or "randn" or "randstr" && c.Arguments.Any(a => a.Type is LongType));
        while (seeded is not null && rows is ProjectPlan or FilterPlan) rows = rows is ProjectPlan p ? p.Child : ((FilterPlan)rows).Child;
        if (seeded is not null && rows is not (OneRowPlan or ValuesPlan or LocalPlan or FilePlan or CachedPlan))
            throw SparkException.Unsupported($"{seeded.Function.Name} with a seed over rows that Spark spreads over partitions (over the rows of a file or of VALUES it is supported)", seeded.Span);
    }

    private static XorShiftRandom New(TypedExpression? seed) => new(seed is TypedLiteral { Value: long n } ? n : Random.Shared.NextInt64());

    private static TypedExpression Uniform(CallSite s)
    {
        if (s.Count is not (2 or 3)) throw s.WrongCount("[2, 3]");
        for (var i = 0; i < 2; i++)
        {
            if (!s[i].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `{(i == 0 ? "min" : "max")}` should be a foldable \"NUMERIC\" expression; however, got \"{PrettyName.Of(s[i])}\".");
            if (s[i].Type is NullType) throw s.Unsupported("uniform with a bound of NULL");
            if (!s[i].Type.IsNumeric) throw s.Unexpected(i, ArgumentType.Numeric);
        }
        if (s.Count == 3 && s[2].Type is not (NullType or IntegerType or LongType or ShortType or ByteType)) throw s.Unexpected(2, ArgumentType.Integral);
        var (low, high) = (s.Cast(s[0], DataType.Double), s.Cast(s[1], DataType.Double));
        var type = TypeCoercion.TightestCommon(s[0].Type, s[1].Type) ?? TypeCoercion.WiderDecimal(s[0].Type, s[1].Type) ?? throw s.Unexpected(1, ArgumentType.Numeric);
        if (type is DecimalType && s[0].Type != s[1].Type) throw s.Unsupported("uniform between decimals of different precisions");
        var random = s.Count == 3 ? s.Invoke("rand", SeedOf(s, 2)) : s.Invoke("rand");
        var sum = s.Invoke("+", low, s.Invoke("*", s.Invoke("-", high, low), random));
        var value = type == DataType.Double ? sum : new TypedCast(sum, type, CastMode.Ansi, false, false);
        return new Rewritten(PrettyName.Call("uniform", s.Arguments), value) { Span = s.Span };
    }

    private static TypedCall Text(CallSite s)
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        if (!s[0].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `length` should be a foldable \"INT or SMALLINT\" expression; however, got \"{PrettyName.Of(s[0])}\".");
        var length = (s.Analyzer.Fold(s.Coerce(0, ArgumentType.Int)) as TypedLiteral)?.Value as int? ?? 0;
        if (length < 0) throw new SparkException("INVALID_PARAMETER_VALUE.LENGTH", $"The value of parameter(s) `length` in `randstr` is invalid: expects `length` greater than or equal to 0, but got {length}.", s.Span);
        var arguments = s.Count == 2 ? new[] { TypedLiteral.Of(length), SeedOf(s, 1) } : [TypedLiteral.Of(length)];
        return s.Typed(DataType.String, false, arguments) with { Pretty = PrettyName.Call("randstr", s.Arguments) };
    }

    private static string WriteText(ExpressionWriter w, TypedCall c)
    {
        const string pool = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var random = New(c.Arguments.Count > 1 ? c.Arguments[1] : null);
        var length = (int)((TypedLiteral)c.Arguments[0]).Value!;
        return w.Kernel("randstr", new Kernel(() =>
        {
            lock (random) return string.Create(length, random, (span, r) => { foreach (ref var ch in span) ch = pool[Math.Abs(r.NextInt() % pool.Length)]; });
        }, false, false), DataType.String, Array.Empty<TypedExpression>());
    }
}
