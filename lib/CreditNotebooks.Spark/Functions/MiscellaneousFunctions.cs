using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.ArgumentType;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The session, errors on purpose, and what fits nowhere else.</summary>
internal static class MiscellaneousFunctions
{
    private static readonly Kernel RaiseKernel = new(int? (string? message) => throw Raised(message), SeesNulls: true, Deterministic: false);

    private static readonly Kernel AssertKernel = new(int? (bool? condition, string? message) => condition == true ? null : throw Raised(message), SeesNulls: true, Deterministic: false);

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("raise_error").Fails().Volatile().Takes(ArgumentType.String).Gives(DataType.Null).Nullable().Compute(_ => RaiseKernel)
            .Build(s => (TypedCall)s.Analyzer.BySignature(s) with { Pretty = $"raise_error(USER_RAISED_EXCEPTION, map(errorMessage, {PrettyName.Of(s[0])}))" }),
        Scalar("assert_true").Fails().Volatile().Takes(ArgumentType.Boolean, ArgumentType.String).Gives(DataType.Null).Nullable().Compute(_ => AssertKernel).Build(AssertTrue),
        Session("current_user", _ => Environment.UserName, "user", "session_user"),
        Session("current_catalog", _ => "spark_catalog"),
        Session("current_schema", _ => "default", "current_database").ShownByOwnName(),
        Scalar("uuid").Volatile().Takes().Gives(DataType.String).NotNull().Compute(() => Guid.NewGuid().ToString())
            .Build(s => s.Count == 1 ? throw s.Unsupported("uuid with a seed") : s.Analyzer.BySignature(s)),
        Place("input_file_name", new TypedLiteral("", DataType.String)),
        Place("input_file_block_start", new TypedLiteral(-1L, DataType.Long)),
        Place("input_file_block_length", new TypedLiteral(-1L, DataType.Long)),
        Place("monotonically_increasing_id", new TypedLiteral(0L, DataType.Long)),
        Place("spark_partition_id", new TypedLiteral(0, DataType.Integer), "SPARK_PARTITION_ID()"),
        Scalar("version").NotSupported("no Spark runs here"),
        Scalar("java_method", "reflect").NotSupported("no Java runs here"),
        Scalar("try_reflect").NotSupported("no Java runs here"),
    ];

    private static FunctionEntry Session(string name, Func<CallSite, string> value, params string[] aliases) =>
        Scalar(name, aliases).Build(s => s.Count != 0 ? throw s.WrongCount("0") : s.Rewrite(TypedLiteral.Of(value(s))));

    // Spark's answer follows from how it cut its files and partitions; without a FROM there is only one.
    private static FunctionEntry Place(string name, TypedLiteral alone, string? shown = null) => Scalar(name).Volatile().Build(s =>
        s.Count != 0 ? throw s.WrongCount("0")
        : s.Analyzer.Scope.Columns.Count > 0 ? throw s.Unsupported($"The function {name} on rows (its values follow from Spark's partitions)")
        : new Rewritten(shown ?? $"{name}()", alone) { Span = s.Span });

    private static TypedExpression AssertTrue(CallSite s)
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        var arguments = s.Count == 2 ? s.Arguments : [s[0], TypedLiteral.Of($"'{PrettyName.Of(s[0])}' is not true!")];
        return s.Analyzer.BySignature(new CallSite(s.Analyzer, s.Function, s.Name, arguments, s.Span));
    }

    private static SparkException Raised(string? message) => new("USER_RAISED_EXCEPTION", message ?? "null");
}
