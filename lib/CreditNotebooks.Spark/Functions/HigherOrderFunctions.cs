using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions that take a lambda over arrays.</summary>
internal static class HigherOrderFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("transform").Build(s =>
        {
            s.Need(2);
            var lambda = OverElements(s, 1);
            return s.Typed(new ArrayType(lambda.Type, lambda.Nullable), s[0].Nullable, s[0], lambda);
        }).Calls((w, c) => $"list_transform({w.Write(c.Arguments[0])}, {Indexed(w, c.Arguments[1])})"),
        Scalar("filter").Build(s =>
        {
            s.Need(2);
            var type = s.ArrayAt(0);
            var lambda = Predicate(s, OverElements(s, 1));
            return s.Typed(type, s[0].Nullable, s[0], lambda);
        }).Calls((w, c) => $"list_filter({w.Write(c.Arguments[0])}, {Indexed(w, c.Arguments[1])})"),
        Scalar("exists").Build(s => Quantified(s)).Calls((w, c) => WriteQuantified(w, c, true)),
        Scalar("forall").Build(s => Quantified(s)).Calls((w, c) => WriteQuantified(w, c, false)),
        Scalar("aggregate", "reduce").Build(Aggregate).Calls(WriteAggregate),
        Scalar("zip_with").Build(s =>
        {
            s.Need(3);
            var (left, right) = (s.ArrayAt(0), s.ArrayAt(1));
            var lambda = s.Function(2, (left.ElementType, true), (right.ElementType, true));
            return s.Typed(new ArrayType(lambda.Type, lambda.Nullable), s[0].Nullable || s[1].Nullable, s[0], s[1], lambda);
        }).Calls((w, c) =>
        {
            var (left, right, lambda) = (w.Write(c.Arguments[0]), w.Write(c.Arguments[1]), (TypedLambda)c.Arguments[2]);
            var pair = $"z{lambda.Parameters[0].Id}";
            return $"CASE WHEN {left} IS NOT NULL AND {right} IS NOT NULL THEN list_transform(list_zip({left}, {right}), lambda {pair}: {w.Body(lambda, $"struct_extract({pair}, 1)", $"struct_extract({pair}, 2)")}) END";
        }),
        .. MapLambdas.All,
    ];

    /// <summary>The argument as a function; an expression that is none becomes a function that looks at nothing.</summary>
    public static TypedLambda Function(this CallSite s, int index, params (DataType Type, bool Nullable)[] parameters)
    {
        if (s.IsLambda(index))
        {
            var lambda = s.Lambda(index, parameters);
            if (lambda.All().Any(e => e is TypedSubquery))
                throw new SparkException("UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.HIGHER_ORDER_FUNCTION", "Subquery expressions are not supported within higher-order functions. Please remove all subquery expressions from higher-order functions and then try the query again.", s.Span);
            return lambda;
        }
        var body = s[index];
        return new TypedLambda(parameters.Select((p, i) => new LambdaVariable(s.Context.NextId(), $"col{i + 1}", p.Type, p.Nullable)).ToSeq(), body) { Span = body.Span };
    }

    private static TypedLambda OverElements(CallSite s, int index)
    {
        var type = s.ArrayAt(0);
        var element = (type.ElementType, type.ContainsNull);
        return s.Syntax[index] is Plans.Lambda { Parameters.Count: 2 } ? s.Function(index, element, (DataType.Integer, false)) : s.Function(index, element);
    }

    public static TypedLambda Predicate(CallSite s, TypedLambda lambda, int index = 1)
    {
        if (lambda.Type is BooleanType) return lambda;
        if (lambda.Body is TypedLiteral { Value: null } or { Type: NullType }) return lambda with { Body = s.Cast(lambda.Body, DataType.Boolean), Type = DataType.Boolean };
        throw s.Mismatch("UNEXPECTED_INPUT_TYPE", $"the {(index == 1 ? "second" : "third")} parameter requires the \"BOOLEAN\" type, however \"{PrettyName.Of(lambda)}\" has the type \"{lambda.Type.Sql}\".");
    }

    /// <summary>A lambda over elements; a second parameter is the index from 0, DuckDB's is from 1.</summary>
    private static string Indexed(ExpressionWriter w, TypedExpression lambda)
    {
        var l = (TypedLambda)lambda;
        var element = w.Variable(l.Parameters[0]);
        if (l.Parameters.Count == 1) return $"lambda {element}: {w.Write(l.Body)}";
        var index = $"i{l.Parameters[1].Id}";
        return $"lambda {element}, {index}: {w.Body(l, element, $"CAST({index} - 1 AS INTEGER)")}";
    }

    private static TypedCall Quantified(CallSite s)
    {
        s.Need(2);
        var type = s.ArrayAt(0);
        var lambda = Predicate(s, s.Function(1, (type.ElementType, type.ContainsNull)));
        return s.Typed(DataType.Boolean, s[0].Nullable || lambda.Nullable, s[0], lambda);
    }

    // Three-valued: any element decides, else an unknown one makes the answer unknown. What comes after the deciding element is not computed by Spark: an error there is none.
    private static string WriteQuantified(ExpressionWriter w, TypedCall c, bool deciding)
    {
        var (array, lambda) = (w.Write(c.Arguments[0]), (TypedLambda)c.Arguments[1]);
        var (decided, other) = deciding ? ("true", "false") : ("false", "true");
        if (ExpressionWriter.MayFail(lambda.Body))
        {
            var folded = ListFold.Write(array, lambda.Parameters[0].Type, DataType.Byte, "CAST(0 AS TINYINT)", $"{lambda.Parameters[0].Id}", (state, element) =>
                $"CAST(CASE WHEN {state} = 1 THEN 1 ELSE CASE {w.Body(lambda, element)} WHEN {decided} THEN 1 WHEN {other} THEN {state} ELSE 2 END END AS TINYINT)");
            return $"CASE {folded} WHEN 0 THEN {other} WHEN 1 THEN {decided} END";
        }
        var results = $"list_transform({array}, {Indexed(w, lambda)})";
        return w.Kernel(deciding ? "exists" : "forall", deciding ? AnyTrue : AllTrue, [new ArrayType(DataType.Boolean)], DataType.Boolean, results);
    }

    private static readonly Kernel AnyTrue = new(bool? (object?[] results) => results.Contains(true) ? true : results.Contains(null) ? null : false);
    private static readonly Kernel AllTrue = new(bool? (object?[] results) => results.Contains(false) ? false : results.Contains(null) ? null : true);

    private static TypedCall Aggregate(CallSite s)
    {
        s.NeedOneOf(3, 4);
        var type = s.ArrayAt(0);
        var zero = s[1];
        var merge = s.Function(2, (zero.Type, true), (type.ElementType, type.ContainsNull));
        var finish = s.Count == 4 ? s.Function(3, (zero.Type, true)) : Identity(s, zero.Type);
        var pretty = $"{s.Name}({PrettyName.Of(s[0])}, {PrettyName.Of(zero)}, {PrettyName.Of(merge)}, {PrettyName.Of(finish)})";
        if (!TypeCoercion.SameButNulls(zero.Type, merge.Type))
            throw new SparkException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", $"Cannot resolve \"{pretty}\": the third parameter requires the \"{zero.Type.Sql}\" type, however \"{PrettyName.Of(merge)}\" has the type \"{merge.Type.Sql}\".", s.Span);
        return s.Typed(finish.Type, s[0].Nullable || finish.Nullable, s[0], zero, merge, finish) with { Pretty = pretty };
    }

    private static TypedLambda Identity(CallSite s, DataType type)
    {
        var variable = new LambdaVariable(s.Context.NextId(), "id", type, true);
        return new TypedLambda([variable], variable);
    }

    private static string WriteAggregate(ExpressionWriter w, TypedCall c)
    {
        var (array, zero) = (w.Write(c.Arguments[0]), w.Write(c.Arguments[1]));
        var (merge, finish) = ((TypedLambda)c.Arguments[2], (TypedLambda)c.Arguments[3]);
        var folded = ListFold.Write(array, merge.Parameters[1].Type, c.Arguments[1].Type, zero, $"{merge.Parameters[0].Id}", (state, element) => w.Body(merge, state, element));
        if (finish.Body.Equals(finish.Parameters[0])) return folded;
        // A list of one, so that the finish is a lambda too and the fold is computed once; a missing array has no finish.
        var result = w.Variable(finish.Parameters[0]);
        return $"CASE WHEN {array} IS NOT NULL THEN list_extract(list_transform(list_value({folded}), lambda {result}: {w.Write(finish.Body)}), 1) END";
    }
}
