using System.Globalization;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Expressions as Spark prints a <c>Column</c>: every operator in parentheses, constants bare.</summary>
internal static class ExpressionText
{
    public static string Write(Expression expression) => expression switch
    {
        Literal literal => Constant(literal),
        DateTimeLiteral literal => $"{literal.Keyword} '{literal.Text}'",
        Name name => string.Join(".", name.Parts),
        Star star => star.Qualifier.Count == 0 ? "*" : string.Join(".", star.Qualifier) + ".*",
        Unary unary => Prefix(unary),
        Binary binary => $"({Write(binary.Left)} {Operator(binary.Operator)} {Write(binary.Right)})",
        Cast cast => $"{(cast.Try ? "TRY_CAST" : "CAST")}({Write(cast.Operand)} AS {cast.Type.Sql})",
        FunctionCall call => Call(call),
        UserFunctionCall call => $"{call.Function.Name}({List(call.Arguments)})",
        NamedArgument argument => $"{argument.Name} => {Write(argument.Value)}",
        Case choice => Choice(choice),
        In list => $"({Write(list.Operand)} {(list.Negated ? "NOT IN" : "IN")} ({List(list.Items)}))",
        Like like => Pattern(like),
        IsNull test => $"({Write(test.Operand)} IS {(test.Negated ? "NOT " : "")}NULL)",
        Lambda lambda => $"lambdafunction({Write(lambda.Body)}, {string.Join(", ", lambda.Parameters)})",
        Subscript subscript => $"{Write(subscript.Operand)}[{Write(subscript.Index)}]",
        FieldAccess access => $"{Write(access.Operand)}.{access.Field}",
        UpdateFields update => $"update_fields({Write(update.Operand)}, {string.Join(", ", update.Updates.Select(Update))})",
        Alias alias => $"{Write(alias.Operand)} AS {(alias.Names is [var name] ? name : $"({string.Join(", ", alias.Names)})")}",
        Between between =>
            $"({Write(between.Operand)} {(between.Negated ? "NOT " : "")}BETWEEN {Write(between.Low)} AND {Write(between.High)})",
        RowConstructor row => $"({List(row.Items)})",
        _ => expression.ToString(),
    };

    public static string Write(SortOrder order) =>
        $"{Write(order.Operand)} {(order.Descending ? "DESC" : "ASC")} NULLS {(order.NullsComeFirst ? "FIRST" : "LAST")}";

    private static string List(IEnumerable<Expression> expressions) => string.Join(", ", expressions.Select(Write));

    private static string Constant(Literal literal) => literal.Value switch
    {
        null => "NULL",
        Seq<byte> bytes => $"X'{Convert.ToHexString(bytes.ToArray())}'",
        int days when literal.Type is DateType => $"DATE '{ValueText.Date(days)}'",
        int months when literal.Type is YearMonthIntervalType => $"INTERVAL '{new YearMonthInterval(months)}' YEAR TO MONTH",
        long microseconds when literal.Type is DayTimeIntervalType => ValueText.DayTime(microseconds),
        var value => ValueText.Write(value, literal.Type),
    };

    private static string Prefix(Unary unary) => unary.Operator switch
    {
        UnaryOperator.Not => $"(NOT {Write(unary.Operand)})",
        UnaryOperator.Minus => $"(- {Write(unary.Operand)})",
        UnaryOperator.Plus => $"(+ {Write(unary.Operand)})",
        UnaryOperator.BitNot => $"~{Write(unary.Operand)}",
        _ => throw new ArgumentOutOfRangeException(nameof(unary)),
    };

    private static string Operator(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "OR",
        BinaryOperator.And => "AND",
        BinaryOperator.Equal => "=",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.NullSafeEqual => "<=>",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Modulo => "%",
        BinaryOperator.IntegralDivide => "div",
        BinaryOperator.BitAnd => "&",
        BinaryOperator.BitOr => "|",
        BinaryOperator.BitXor => "^",
        BinaryOperator.Concatenate => "||",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        BinaryOperator.ShiftRightUnsigned => ">>>",
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    private static string Call(FunctionCall call)
    {
        var text = $"{string.Join(".", call.Name)}({(call.Distinct ? "DISTINCT " : "")}{List(call.Arguments)})";
        if (call.IgnoreNulls == true) text += " ignore nulls";
        if (call.Filter is not null) text += $" FILTER (WHERE {Write(call.Filter)})";
        return call.Over is { } window ? $"{text} OVER ({Window(window)})" : text;
    }

    private static string Window(WindowSpecification window)
    {
        var parts = new List<string>();
        if (window.PartitionBy.Count > 0) parts.Add($"PARTITION BY {List(window.PartitionBy)}");
        if (window.OrderBy.Count > 0) parts.Add($"ORDER BY {string.Join(", ", window.OrderBy.Select(Write))}");
        if (window.Frame is { } frame)
        {
            parts.Add($"{(frame.Unit == FrameUnit.Rows ? "ROWS" : "RANGE")} BETWEEN {Bound(frame.Start)} AND {Bound(frame.End)}");
        }
        return string.Join(" ", parts);
    }

    private static string Bound(FrameBound bound) => bound.Kind switch
    {
        FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
        FrameBoundKind.CurrentRow => "CURRENT ROW",
        FrameBoundKind.UnboundedFollowing => "UNBOUNDED FOLLOWING",
        FrameBoundKind.Preceding => $"{Write(bound.Offset!)} PRECEDING",
        FrameBoundKind.Following => $"{Write(bound.Offset!)} FOLLOWING",
        _ => throw new ArgumentOutOfRangeException(nameof(bound)),
    };

    private static string Choice(Case choice)
    {
        var branches = string.Concat(choice.Branches.Select(b => $" WHEN {Write(b.When)} THEN {Write(b.Then)}"));
        var operand = choice.Operand is null ? "" : " " + Write(choice.Operand);
        return $"CASE{operand}{branches}{(choice.Else is null ? "" : " ELSE " + Write(choice.Else))} END";
    }

    private static string Pattern(Like like)
    {
        var operand = Write(like.Operand);
        var pattern = List(like.Patterns);
        return like.Kind switch
        {
            LikeKind.RLike => $"RLIKE({operand}, {pattern})",
            LikeKind.ILike => $"ilike({operand}, {pattern})",
            _ => $"{operand} LIKE {pattern}",
        };
    }

    private static string Update(FieldUpdate update) =>
        update.Value is null ? $"dropfield({update.Field})" : $"WithField({Write(update.Value)})";
}
