using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Types an expression over a scope: looks up names and functions and writes out Spark's implicit casts.</summary>
internal sealed partial class ExpressionAnalyzer(AnalysisContext context, RelationAnalyzer relations, Scope scope)
{
    private readonly Stack<LambdaVariable> lambdaVariables = new();

    public AnalysisContext Context { get; } = context;
    public Scope Scope { get; } = scope;

    /// <summary>Where the arguments of aggregate functions look names up, if elsewhere: HAVING and ORDER BY see the output, their aggregates what is aggregated.</summary>
    public Scope? AggregateArguments { get; init; }

    /// <summary>In a join's condition: the columns of the side that a DataFrame is, where it is one by itself.</summary>
    public Func<Relation, IReadOnlyCollection<ColumnReference>?> OwnSide { get; init; } = _ => null;

    /// <summary>The expression, or null when a name in it cannot be resolved.</summary>
    public TypedExpression? TryAnalyze(Expression expression)
    {
        try
        {
            return Analyze(expression);
        }
        catch (SparkException e) when (e.Condition.StartsWith("UNRESOLVED_COLUMN", StringComparison.Ordinal) || e.Condition.StartsWith("MISSING_ATTRIBUTES", StringComparison.Ordinal))
        {
            return null;
        }
    }

    public TypedExpression Analyze(Expression expression)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        try
        {
            var typed = Dispatch(expression);
            return typed.Span.IsKnown || !expression.Span.IsKnown ? typed : typed with { Span = expression.Span };
        }
        catch (SparkException e) when (!e.Span.IsKnown && expression.Span.IsKnown)
        {
            throw e.At(expression.Span);
        }
    }

    /// <summary>A condition; it must be BOOLEAN by itself.</summary>
    public TypedExpression AnalyzeBoolean(Expression expression, string where, string condition = "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN")
    {
        var typed = Analyze(expression);
        return typed.Type is BooleanType ? typed
            : throw new SparkException(condition, $"Cannot resolve \"{PrettyName.Of(typed)}\": {where} takes \"BOOLEAN\", not \"{typed.Type.Sql}\".", expression.Span);
    }

    private TypedExpression Dispatch(Expression expression) => expression switch
    {
        Literal l => new TypedLiteral(l.Value, l.Type),
        DateTimeLiteral d => DateTimeLiterals.Read(d, Context),
        IntervalLiteral i => IntervalLiterals.Build(this, i),
        Name n => AnalyzeName(n),
        UserFunctionCall u => UserFunctions.Build(this, u),
        UpdateFields u => FieldUpdates.Build(this, u),
        Unary u => AnalyzeUnary(u),
        Binary b => AnalyzeBinary(b),
        Plans.Cast c => AnalyzeCast(c),
        FunctionCall f => AnalyzeCall(f),
        Case c => AnalyzeCase(c),
        Between b => AnalyzeBetween(b),
        In i => AnalyzeIn(i),
        InSubquery i => AnalyzeInSubquery(i),
        Like l => AnalyzeLike(l),
        IsNull n => n.Negated ? Invoke("isnotnull", [Analyze(n.Operand)], n.Span) : Invoke("isnull", [Analyze(n.Operand)], n.Span),
        IsDistinctFrom d => AnalyzeDistinct(d),
        IsTruth t => AnalyzeTruth(t),
        Exists e => new TypedSubquery(SubqueryKind.Exists, relations.AnalyzeSubquery(e.Query, Scope), [], DataType.Boolean, false),
        ScalarSubquery s => AnalyzeScalarSubquery(s),
        Subscript s => Fields.Get(Analyze(s.Operand), Analyze(s.Index), s.Span),
        FieldAccess f => Fields.Get(Analyze(f.Operand), TypedLiteral.Of(f.Field), f.Span),
        Alias a => Analyze(a.Operand),
        RowConstructor r => AnalyzeRow(r),
        Lambda l => throw new SparkException("UNSUPPORTED_EXPR_FOR_OPERATOR", "A lambda function stands where none is taken.", l.Span),
        Star s => throw new SparkException("INVALID_USAGE_OF_STAR_OR_REGEX", "Invalid usage of '*' here; name the columns.", s.Span),
        NamedArgument n => throw new SparkException("NAMED_PARAMETERS_NOT_SUPPORTED", $"Named argument {n.Name} stands where none is taken.", n.Span),
        Parameter p => throw new SparkException("UNBOUND_SQL_PARAMETER", $"Found the unbound parameter: {p.Key}. Please, fix `args` and provide a mapping of the parameter to a value.", p.Span),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    private TypedExpression AnalyzeName(Name name)
    {
        foreach (var variable in lambdaVariables)
            if (Scope.Same(variable.Name, name.Parts[0])) return Fields.Path(variable, name.Parts.Skip(1), name.Span);
        return FromOrigin(name) ?? Scope.Find(name.Parts, name.Span) ?? WithoutParentheses(name) ?? throw Scope.Unresolved(name.Parts, name.Span);
    }

    private TypedCall AnalyzeRow(RowConstructor row)
    {
        var made = (TypedCall)AnalyzeCall(new FunctionCall(["struct"], row.Items) { Span = row.Span });
        return made with { Pretty = $"named_struct({string.Join(", ", ((StructType)made.Type).Fields.Zip(made.Arguments, (f, a) => $"{f.Name}, {PrettyName.Of(a)}"))})" };
    }

    private TypedExpression? WithoutParentheses(Name name) => name.Parts.Count != 1 ? null : name.Parts[0].ToLowerInvariant() switch
    {
        "current_date" or "current_timestamp" or "current_user" or "current_catalog" or "current_database" or "user" or "session_user" => Invoke(name.Parts[0].ToLowerInvariant(), [], name.Span),
        "grouping__id" => Invoke("grouping_id", [], name.Span),
        _ => null,
    };

    /// <summary>A column that the DataFrame API took from a certain plan: of several of that name the one that comes out of it.</summary>
    private TypedExpression? FromOrigin(Name name)
    {
        if (name.Origin.Relation is not { } origin || (OwnSide(origin) ?? relations.OutputOf(origin)) is not { } output) return null;
        for (var scope = Scope; scope is not null; scope = scope.Outer)
        {
            var candidates = scope.Columns.Where(output.Contains).ToList();
            if (candidates.Count > 0 && new Scope(candidates).Find(name.Parts, name.Span) is { } found) return found;
        }
        // A name that the DataFrame never had is an unknown column like any other.
        if (!output.Any(c => Scope.Same(c.Name, name.Parts[0]))) return null;
        throw new SparkException("MISSING_ATTRIBUTES.RESOLVED_ATTRIBUTE_APPEAR_IN_OPERATION",
            $"The column {Identifier.QuoteAlways(name.Parts)} was taken from a DataFrame whose column of that name is not among [{string.Join(", ", Scope.Columns.Select(c => c.Name))}] any more; use Col(\"{name.Parts[^1]}\") for the present one.", name.Span);
    }

    private TypedExpression AnalyzeCast(Plans.Cast cast) => CastRules.Written(Analyze(cast.Operand), cast.Type, cast.Try ? CastMode.Try : CastMode.Ansi);

    private TypedExpression AnalyzeCase(Case c)
    {
        var operand = c.Operand is null ? null : Analyze(c.Operand);
        var conditions = c.Branches.Select(b => operand is null ? AnalyzeBoolean(b.When, "CASE WHEN", "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE") : Invoke("=", [operand, Analyze(b.When)], b.When.Span)).ToSeq();
        var values = c.Branches.Select(b => Analyze(b.Then)).ToList();
        var otherwise = c.Else is null ? null : Analyze(c.Else);
        return BuildCase(conditions, values, otherwise, c.Span);
    }

    public static TypedCase BuildCase(Seq<TypedExpression> conditions, IReadOnlyList<TypedExpression> values, TypedExpression? otherwise, SourceSpan span)
    {
        var branches = otherwise is null ? values : values.Append(otherwise);
        var type = TypeCoercion.Wider(branches.Select(b => b.Type)) ?? throw new SparkException("DATATYPE_MISMATCH.DATA_DIFF_TYPES",
            $"Cannot resolve the CASE: its branches should have one type, but have [{string.Join(", ", branches.Select(b => $"\"{b.Type.Sql}\""))}].", span);
        var cast = values.Select(v => CastRules.Implicit(v, type)).ToSeq();
        var last = otherwise is null ? null : CastRules.Implicit(otherwise, type);
        return new TypedCase(conditions, cast, last, type, NullableCase(conditions, cast, last)) { Span = span };
    }

    // What stands behind WHEN true is never taken.
    private static bool NullableCase(Seq<TypedExpression> conditions, Seq<TypedExpression> values, TypedExpression? otherwise)
    {
        var sure = conditions.ToList().FindIndex(c => c is TypedLiteral { Value: true });
        return sure >= 0 ? values.Take(sure + 1).Any(v => v.Nullable) : otherwise is null || otherwise.Nullable || values.Any(v => v.Nullable);
    }

    private TypedExpression AnalyzeScalarSubquery(ScalarSubquery s)
    {
        var plan = relations.AnalyzeSubquery(s.Query, Scope);
        if (plan.Output.Count != 1)
            throw new SparkException("INVALID_SUBQUERY_EXPRESSION.SCALAR_SUBQUERY_RETURN_MORE_THAN_ONE_OUTPUT_COLUMN", $"Scalar subquery must return only one column, but returned {plan.Output.Count}.", s.Span);
        return new TypedSubquery(SubqueryKind.Scalar, plan, [], plan.Output[0].Type, true);
    }

    private TypedExpression AnalyzeInSubquery(InSubquery i)
    {
        var plan = relations.AnalyzeSubquery(i.Query, Scope);
        var operands = i.Operands.Select(Analyze).ToList();
        if (plan.Output.Count != operands.Count)
            throw new SparkException("DATATYPE_MISMATCH.IN_SUBQUERY_LENGTH_MISMATCH", $"The number of columns on the left-hand side of an IN subquery ({operands.Count}) does not match that of the subquery ({plan.Output.Count}).", i.Span);
        var types = operands.Zip(plan.Output).Select(p => TypeCoercion.Wider(p.First.Type, p.Second.Type)
            ?? throw new SparkException("DATATYPE_MISMATCH.IN_SUBQUERY_DATA_TYPE_MISMATCH", $"The types of the IN subquery differ: \"{p.First.Type.Sql}\" and \"{p.Second.Type.Sql}\".", i.Span)).ToList();
        var cast = relations.CastOutput(plan, types);
        var test = new TypedSubquery(SubqueryKind.In, cast, operands.Zip(types).Select(p => CastRules.Implicit(p.First, p.Second)).ToSeq(), DataType.Boolean,
            operands.Exists(o => o.Nullable) || plan.Output.Any(o => o.Nullable)) { Span = i.Span };
        return i.Negated ? NotIn(test, i.Span) : test;
    }

    /// <summary>NOT IN counts an unknown as false, as IN does: Spark computes both as joins.</summary>
    private TypedExpression NotIn(TypedSubquery test, SourceSpan span) => Invoke("not", [test with { UnknownIs = true }], span);

    public TypedLambda AnalyzeLambda(Lambda lambda, (DataType Type, bool Nullable)[] parameters)
    {
        var variables = lambda.Parameters.Zip(parameters).Select(p => new LambdaVariable(Context.NextId(), p.First, p.Second.Type, p.Second.Nullable)).ToSeq();
        foreach (var variable in variables) lambdaVariables.Push(variable);
        try
        {
            return new TypedLambda(variables, Analyze(lambda.Body)) { Span = lambda.Span };
        }
        finally
        {
            foreach (var _ in variables) lambdaVariables.Pop();
        }
    }

    /// <summary>A constant expression's value as a literal, where folding it is simple; else the expression.</summary>
    public TypedExpression Fold(TypedExpression expression) => ConstantFolding.Fold(expression, Context);
}
