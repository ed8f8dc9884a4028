using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions that need a window: places in an order, and values of other rows.</summary>
internal static class WindowFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        WindowOf("row_number").Build(s => s.Count != 0 ? throw s.WrongCount("0") : s.Typed(DataType.Integer, false)).Calls((_, _) => "row_number()"),
        Rank("rank", DataType.Integer), Rank("dense_rank", DataType.Integer), Rank("percent_rank", DataType.Double),
        WindowOf("cume_dist").Build(s => s.Count != 0 ? throw s.WrongCount("0") : s.Typed(DataType.Double, false)).Calls((_, _) => "cume_dist()"),
        WindowOf("ntile").Build(Ntile).Calls((w, c) => $"ntile({w.Write(c.Arguments[0])})"),
        Offset("lag"), Offset("lead"),
        WindowOf("nth_value").Build(NthValue).Calls((w, c) => $"nth_value({w.Write(c.Arguments[0])}, {w.Write(c.Arguments[1])}{IgnoreNulls(c, 2)})"),
    ];

    // Arguments that rank is given are ignored, as in Spark.
    private static FunctionEntry Rank(string name, DataType type) =>
        WindowOf(name).Build(s => s.Typed(type, false) with { Pretty = name.ToUpperInvariant() + "()" }).Calls((_, _) => $"{name}()");

    private static TypedCall Ntile(CallSite s)
    {
        if (s.Count > 1) throw s.WrongCount("[0, 1]");
        var buckets = s.Count == 0 ? TypedLiteral.Of(1) : s[0];
        if (buckets.Type is not IntegerType) throw s.Unexpected(0, ArgumentType.Int);
        if (!buckets.IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `buckets` should be a foldable \"INT\" expression; however, got \"{PrettyName.Of(buckets)}\".");
        if (s.Analyzer.Fold(buckets) is not TypedLiteral { Value: int n and > 0 }) throw s.Mismatch("VALUE_OUT_OF_RANGE", "The buckets must be between (0, 2147483647].");
        return new TypedCall(s.Function, s.Name, [TypedLiteral.Of(n)], DataType.Integer, false) { Pretty = $"ntile({PrettyName.Of(buckets)})", Span = s.Span };
    }

    private static FunctionEntry Offset(string name) => WindowOf(name).Build(s =>
    {
        if (s.Count is < 1 or > 3) throw s.WrongCount("[1, 2, 3]");
        var offset = s.Count < 2 ? TypedLiteral.Of(1) : s[1];
        if (!offset.IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `offset` should be a foldable \"INT\" expression; however, got \"{PrettyName.Of(offset)}\".");
        if (offset.Type is not IntegerType) offset = s.Coerce(1, ArgumentType.Int);
        if (s.Analyzer.Fold(offset) is TypedLiteral { Value: null }) throw s.Unsupported($"A NULL offset of {name}");
        var otherwise = s.Count < 3 ? TypedLiteral.Null(s[0].Type) : TypeCoercion.Implicit(s[2].Type, s[0].Type) is { } type ? s.Cast(s[2], type) : throw s.Unexpected(2, ArgumentType.Of(s[0].Type));
        var pretty = $"{name}({PrettyName.Of(s[0])}, {PrettyName.Of(offset)}, {(s.Count < 3 ? "NULL" : PrettyName.Of(s[2]))})";
        var arguments = new List<TypedExpression> { s[0], offset, otherwise };
        if (s.Call?.IgnoreNulls == true) arguments.Add(TypedLiteral.Of(true));
        return new TypedCall(s.Function, name, arguments.ToSeq(), s[0].Type, s[0].Nullable || otherwise.Nullable) { Pretty = pretty, Span = s.Span };
    }).Calls((w, c) => $"{name}({w.Write(c.Arguments[0])}, {w.Write(c.Arguments[1])}, {w.Write(c.Arguments[2])}{IgnoreNulls(c, 3)})");

    // The mark of IGNORE NULLS is one more argument.
    private static string IgnoreNulls(TypedCall c, int at) => c.Arguments.Count > at ? " IGNORE NULLS" : "";

    private static TypedCall NthValue(CallSite s)
    {
        if (s.Count is not (2 or 3)) throw s.WrongCount("[2, 3]");
        if (!s[1].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `offset` should be a foldable \"INT\" expression; however, got \"{PrettyName.Of(s[1])}\".");
        if (s[1].Type is not IntegerType) throw s.Unexpected(1, ArgumentType.Int);
        if (s.Analyzer.Fold(s[1]) is not TypedLiteral { Value: int n and > 0 }) throw s.Mismatch("VALUE_OUT_OF_RANGE", "The offset must be between (0, 9223372036854775807].");
        var skips = s.Call?.IgnoreNulls == true || s.Count == 3 && (s[2] is TypedLiteral { Value: bool b } ? b : throw s.Unexpected(2, ArgumentType.Boolean));
        var arguments = new List<TypedExpression> { s[0], TypedLiteral.Of(n) };
        if (skips) arguments.Add(TypedLiteral.Of(true));
        return new TypedCall(s.Function, s.Name, arguments.ToSeq(), s[0].Type, true) { Pretty = $"nth_value({PrettyName.Of(s[0])}, {PrettyName.Of(s[1])}){(skips ? " ignore nulls" : "")}", Span = s.Span };
    }
}
