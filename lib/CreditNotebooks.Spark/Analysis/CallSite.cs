using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>A call while it is analyzed: what a function's builder works with.</summary>
internal sealed class CallSite(ExpressionAnalyzer analyzer, FunctionEntry function, string name, Seq<Expression> syntax, SourceSpan span)
{
    private readonly TypedExpression?[] arguments = new TypedExpression?[syntax.Count];

    /// <summary>The analyzed arguments given from outside, for operators.</summary>
    public CallSite(ExpressionAnalyzer analyzer, FunctionEntry function, string name, IReadOnlyList<TypedExpression> given, SourceSpan span)
        : this(analyzer, function, name, new Seq<Expression>(given.Select(Expression (_) => new Star([], []))), span)
    {
        for (var i = 0; i < given.Count; i++) arguments[i] = given[i];
    }

    public ExpressionAnalyzer Analyzer { get; } = analyzer;
    public AnalysisContext Context => Analyzer.Context;
    public FunctionEntry Function { get; } = function;

    /// <summary>The name as Spark shows it, which is the one called by where Spark keeps aliases.</summary>
    public string Name { get; } = name;
    public Seq<Expression> Syntax { get; } = syntax;
    public SourceSpan Span { get; } = span;
    public int Count => arguments.Length;

    /// <summary>IGNORE NULLS and the like, DISTINCT, FILTER: as they were written; null for operators.</summary>
    public FunctionCall? Call { get; init; }

    public TypedExpression this[int index] => arguments[index] ??= Analyzer.Analyze(Syntax[index]);

    public Seq<TypedExpression> Arguments => Enumerable.Range(0, Count).Select(i => this[i]).ToSeq();

    public bool IsLambda(int index) => arguments[index] is TypedLambda || arguments[index] is null && Syntax[index] is Lambda;

    /// <summary>An argument as a lambda of parameters of the given types; a plain expression becomes a lambda that looks at none.</summary>
    public TypedLambda Lambda(int index, params (DataType Type, bool Nullable)[] parameters)
    {
        if (arguments[index] is TypedLambda done) return done;
        if (Syntax[index] is not Lambda lambda)
            throw new SparkException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", $"Cannot resolve \"{Name}\": parameter {index + 1} must be a lambda function.", Span);
        if (lambda.Parameters.Count != parameters.Length)
            throw new SparkException("INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH", $"A higher order function expects {lambda.Parameters.Count} arguments, but got {parameters.Length}.", lambda.Span);
        var typed = Analyzer.AnalyzeLambda(lambda, parameters);
        arguments[index] = typed;
        return typed;
    }

    /// <summary>A call of this function over other arguments, with this signature-free entry's own SQL.</summary>
    public TypedCall Typed(DataType type, bool nullable, params TypedExpression[] args) => new(Function, Name, new Seq<TypedExpression>(args), type, nullable) { Span = Span };

    /// <summary>A call of another function of the catalogue.</summary>
    public TypedExpression Invoke(string function, params TypedExpression[] args) => Analyzer.Invoke(function, args, Span);

    /// <summary>The expression under this call's own name: what Spark calls a runtime-replaceable function.</summary>
    public TypedExpression Rewrite(TypedExpression replacement) => new Rewritten(PrettyName.Call(Name, Arguments), replacement) { Span = Span };

    public TypedExpression Cast(TypedExpression expression, DataType type) => CastRules.Implicit(expression, type);

    /// <summary>The argument's value, which must be a constant of the type; null for NULL.</summary>
    public object? Constant(int index, ArgumentType type)
    {
        var argument = Analyzer.Fold(Coerce(index, type));
        if (argument is TypedLiteral literal) return literal.Value;
        throw new SparkException("DATATYPE_MISMATCH.NON_FOLDABLE_INPUT", $"Cannot resolve \"{Shown}\": parameter {index + 1} must be a constant, not \"{PrettyName.Of(argument)}\".", Span);
    }

    /// <summary>The argument, cast to what the type takes.</summary>
    public TypedExpression Coerce(int index, ArgumentType type) =>
        type.Accept(this[index].Type) is { } target ? Cast(this[index], target) : throw Unexpected(index, type);

    public SparkException Unexpected(int index, ArgumentType type) => new("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
        $"Cannot resolve \"{Shown}\": the {Ordinal(index)} parameter requires the {type.Name} type, however \"{PrettyName.Of(this[index])}\" has the type \"{this[index].Type.Sql}\".", Span);

    public SparkException WrongCount(string expected) => new("WRONG_NUM_ARGS.WITHOUT_SUGGESTION", $"The `{Name}` requires {expected} parameters but the actual number is {Count}.", Span);

    public SparkException Mismatch(string subclass, string why) => new($"DATATYPE_MISMATCH.{subclass}", $"Cannot resolve \"{Shown}\": {why}", Span);

    public SparkException Unsupported(string what) => SparkException.Unsupported(what, Span);

    // As the errors show it; a lambda that is not analyzed yet has no names for its parts.
    private string Shown => $"{Name}({string.Join(", ", Enumerable.Range(0, Count).Select(i => arguments[i] is null && Syntax[i] is Lambda ? "lambdafunction(…)" : PrettyName.Of(this[i])))})";

    private static string Ordinal(int index) => index switch { 0 => "first", 1 => "second", 2 => "third", 3 => "fourth", _ => $"{index + 1}th" };
}
