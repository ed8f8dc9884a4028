using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Choices between values, and NULL and NaN.</summary>
internal static class PredicateFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("coalesce").Takes(ArgumentType.Any).Repeats(1).SameType().Gives(a => a[0].Type).NullableWhen(a => a.All(x => x.Nullable))
            .Sql((w, c) => $"coalesce({string.Join(", ", c.Arguments.Select(w.Write))})"),
        Scalar("nvl", "ifnull").Build(s => Two(s, () => s.Invoke("coalesce", s[0], s[1]))),
        Scalar("nvl2").Build(s => s.Count != 3 ? throw s.WrongCount("3") : s.Rewrite(If(s, s.Invoke("isnotnull", s[0]), s[1], s[2]))),
        Scalar("nullif").Build(s => Two(s, () => If(s, s.Invoke("=", s[0], s[1]), TypedLiteral.Null(s[0].Type), s[0]))),
        Scalar("nullifzero").Build(s => s.Count != 1 ? throw s.WrongCount("1") : s.Rewrite(If(s, s.Invoke("=", s[0], TypedLiteral.Of(0)), TypedLiteral.Null(s[0].Type), s[0]))),
        Scalar("zeroifnull").Build(s => s.Count != 1 ? throw s.WrongCount("1") : s.Rewrite(s.Invoke("coalesce", s[0], TypedLiteral.Of(0)))),
        Scalar("if").Build(s =>
        {
            if (s.Count != 3) throw s.WrongCount("3");
            return new Rewritten($"(IF({PrettyName.Of(s[0])}, {PrettyName.Of(s[1])}, {PrettyName.Of(s[2])}))", If(s, s[0].Type is BooleanType or NullType ? s.Coerce(0, ArgumentType.Boolean) : throw s.Unexpected(0, ArgumentType.Boolean), s[1], s[2]));
        }),
        Scalar("when").Build(When),
        Scalar("isnan").Takes(ArgumentType.OneOf(ArgumentType.Double, ArgumentType.Float)).Gives(DataType.Boolean).NotNull().Sql("coalesce(isnan({0}), false)"),
        Scalar("nanvl").Takes(ArgumentType.OneOf(ArgumentType.Double, ArgumentType.Float), ArgumentType.OneOf(ArgumentType.Double, ArgumentType.Float)).SameType().Gives(a => a[0].Type)
            .Sql("CASE WHEN {0} IS NULL THEN NULL WHEN isnan({0}) THEN {1} ELSE {0} END"),
    ];

    private static TypedExpression Two(CallSite s, Func<TypedExpression> replacement) => s.Count != 2 ? throw s.WrongCount("2") : s.Rewrite(replacement());

    // Unlike CASE WHEN true, IF counts the branch that is never taken.
    private static TypedExpression If(CallSite s, TypedExpression condition, TypedExpression then, TypedExpression otherwise)
    {
        var c = ExpressionAnalyzer.BuildCase([condition], [then], otherwise, s.Span);
        return c with { Nullable = c.Values[0].Nullable || c.Else!.Nullable };
    }

    // when(condition, value, condition, value, …, otherwise): how CASE WHEN is registered as a function.
    private static TypedExpression When(CallSite s)
    {
        if (s.Count < 2) throw s.WrongCount("> 1");
        var pairs = s.Count / 2;
        var conditions = Enumerable.Range(0, pairs).Select(i => s.Coerce(i * 2, ArgumentType.Boolean)).ToSeq();
        return ExpressionAnalyzer.BuildCase(conditions, Enumerable.Range(0, pairs).Select(i => s[i * 2 + 1]).ToList(), s.Count % 2 == 1 ? s[s.Count - 1] : null, s.Span);
    }
}
