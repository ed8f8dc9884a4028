using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

/// <summary>Writes a typed expression as DuckDB's SQL.</summary>
internal sealed class ExpressionWriter(AnalysisContext context, IKernelRegistry kernels, Func<TypedPlan, string> writePlan)
{
    private readonly Dictionary<int, string> bound = [];

    public AnalysisContext Context { get; } = context;

    /// <summary>The session's time zone.</summary>
    public TimeZoneRules Zone => Context.Zone;

    public string Write(TypedExpression expression)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return expression switch
        {
            TypedLiteral l => DuckDbText.Constant(l.Value, l.Type),
            ColumnReference c => Column(c),
            TypedCast c => CastWriter.Write(this, c.Operand, c.Target, c.Mode),
            TypedCall c => Call(c),
            Rewritten r => Write(r.Replacement),
            TypedCase c => $"CASE {string.Concat(c.Conditions.Zip(c.Values).Select(b => $"WHEN {Write(b.First)} THEN {Write(b.Second)} "))}{(c.Else is null ? "" : $"ELSE {Write(c.Else)} ")}END",
            LambdaVariable v => Variable(v),
            TypedAggregate a => new AggregateWriter(this, a, null).Write(),
            TypedWindow w => Window(w),
            TypedSubquery s => Subquery(s),
            _ => throw new NotSupportedException(expression.GetType().Name),
        };
    }

    public static string Column(ColumnReference column) => DuckDbText.Name($"{(column.PhysicalName.Length > 40 ? column.PhysicalName[..40] : column.PhysicalName).Replace('\0', ' ')}#{column.Id}");

    public string Variable(LambdaVariable variable) => bound.GetValueOrDefault(variable.Id) ?? $"v{variable.Id}";

    /// <summary>A lambda's body where its parameters are the given SQL, for what DuckDB has no lambda of that form.</summary>
    public string Body(TypedLambda lambda, params IReadOnlyList<string> values)
    {
        for (var i = 0; i < values.Count; i++) bound[lambda.Parameters[i].Id] = values[i];
        return Write(lambda.Body);
    }

    /// <summary>A lambda in DuckDB's form.</summary>
    public string Lambda(TypedExpression expression) => expression is TypedLambda l
        ? $"lambda {string.Join(", ", l.Parameters.Select(Variable))}: {Write(l.Body)}"
        : throw new InvalidOperationException("A lambda is needed.");

    /// <summary>The call of a C# function over arguments that are written already.</summary>
    public string Kernel(string function, Kernel kernel, IEnumerable<DataType> types, DataType result, params IEnumerable<string> arguments) =>
        $"{kernels.NameOf(function, kernel, types.ToSeq(), result)}({string.Join(", ", arguments)})";

    /// <summary>The call of a C# function over typed arguments.</summary>
    public string Kernel(string function, Kernel kernel, DataType result, params IEnumerable<TypedExpression> arguments)
    {
        var list = arguments.ToList();
        return Kernel(function, kernel, list.Select(a => a.Type), result, list.Select(Write));
    }

    /// <summary>An error when it is computed: its condition and sentence come back as a <see cref="SparkException"/>.</summary>
    public static string Error(string condition, string sentence) => $"error({DuckDbText.String($"[{condition}] {sentence}")})";

    private string Call(TypedCall c)
    {
        if (c.Function.CallSql is { } special) return special(this, c);
        var signature = c.Signature ?? (c.Function.Signatures.Count > 0 ? c.Function.Signatures.Find(s => s.TakesCount(c.Arguments.Count)) ?? c.Function.Signatures[0] : null)
            ?? throw new InvalidOperationException($"{c.Function.Name} has no way to be written.");
        if (signature.Sql is { } sql) return sql(this, c);
        var kernel = signature.KernelFor?.Invoke(c) ?? signature.Kernel ?? throw new InvalidOperationException($"{c.Function.Name} has no way to be computed.");
        return Kernel(c.Function.Name, kernel, c.Type, c.Arguments);
    }

    private string Window(TypedWindow w)
    {
        var parts = new List<string>();
        if (w.PartitionBy.Count > 0) parts.Add($"PARTITION BY {string.Join(", ", w.PartitionBy.Select(Write))}");
        if (w.OrderBy.Count > 0) parts.Add($"ORDER BY {string.Join(", ", w.OrderBy.Select(Order))}");
        if (w.Function is TypedAggregate aggregate)
        {
            if (w.Frame is { } f) parts.Add(Frame(f, w));
            return new AggregateWriter(this, aggregate, $"OVER ({string.Join(" ", parts)})").Write();
        }
        var call = (TypedCall)w.Function;
        if (call.Function.Name == "nth_value" && w.Frame is { } frame) parts.Add(Frame(frame, w));
        return $"{call.Function.CallSql!(this, call)} OVER ({string.Join(" ", parts)})" is var sql && call.Type is IntegerType ? $"CAST({sql} AS INTEGER)" : sql;
    }

    private string Frame(TypedFrame f, TypedWindow w) => $"{(f.Unit == FrameUnit.Rows ? "ROWS" : "RANGE")} BETWEEN {Bound(f.Start, f.StartOffset, w, f.End)} AND {Bound(f.End, f.EndOffset, w, f.Start)}";

    private string Bound(FrameBoundKind kind, TypedExpression? offset, TypedWindow w, FrameBoundKind other)
    {
        // A frame that ends before the current row, or starts after it, is empty in Spark; DuckDB takes it only with two distances.
        if (kind == FrameBoundKind.CurrentRow && w.Frame!.Unit == FrameUnit.Rows && other is FrameBoundKind.Preceding or FrameBoundKind.Following)
            return other == FrameBoundKind.Preceding ? "0 PRECEDING" : "0 FOLLOWING";
        switch (kind)
        {
            case FrameBoundKind.UnboundedPreceding: return "UNBOUNDED PRECEDING";
            case FrameBoundKind.UnboundedFollowing: return "UNBOUNDED FOLLOWING";
            case FrameBoundKind.CurrentRow: return "CURRENT ROW";
        }
        // -2 FOLLOWING is 2 PRECEDING: DuckDB takes no negative offsets.
        var preceding = kind == FrameBoundKind.Preceding;
        var folded = ConstantFolding.Fold(offset!, Context) as TypedLiteral;
        var sql = Write(offset!);
        if (folded?.Value is { } value && IsNegative(value))
        {
            preceding = !preceding;
            sql = $"(-{sql})";
        }
        if (w.Frame!.Unit == FrameUnit.Range && w.OrderBy is [{ Operand.Type: DateType or TimestampType or TimestampNTZType }])
        {
            sql = offset!.Type switch
            {
                YearMonthIntervalType => $"to_months({sql})",
                DayTimeIntervalType => $"to_microseconds({sql})",
                _ => $"to_days({sql})",
            };
        }
        return $"{sql} {(preceding ? "PRECEDING" : "FOLLOWING")}";
    }

    private static bool IsNegative(object value) => value switch
    {
        int n => n < 0, long n => n < 0, short n => n < 0, sbyte n => n < 0, double n => n < 0, float n => n < 0, DecimalValue n => n.Unscaled < 0, _ => false,
    };

    /// <summary>What to order by for an expression that is written already: nested values go by a key, since DuckDB orders NULLs inside of them otherwise.</summary>
    public string SortKey(TypedExpression expression, string sql) => expression.Type.IsNested ? Kernel("sort_key", NestedSortKey.Kernel, [expression.Type], DataType.Binary, sql) : sql;

    public string Order(TypedOrder o) => $"{SortKey(o.Operand, Write(o.Operand))} {(o.Descending ? "DESC" : "ASC")} NULLS {(o.NullsFirst ? "FIRST" : "LAST")}";

    private string Subquery(TypedSubquery s) => s.Kind switch
    {
        SubqueryKind.Exists => $"EXISTS ({writePlan(s.Plan)})",
        SubqueryKind.In when s.Operands.Count == 1 => $"coalesce({Write(s.Operands[0])} IN ({writePlan(s.Plan)}), {(s.UnknownIs ? "true" : "false")})",
        // Part by part: DuckDB takes NULLs inside of rows for equal.
        SubqueryKind.In => $"EXISTS (SELECT 1 FROM ({writePlan(s.Plan)}) WHERE coalesce({string.Join(" AND ", s.Operands.Zip(s.Plan.Output, (o, c) => $"{Write(o)} = {Column(c)}"))}, {(s.UnknownIs ? "true" : "false")}))",
        _ => $"({writePlan(s.Plan)})",
    };

    /// <summary>Whether computing the expression may raise an error for some row, so that what guards it must be kept before it.</summary>
    public static bool MayFail(TypedExpression e) => e.All().Any(x => x switch
    {
        TypedCall c => c.Function.MayFail,
        TypedCast { Mode: CastMode.Ansi } c => CastRules.MayFail(c.Operand.Type, c.Target),
        _ => false,
    });

    /// <summary>A conjunction that keeps Spark's order: what may fail is computed only where all before it is not false.</summary>
    public string Conjunction(IReadOnlyList<TypedExpression> conjuncts)
    {
        var flat = conjuncts.SelectMany(Conjuncts).ToList();
        var written = flat.Select(Write).ToList();
        if (flat.Count == 1) return written[0];
        // Of a constant Spark computes the value, or raises its error, before it asks what stands beside it.
        if (!flat.Skip(1).Any(MayFail) && !(flat[0].IsFoldable && MayFail(flat[0]))) return $"({string.Join(" AND ", written)})";
        var last = flat.SkipLast(1).Any(c => c.Nullable) ? $"({string.Join(" AND ", written)})" : written[^1];
        return $"(CASE {string.Concat(written.SkipLast(1).Select(c => $"WHEN NOT {c} THEN false "))}ELSE {last} END)";
    }

    private static IEnumerable<TypedExpression> Conjuncts(TypedExpression e) =>
        e is TypedCall { Function: var f } c && f == OperatorFunctions.And ? c.Arguments.SelectMany(Conjuncts) : [e];
}
