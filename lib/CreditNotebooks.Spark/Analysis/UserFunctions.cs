using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Calls of C# functions that the user gave.</summary>
internal static class UserFunctions
{
    public static TypedExpression Build(ExpressionAnalyzer analyzer, UserFunctionCall call)
    {
        var function = call.Function;
        if (call.Arguments.Count != function.Parameters.Count)
            throw new SparkException("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", $"The `{function.Name}` requires {function.Parameters.Count} parameters but the actual number is {call.Arguments.Count}.", call.Span);
        var arguments = call.Arguments.Select(analyzer.Analyze).ToList();
        var cast = arguments.Zip(function.Parameters).Select((p, i) => TypeCoercion.Implicit(p.First.Type, p.Second) is { } type ? CastRules.Implicit(p.First, type)
            : throw new SparkException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", $"The parameter {i + 1} of {function.Name} requires the \"{p.Second.Sql}\" type, however \"{PrettyName.Of(p.First)}\" has the type \"{p.First.Type.Sql}\".", call.Span)).ToSeq();
        var kernel = new Kernel(UserFunctionBody.Adapt(function), SeesNulls: true, function.Deterministic);
        var entry = FunctionEntry.Scalar(function.Name).Fails().Calls((w, c) => w.Kernel("udf", kernel, c.Type, c.Arguments));
        if (!function.Deterministic) entry.Volatile();
        return new TypedCall(entry, function.Name, cast, function.Result, true) { Span = call.Span };
    }
}
