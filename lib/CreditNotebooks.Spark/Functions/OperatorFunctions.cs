using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Comparisons and logic, by the names that Spark registers for them.</summary>
internal static class OperatorFunctions
{
    public static readonly FunctionEntry And = Logical("and", "AND", (w, c) => w.Conjunction(c.Arguments));
    public static readonly FunctionEntry Or = Logical("or", "OR", WriteOr);

    public static readonly FunctionEntry Not = Scalar("not", "!").Takes(ArgumentType.Boolean).Gives(DataType.Boolean).Build(s =>
    {
        if (s.Count != 1) throw s.WrongCount("1");
        var operand = s.Coerce(0, ArgumentType.Boolean);
        return new TypedCall(s.Function, "not", [operand], DataType.Boolean, operand.Nullable) { Pretty = $"(NOT {PrettyName.Of(s[0])})", Span = s.Span };
    }).Calls((w, c) => $"(NOT {w.Write(c.Arguments[0])})");

    public static IEnumerable<FunctionEntry> All =>
    [
        And, Or, Not,
        Comparison("=", "=", "=="),
        Comparison("<", "<"), Comparison("<=", "<="), Comparison(">", ">"), Comparison(">=", ">="),
        Scalar("<=>").Build(s => Compare(s, "<=>", nullable: false)).Calls((w, c) => $"({w.Write(c.Arguments[0])} IS NOT DISTINCT FROM {w.Write(c.Arguments[1])})"),
        Scalar("equal_null").Build(s => s.Count != 2 ? throw s.WrongCount("2") : s.Rewrite(s.Invoke("<=>", s[0], s[1]))),
        Scalar("!=", "<>").Build(s => s.Invoke("not", s.Invoke("=", s[0], s[1]))),
        Scalar("between").Build(Between),
        Scalar("in").Build(In).Calls((w, c) => $"({w.Write(c.Arguments[0])} IN ({string.Join(", ", c.Arguments.Skip(1).Select(w.Write))}))"),
        Scalar("isnull").Takes(ArgumentType.Any).Gives(DataType.Boolean).NotNull().Build(s => Test(s, "IS NULL")).Calls((w, c) => $"({w.Write(c.Arguments[0])} IS NULL)"),
        Scalar("isnotnull").Takes(ArgumentType.Any).Gives(DataType.Boolean).NotNull().Build(s => Test(s, "IS NOT NULL")).Calls((w, c) => $"({w.Write(c.Arguments[0])} IS NOT NULL)"),
    ];

    private static FunctionEntry Logical(string name, string keyword, Func<ExpressionWriter, TypedCall, string> sql) => Scalar(name).Build(s =>
    {
        if (s.Count != 2) throw s.WrongCount("2");
        TypedExpression Operand(int i) => s[i].Type is BooleanType or NullType ? s.Coerce(i, ArgumentType.Boolean)
            : s[i].Type is StringType && s[1 - i].Type is BooleanType ? s.Coerce(i, ArgumentType.Boolean) : s[i];
        var (left, right) = (Operand(0), Operand(1));
        if (left.Type is not BooleanType || right.Type is not BooleanType)
        {
            var pretty = $"({PrettyName.Of(s[0])} {keyword} {PrettyName.Of(s[1])})";
            throw s[0].Type != s[1].Type
                ? new SparkException("DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES", $"Cannot resolve \"{pretty}\": the left and right operands of the binary operator have incompatible types (\"{s[0].Type.Sql}\" and \"{s[1].Type.Sql}\").", s.Span)
                : new SparkException("DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE", $"Cannot resolve \"{pretty}\": the binary operator requires the input type \"BOOLEAN\", not \"{s[0].Type.Sql}\".", s.Span);
        }
        return new TypedCall(s.Function, name, [left, right], DataType.Boolean, left.Nullable || right.Nullable) { Pretty = $"({PrettyName.Of(left)} {keyword} {PrettyName.Of(right)})", Span = s.Span };
    }).Calls(sql);

    private static string WriteOr(ExpressionWriter w, TypedCall c)
    {
        var parts = Disjuncts(c).ToList();
        var written = parts.Select(w.Write).ToList();
        if (!parts.Any(ExpressionWriter.MayFail)) return $"({string.Join(" OR ", written)})";
        var last = parts.SkipLast(1).Any(p => p.Nullable) ? $"({string.Join(" OR ", written)})" : written[^1];
        return $"(CASE {string.Concat(written.SkipLast(1).Select(p => $"WHEN {p} THEN true "))}ELSE {last} END)";
    }

    private static IEnumerable<TypedExpression> Disjuncts(TypedExpression e) => e is TypedCall { Function: var f } c && f == Or ? c.Arguments.SelectMany(Disjuncts) : [e];

    private static FunctionEntry Comparison(string symbol, string name, params string[] aliases) =>
        Scalar(name, aliases).Build(s => Compare(s, symbol, null)).Calls((w, c) => symbol != "=" && c.Arguments[0].Type.IsNested
            ? $"({w.Kernel("compare", NestedSortKey.Compare, DataType.Integer, c.Arguments)} {symbol} 0)"
            : $"({w.Write(c.Arguments[0])} {symbol} {w.Write(c.Arguments[1])})");

    private static TypedCall Compare(CallSite s, string symbol, bool? nullable)
    {
        if (s.Count != 2) throw s.WrongCount("2");
        var (left, right) = (s[0], s[1]);
        var pretty = $"({PrettyName.Of(left)} {symbol} {PrettyName.Of(right)})";
        // Inside of nested values no string becomes another type.
        var type = (left.Type.IsNested && right.Type.IsNested ? TypeCoercion.TightestCommon(left.Type, right.Type) : TypeCoercion.Wider(left.Type, right.Type)) ?? TypeCoercion.SameStructure(left.Type, right.Type) ?? throw new SparkException("DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
            $"Cannot resolve \"{pretty}\": the left and right operands of the binary operator have incompatible types (\"{left.Type.Sql}\" and \"{right.Type.Sql}\").", s.Span);
        if (!ArgumentType.IsOrderable(type))
            throw new SparkException("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", $"Cannot resolve \"{pretty}\": the `{symbol}` does not support ordering on type \"{type.Sql}\".", s.Span);
        // Beside a decimal a whole-number constant takes only the digits that it has, as in arithmetic.
        if (left is TypedLiteral && left.Type.IsIntegral && right.Type is DecimalType) (left, type) = (ArithmeticFunctions.ToDecimal(s, left), TypeCoercion.Wider(ArithmeticFunctions.ToDecimal(s, left).Type, right.Type)!);
        else if (right is TypedLiteral && right.Type.IsIntegral && left.Type is DecimalType) (right, type) = (ArithmeticFunctions.ToDecimal(s, right), TypeCoercion.Wider(left.Type, ArithmeticFunctions.ToDecimal(s, right).Type)!);
        (left, right) = (s.Cast(left, type), s.Cast(right, type));
        return new TypedCall(s.Function, symbol, [left, right], DataType.Boolean, nullable ?? (left.Nullable || right.Nullable)) { Pretty = pretty, Span = s.Span };
    }

    private static TypedExpression Between(CallSite s)
    {
        if (s.Count != 3) throw s.WrongCount("3");
        return s.Rewrite(s.Invoke("and", s.Invoke(">=", s[0], s[1]), s.Invoke("<=", s[0], s[2])));
    }

    private static TypedExpression In(CallSite s)
    {
        if (s.Count < 2) throw s.WrongCount("> 1");
        var pretty = $"({PrettyName.Of(s[0])} IN ({string.Join(", ", s.Arguments.Skip(1).Select(PrettyName.Of))}))";
        var type = TypeCoercion.Wider(s.Arguments.Select(a => a.Type)) ?? (s.Arguments.All(a => TypeCoercion.SameStructure(s[0].Type, a.Type) is not null) ? s[0].Type : null) ?? throw new SparkException("DATATYPE_MISMATCH.DATA_DIFF_TYPES",
            $"Cannot resolve \"{pretty}\": input to `in` should all be the same type, but it's [{string.Join(", ", s.Arguments.Select(a => $"\"{a.Type.Sql}\""))}].", s.Span);
        if (!ArgumentType.IsOrderable(type))
            throw new SparkException("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", $"Cannot resolve \"{pretty}\": the `in` does not support ordering on type \"{type.Sql}\".", s.Span);
        var cast = s.Arguments.Select(a => s.Cast(a, type)).ToSeq();
        if (!ArgumentType.IsOrderable(type))
            throw new SparkException("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", $"Cannot resolve \"{pretty}\": the `in` does not support ordering on type \"{type.Sql}\".", s.Span);
        return new TypedCall(s.Function, "in", cast, DataType.Boolean, cast.Any(a => a.Nullable)) { Pretty = pretty, Span = s.Span };
    }

    private static TypedCall Test(CallSite s, string test) => s.Count != 1 ? throw s.WrongCount("1")
        : new TypedCall(s.Function, s.Name, [s[0]], DataType.Boolean, false) { Pretty = $"({PrettyName.Of(s[0])} {test})", Span = s.Span };
}
