using CreditNotebooks.Spark.Analysis;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What + - * / mean where a date, timestamp or interval takes part (Spark's BinaryArithmeticWithDatetimeResolver).</summary>
internal static class DateTimeArithmetic
{
    /// <summary>The operation, or null where neither side is a date, timestamp or interval.</summary>
    public static TypedExpression? Resolve(CallSite s, string symbol)
    {
        var (left, right) = (s[0].Type, s[1].Type);
        if (!Takes(left) && !Takes(right)) return null;
        throw s.Unsupported($"The operator {symbol} between {left.Sql} and {right.Sql}");
    }

    private static bool Takes(Types.DataType type) => type is Types.DateType || type.IsTimestamp || type.IsInterval;
}
