using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Calls of functions: which entry, which signature, which casts; aggregates and windows.</summary>
internal sealed partial class ExpressionAnalyzer
{
    private TypedExpression AnalyzeCall(FunctionCall call)
    {
        if (call.Name.Count > 1 && !(call.Name.Count == 2 && Scope.Same(call.Name[0], "builtin") || call.Name.Count == 3 && Scope.Same(call.Name[1], "builtin")))
            throw new SparkException("UNRESOLVED_ROUTINE", $"Cannot resolve routine {Identifier.QuoteAlways(call.Name)}.", call.Span);
        var name = call.Name[^1].ToLowerInvariant();
        if (Context.UserFunctions.TryGetValue(name, out var user)) return UserFunctions.Build(this, new UserFunctionCall(user, call.Arguments) { Span = call.Span });
        var entry = Context.Functions.Find(name) ?? throw UnknownFunction(call);
        if (entry.Unsupported is { } why) throw SparkException.Unsupported($"The function {name} ({why})", call.Span);
        var arguments = ExpandStars(call, name);
        if (call.Over is null)
        {
            if (entry.Kind == FunctionKind.Window) throw new SparkException("WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE", $"Window function \"{name}()\" requires an OVER clause.", call.Span);
            return InvokeEntry(entry, name, arguments, call);
        }
        if (call.Filter is not null && entry.Kind == FunctionKind.Aggregate) throw SparkException.Unsupported($"A FILTER clause on {name} over a window", call.Span);

        var function = InvokeEntry(entry, name, arguments, call);
        return BuildWindow(function, call.Over, call);
    }

    // What takes IGNORE NULLS, and what takes WITHIN GROUP.
    private static readonly HashSet<string> IgnoringNulls = ["first", "first_value", "any_value", "last", "last_value", "nth_value", "lag", "lead"];
    private static readonly HashSet<string> WithinGroups = ["listagg", "mode", "percentile_cont", "percentile_disc"];

    private SparkException UnknownFunction(FunctionCall call)
    {
        var name = call.Name[^1].ToLowerInvariant();
        var close = Context.Functions.Names.OrderBy(n => EditDistance.Between(n, name)).First();
        var hint = EditDistance.Between(close, name) <= Math.Max(1, name.Length / 3) ? $" Did you mean `{close}`?" : "";
        return new SparkException("UNRESOLVED_ROUTINE", $"Cannot resolve routine {Identifier.QuoteAlways(call.Name)} on search path [`system`.`builtin`, `system`.`session`, `spark_catalog`.`default`].{hint}", call.Span);
    }

    private Seq<Expression> ExpandStars(FunctionCall call, string name)
    {
        if (!call.Arguments.Any(a => a is Star)) return call.Arguments;
        if (name == "count" && call is { Distinct: false, Arguments: [Star { Qualifier.Count: 0 }] }) return [new Literal(1, DataType.Integer)];
        if (name == "count" && call.Arguments.OfType<Star>().FirstOrDefault(s => s.Qualifier.Count > 0) is { } of)
            throw new SparkException("INVALID_USAGE_OF_STAR_OR_REGEX", $"count({string.Join(".", of.Qualifier)}.*) is not allowed; use count(*), or name the columns: count(a, b).", of.Span);
        return call.Arguments.SelectMany(a => a is Star s ? relations.ExpandStar(s, Scope).Select(Expression (c) => new Name(c.Qualifier.Append(c.Name).ToSeq()) { Span = s.Span }) : [a]).ToSeq();
    }

    /// <summary>Calls a function of the catalogue with arguments that are typed already.</summary>
    public TypedExpression Invoke(string name, IReadOnlyList<TypedExpression> arguments, SourceSpan span)
    {
        var entry = Context.Functions.Find(name) ?? throw SparkException.Unsupported($"The function {name}", span);
        if (entry.Unsupported is { } why) throw SparkException.Unsupported($"The function {name} ({why})", span);
        return Complete(new CallSite(this, entry, entry.ShownAs(name), arguments, span));
    }

    private TypedExpression InvokeEntry(FunctionEntry entry, string name, Seq<Expression> arguments, FunctionCall call)
    {
        arguments = OrderNamed(entry, name, arguments, call.Span);
        if (entry.Kind is not (FunctionKind.Aggregate or FunctionKind.Window))
        {
            if (call.Distinct) throw new SparkException("INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", $"The function `{name}` does not support DISTINCT.", call.Span);
            if (call.Filter is not null) throw new SparkException("INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", $"The function `{name}` does not support FILTER clause.", call.Span);
        }
        if (call.IgnoreNulls == true && !IgnoringNulls.Contains(entry.Name))
            throw new SparkException("INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", $"The function `{name}` does not support IGNORE NULLS.", call.Span);
        if (call.WithinGroup.Count > 0 && !WithinGroups.Contains(entry.Name))
            throw new SparkException("INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", $"The function `{name}` does not support WITHIN GROUP (ORDER BY ...).", call.Span);
        var analyzer = entry.Kind == FunctionKind.Aggregate && AggregateArguments is { } inner ? new ExpressionAnalyzer(Context, relations, inner) : this;
        return Complete(new CallSite(analyzer, entry, entry.ShownAs(name), arguments, call.Span) { Call = call });
    }

    private static Seq<Expression> OrderNamed(FunctionEntry entry, string name, Seq<Expression> arguments, SourceSpan span)
    {
        if (!arguments.Any(a => a is NamedArgument)) return arguments;
        var names = entry.Signatures.Select(s => s.Names).FirstOrDefault(n => n.Count > 0)
            ?? throw new SparkException("NAMED_PARAMETERS_NOT_SUPPORTED", $"Named parameters are not supported for function `{name}`; please retry the query with positional arguments to the function call instead.", span);
        var positional = arguments.TakeWhile(a => a is not NamedArgument).ToList();
        var rest = arguments.Skip(positional.Count).ToList();
        if (rest.Find(a => a is not NamedArgument) is { } late)
            throw new SparkException("UNEXPECTED_POSITIONAL_ARGUMENT", $"Cannot invoke routine `{name}` because it contains positional argument(s) following the named argument.", late.Span);
        var ordered = new Expression?[names.Count];
        for (var i = 0; i < positional.Count; i++) ordered[i] = positional[i];
        foreach (var named in rest.Cast<NamedArgument>())
        {
            var index = names.ToList().FindIndex(n => Scope.Same(n, named.Name));
            if (index < 0) throw new SparkException("UNRECOGNIZED_PARAMETER_NAME", $"Cannot invoke routine `{name}` because the routine call included a named argument reference for the argument named `{named.Name}`, but this routine does not include any signature containing an argument with this name. Did you mean one of the following? [{string.Join(", ", names.Select(Identifier.QuoteAlways))}].", named.Span);
            if (ordered[index] is not null) throw new SparkException("DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE", $"Call to routine `{name}` is invalid because it includes more than one assignment to the argument `{named.Name}`.", named.Span);
            ordered[index] = named.Value;
        }
        var count = Array.FindLastIndex(ordered, o => o is not null) + 1;
        var signature = entry.Signatures.Find(s => s.Names == names);
        for (var i = 0; i < count; i++)
            if (ordered[i] is null && i - (names.Count - signature!.Defaults.Count) is >= 0 and var d) ordered[i] = new Literal(signature.Defaults[d].Value, signature.Defaults[d].Type) { Span = span };
        if (ordered.Take(count).Contains(null)) throw new SparkException("REQUIRED_PARAMETER_NOT_FOUND", $"Cannot invoke routine `{name}` because a parameter before a named one is missing.", span);
        return ordered.Take(count).OfType<Expression>().ToSeq();
    }

    private TypedExpression Complete(CallSite site)
    {
        var typed = site.Function.Builder is { } builder ? builder(site) : site.Function.Kind == FunctionKind.Generator ? BuildGenerator(site) : BySignature(site);
        return typed.Span.IsKnown ? typed : typed with { Span = site.Span };
    }

    private static TypedGenerator BuildGenerator(CallSite site) =>
        new(site.Function, site.Arguments, site.Function.IsOuter, site.Function.GeneratorColumns!(site)) { Span = site.Span };

    /// <summary>The ordinary way: the signature that fits, its casts, its result.</summary>
    public TypedExpression BySignature(CallSite site)
    {
        var fitting = site.Function.Signatures.FindAll(s => s.TakesCount(site.Count));
        if (fitting.Count == 0) throw site.WrongCount(ExpectedCounts(site.Function));
        var signature = fitting.Find(s => FitsExactly(s, site)) ?? fitting.Find(s => Enumerable.Range(0, site.Count).All(i => s.At(i).Accept(site[i].Type) is not null)) ?? fitting[^1];
        var arguments = Enumerable.Range(0, site.Count).Select(i => site.Coerce(i, signature.At(i))).ToList();
        arguments.AddRange(signature.Defaults.Skip(site.Count - signature.Arguments.Count + signature.OptionalCount));
        if (signature.SameType is { } same) ToOneType(site, arguments, same.Length == 0 ? Enumerable.Range(0, site.Count).ToArray() : same, signature.SameTypeUncast);
        for (var i = 0; i < site.Count; i++)
        {
            if (!signature.At(i).MustBeFoldable) continue;
            if (!arguments[i].IsFoldable) throw site.Mismatch("NON_FOLDABLE_INPUT", $"parameter {i + 1} must be a constant, not \"{PrettyName.Of(arguments[i])}\".");
        }
        var seq = arguments.ToSeq();
        return site.Function.Kind == FunctionKind.Aggregate
            ? BuildAggregate(site, seq, signature.Result(seq), signature.ResultNullable(seq))
            : new TypedCall(site.Function, site.Name, seq, signature.Result(seq), signature.ResultNullable(seq)) { Signature = signature, Span = site.Span };
    }

    private static bool FitsExactly(Signature signature, CallSite site) =>
        Enumerable.Range(0, site.Count).All(i => signature.At(i).Accept(site[i].Type) is { } t && (t == site[i].Type || TypeCoercion.SameButNulls(t, site[i].Type)));

    private static string ExpectedCounts(FunctionEntry entry)
    {
        var counts = entry.Signatures.SelectMany(s => s.Variadic ? [$"> {s.Arguments.Count - 2 + s.VariadicMinimum}"]
            : Enumerable.Range(s.Arguments.Count - s.OptionalCount, s.OptionalCount + 1).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))).Distinct().ToList();
        return counts.Count == 1 ? counts[0] : $"[{string.Join(", ", counts)}]";
    }

    private static void ToOneType(CallSite site, List<TypedExpression> arguments, int[] indexes, bool uncast)
    {
        var present = indexes.Where(i => i < arguments.Count).ToList();
        var wider = uncast && present.Exists(i => arguments[i].Type != arguments[present[0]].Type) ? null : TypeCoercion.Wider(present.Select(i => arguments[i].Type));
        var type = wider ?? throw site.Mismatch("DATA_DIFF_TYPES",
            $"Input to `{site.Name}` should all be the same type, but it's ({string.Join(" or ", present.Select(i => $"\"{arguments[i].Type.Sql}\""))}).");
        foreach (var i in present) arguments[i] = CastRules.Implicit(arguments[i], type);
    }

    /// <summary>An aggregate's call with what stands around it: DISTINCT, FILTER, WITHIN GROUP.</summary>
    public TypedAggregate BuildAggregate(CallSite site, Seq<TypedExpression> arguments, DataType type, bool nullable)
    {
        var call = site.Call;
        if (call?.Over is null && arguments.SelectMany(a => a.All()).Any(e => e is Rewritten { IsAlias: true }))
            throw new SparkException("UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_AGGREGATE_FUNC", "The feature is not supported: referencing a lateral column alias in an aggregate function; aggregate in a subquery.", site.Span);
        // Over a window an aggregate may aggregate what the groups gave.
        if (call?.Over is null && arguments.SelectMany(a => a.All()).Any(e => e is TypedAggregate))
            throw new SparkException("NESTED_AGGREGATE_FUNCTION", "It is not allowed to use an aggregate function in the argument of another aggregate function. Please use the inner aggregate function in a sub-query.", site.Span);
        return new TypedAggregate(site.Function, site.Name, arguments, call?.Distinct ?? false, call?.Filter is { } f ? AnalyzeBoolean(f, "FILTER") : null,
            call?.WithinGroup.Select(AnalyzeOrder).ToSeq() ?? [], call?.IgnoreNulls ?? false, type, nullable) { Span = site.Span };
    }

    public TypedOrder AnalyzeOrder(SortOrder order)
    {
        var operand = Analyze(order.Operand);
        if (!ArgumentType.IsOrderable(operand.Type))
            throw new SparkException("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", $"Cannot order by \"{PrettyName.Of(operand)}\" of type \"{operand.Type.Sql}\".", order.Span);
        return new TypedOrder(operand, order.Descending, order.NullsComeFirst);
    }

    private TypedWindow BuildWindow(TypedExpression function, WindowSpecification over, FunctionCall call)
    {
        if (function is not (TypedAggregate or TypedCall { Function.Kind: FunctionKind.Window }))
            throw new SparkException("UNSUPPORTED_EXPR_FOR_WINDOW", $"Expression \"{PrettyName.Of(function)}\" not supported within a window function.", call.Span);
        var partition = over.PartitionBy.Select(Analyze).ToSeq();
        var order = over.OrderBy.Select(AnalyzeOrder).ToSeq();
        var window = WindowFrames.Complete(this, function, partition, order, over.Frame, call.Span);
        return !window.All().Any(e => e is Rewritten { IsAlias: true }) ? window
            : throw new SparkException("UNSUPPORTED_FEATURE.LATERAL_COLUMN_ALIAS_IN_WINDOW", $"The feature is not supported: referencing a lateral column alias in window expression {PrettyName.Of(window)}; compute the alias in a subquery.", call.Span);
    }
}
