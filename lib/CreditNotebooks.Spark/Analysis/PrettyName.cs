using System.Globalization;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>The name that Spark gives a column without an alias: its expression, with the casts left out that nobody wrote (Spark's toPrettySQL).</summary>
internal static class PrettyName
{
    public static string Of(TypedExpression expression) => expression switch
    {
        TypedLiteral l => OfLiteral(l),
        ColumnReference c => c.Name,
        TypedCast { Written: true, Target.IsNested: false } c => $"{(c.Mode == CastMode.Try ? "TRY_CAST" : "CAST")}({Of(c.Operand)} AS {c.Target.Sql})",
        TypedCast c => Of(c.Operand),
        TypedCall c => c.Pretty ?? Call(c.Name, c.Arguments),
        Rewritten r => r.Pretty,
        TypedCase c => $"CASE {string.Concat(c.Conditions.Zip(c.Values).Select(b => $"WHEN {Of(b.First)} THEN {Of(b.Second)} "))}{(c.Else is null ? "" : $"ELSE {Of(c.Else)} ")}END",
        LambdaVariable => "namedlambdavariable()",
        TypedLambda l => $"lambdafunction({string.Join(", ", l.Parameters.Select(p => Of(p)).Prepend(Of(l.Body)))})",
        TypedAggregate a => (a.Pretty ?? Call(a.Name, a.Arguments, a.Distinct)) + (a.Filter is null ? "" : $" FILTER (WHERE {Of(a.Filter)})"),
        TypedWindow w => $"{Of(w.Function)} OVER ({Window(w)})",
        TypedSubquery { Kind: SubqueryKind.Scalar } s => $"scalarsubquery({Outer(s)})",
        TypedSubquery { Kind: SubqueryKind.Exists } s => $"exists({Outer(s)})",
        TypedSubquery s => $"({(s.Operands.Count == 1 ? Of(s.Operands[0]) : $"named_struct({string.Join(", ", s.Operands.Select(o => $"{Of(o)}, {Of(o)}"))})")} IN (listquery({Outer(s)})))",
        TypedGenerator g => Call(g.Function.Name, g.Arguments),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    public static string Call(string name, IEnumerable<TypedExpression> arguments, bool distinct = false) =>
        $"{name}({(distinct ? "DISTINCT " : "")}{string.Join(", ", arguments.Select(Of))})";

    // A subquery shows the columns of the query around that it uses.
    private static string Outer(TypedSubquery s) => string.Join(", ", PlanWalk.OuterReferences(s.Plan).Select(Of));

    public static string Order(TypedOrder o) => $"{Of(o.Operand)} {(o.Descending ? "DESC" : "ASC")} NULLS {(o.NullsFirst ? "FIRST" : "LAST")}";

    private static string Window(TypedWindow w)
    {
        var parts = new List<string>();
        if (w.PartitionBy.Count > 0) parts.Add("PARTITION BY " + string.Join(", ", w.PartitionBy.Select(Of)));
        if (w.OrderBy.Count > 0) parts.Add("ORDER BY " + string.Join(", ", w.OrderBy.Select(Order)));
        if (w.Frame is { } f) parts.Add($"{(f.Unit == FrameUnit.Rows ? "ROWS" : "RANGE")} BETWEEN {Bound(f.Start, f.StartOffset)} AND {Bound(f.End, f.EndOffset)}");
        return string.Join(" ", parts);
    }

    private static string Bound(FrameBoundKind kind, TypedExpression? offset) => kind switch
    {
        FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
        FrameBoundKind.UnboundedFollowing => "UNBOUNDED FOLLOWING",
        FrameBoundKind.CurrentRow => "CURRENT ROW",
        // Spark keeps a distance back as a negative one forward, which shows where it had to be cast.
        FrameBoundKind.Preceding when offset is TypedCast { Written: false } => $"(- {Of(offset)}) FOLLOWING",
        FrameBoundKind.Preceding => $"{Of(offset!)} PRECEDING",
        _ => $"{Of(offset!)} FOLLOWING",
    };

    private static string OfLiteral(TypedLiteral l) => (l.Value, l.Type) switch
    {
        (null, _) => "NULL",
        (string s, _) => s,
        (bool b, _) => b ? "true" : "false",
        (double d, _) => NumberText.ToText(d),
        (float f, _) => NumberText.ToText(f),
        (Seq<byte> bytes, _) => $"X'{Convert.ToHexString(bytes.ToArray())}'",
        (int days, DateType) => $"DATE '{DateTimeText.Date(days)}'",
        (long micros, TimestampType) => $"TIMESTAMP '{DateTimeText.Timestamp(l.Zone is { } zone ? zone.ToLocal(micros) : micros)}'",
        (long micros, TimestampNTZType) => $"TIMESTAMP_NTZ '{DateTimeText.Timestamp(micros)}'",
        (int months, YearMonthIntervalType t) => IntervalText.YearMonth(months, t),
        (long micros, DayTimeIntervalType t) => IntervalText.DayTime(micros, t),
        (CalendarInterval i, _) => $"INTERVAL '{i}'",
        (IFormattable n, _) => n.ToString(null, CultureInfo.InvariantCulture),
        _ => l.Value.ToString() ?? "",
    };
}
