using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Writing;

// Calls, sort items and windows.
internal sealed partial class SparkSqlWriter
{
    private static readonly HashSet<string> UnitCalls = new(["TIMESTAMPADD", "DATEADD", "DATE_ADD", "TIMESTAMPDIFF", "DATEDIFF", "DATE_DIFF", "TIMEDIFF"], StringComparer.OrdinalIgnoreCase);

    private void WriteCall(FunctionCall call)
    {
        if (call.Name is [var name] && UnitCalls.Contains(name) && call.Arguments is [Literal { Value: string unit }, var first, var second])
        {
            // These take the unit as a bare word; a text there is an error to Spark, unless the name is quoted.
            var bare = Keywords.DateTimeUnits.Contains(unit.ToUpperInvariant());
            Put(bare ? name : Types.Identifier.QuoteAlways(name)).Put("(").Put(bare ? unit : StringEscapes.Quote(unit)).Put(", ");
            WriteValue(first);
            Put(", ");
            WriteValue(second);
            Put(")");
        }
        else
        {
            Put(Quote(call.Name)).Put("(").Put(call.Distinct ? "DISTINCT " : "");
            PutList(call.Arguments, WriteNamed);
            Put(")");
        }
        if (call.WithinGroup.Count > 0)
        {
            Put(" WITHIN GROUP (ORDER BY ");
            PutList(call.WithinGroup, WriteSortItem);
            Put(")");
        }
        if (call.Filter is not null)
        {
            Put(" FILTER (WHERE ");
            WriteExpression(call.Filter);
            Put(")");
        }
        if (call.IgnoreNulls is { } ignore) Put(ignore ? " IGNORE NULLS" : " RESPECT NULLS");
        if (call.Over is not null) WriteWindow(call.Over);
    }

    private void WriteSortItem(SortOrder order)
    {
        WriteExpression(order.Operand);
        if (order.Descending) Put(" DESC");
        if (order.NullsFirst is { } first) Put(first ? " NULLS FIRST" : " NULLS LAST");
    }

    private void WriteWindow(WindowSpecification window)
    {
        Put(" OVER (");
        var separator = "";
        if (window.PartitionBy.Count > 0)
        {
            Put("PARTITION BY ");
            PutList(window.PartitionBy, WriteExpression);
            separator = " ";
        }
        if (window.OrderBy.Count > 0)
        {
            Put(separator).Put("ORDER BY ");
            PutList(window.OrderBy, WriteSortItem);
            separator = " ";
        }
        if (window.Frame is { } frame)
        {
            Put(separator).Put(frame.Unit == FrameUnit.Rows ? "ROWS BETWEEN " : "RANGE BETWEEN ");
            WriteBound(frame.Start);
            Put(" AND ");
            WriteBound(frame.End);
        }
        Put(")");
    }

    private void WriteBound(FrameBound bound)
    {
        if (bound.Offset is not null) WriteValue(bound.Offset);
        Put(bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBoundKind.Preceding => " PRECEDING",
            FrameBoundKind.CurrentRow => "CURRENT ROW",
            FrameBoundKind.Following => " FOLLOWING",
            _ => "UNBOUNDED FOLLOWING",
        });
    }
}
