using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>A window with its frame written out, as Spark's default or the function asks for it.</summary>
internal static class WindowFrames
{
    private static readonly TypedFrame Whole = new(FrameUnit.Rows, FrameBoundKind.UnboundedPreceding, null, FrameBoundKind.UnboundedFollowing, null);
    private static readonly TypedFrame SoFar = new(FrameUnit.Rows, FrameBoundKind.UnboundedPreceding, null, FrameBoundKind.CurrentRow, null);
    private static readonly TypedFrame SoFarWithPeers = SoFar with { Unit = FrameUnit.Range };

    public static TypedWindow Complete(ExpressionAnalyzer analyzer, TypedExpression function, Seq<TypedExpression> partition, Seq<TypedOrder> order, WindowFrame? frame, SourceSpan span)
    {
        if (function is TypedCall { Function: { Kind: FunctionKind.Window } entry })
        {
            if (order.Count == 0)
                throw new SparkException("WINDOW_FUNCTION_WITHOUT_ORDER_BY", $"The window function `{entry.Name}` needs a window ordered by an ORDER BY clause.", span);
            if (entry.Name == "nth_value") return new TypedWindow(function, partition, order, frame is null ? SoFarWithPeers : Typed(analyzer, frame, order, span));
            if (frame is not null && entry.Name is not ("lag" or "lead") && !(frame is { Unit: FrameUnit.Rows, Start.Kind: FrameBoundKind.UnboundedPreceding, End.Kind: FrameBoundKind.CurrentRow }))
                throw new SparkException("INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC", $"The window frame of `{entry.Name}` must be ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW.", span);
            if (frame is not null && entry.Name is "lag" or "lead" && frame is not null)
                throw new SparkException("INVALID_WINDOW_SPEC_FOR_AGGREGATION_FUNC", $"Cannot specify a window frame for the `{entry.Name}` function.", span);
            return new TypedWindow(function, partition, order, entry.Name switch { "lag" or "lead" => OffsetFrame((TypedCall)function), "cume_dist" => SoFarWithPeers, _ => SoFar });
        }
        if (function is TypedAggregate { Distinct: true })
            throw new SparkException("DISTINCT_WINDOW_FUNCTION_UNSUPPORTED", $"Distinct window functions are not supported: \"{PrettyName.Of(function)}\".", span);
        return new TypedWindow(function, partition, order, frame is null ? (order.Count == 0 ? Whole : SoFarWithPeers) : Typed(analyzer, frame, order, span));
    }

    // It shows in the column's name: lag looks back, so its frame is ROWS BETWEEN -n FOLLOWING AND -n FOLLOWING.
    private static TypedFrame OffsetFrame(TypedCall call)
    {
        var offset = call.Arguments[1];
        var signed = call.Function.Name == "lead" ? offset : new TypedLiteral(offset is TypedLiteral { Value: int n } ? -n : 0, DataType.Integer);
        return new TypedFrame(FrameUnit.Rows, FrameBoundKind.Following, signed, FrameBoundKind.Following, signed);
    }

    private static TypedFrame Typed(ExpressionAnalyzer analyzer, WindowFrame frame, Seq<TypedOrder> order, SourceSpan span)
    {
        TypedExpression? Offset(FrameBound bound)
        {
            if (bound.Offset is null) return null;
            var offset = analyzer.Fold(analyzer.Analyze(bound.Offset));
            if (!offset.IsFoldable) throw new SparkException("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WITHOUT_FOLDABLE", $"Window frame bound \"{PrettyName.Of(offset)}\" is not a literal.", span);
            if (frame.Unit == FrameUnit.Rows)
                return offset.Type is IntegerType or ShortType or ByteType ? CastRules.Implicit(offset, DataType.Integer)
                    : throw new SparkException("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE", $"The data type of the window frame bound \"{offset.Type.Sql}\" does not match the expected data type \"INT\".", span);
            return offset;
        }

        var bounded = frame.Unit == FrameUnit.Range && (frame.Start.Offset is not null || frame.End.Offset is not null);
        if (frame.Unit == FrameUnit.Range && order.Count == 0)
            throw new SparkException("DATATYPE_MISMATCH.RANGE_FRAME_WITHOUT_ORDER", "A range window frame cannot be used in an unordered window specification.", span);
        if (bounded && order.Count > 1)
            throw new SparkException("DATATYPE_MISMATCH.RANGE_FRAME_MULTI_ORDER", "A range window frame with value boundaries cannot be used in a window specification with multiple order by expressions.", span);
        if (frame.Start.Kind == FrameBoundKind.UnboundedFollowing || frame.End.Kind == FrameBoundKind.UnboundedPreceding)
            throw new SparkException("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_INVALID_BOUND", "A window frame cannot start at UNBOUNDED FOLLOWING or end at UNBOUNDED PRECEDING.", span);
        var (start, end) = (Offset(frame.Start), Offset(frame.End));
        if (bounded)
        {
            var type = order[0].Operand.Type;
            if (start is not null) start = RangeOffset(start, type, span);
            if (end is not null) end = RangeOffset(end, type, span);
        }
        if (start is not null && end is not null)
        {
            if (start.Type != end.Type)
                throw new SparkException("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_DIFF_TYPES", $"Window frame bounds \"{PrettyName.Of(start)}\" and \"{PrettyName.Of(end)}\" do not have the same type: \"{start.Type.Sql}\" <> \"{end.Type.Sql}\".", span);
            if (Distance(analyzer, frame.Start, start) > Distance(analyzer, frame.End, end))
                throw new SparkException("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON", "The lower bound of a window frame must be less than or equal to the upper bound.", span);
        }
        return new TypedFrame(frame.Unit, frame.Start.Kind, start, frame.End.Kind, end);
    }

    // How far behind the current row the bound is.
    private static decimal Distance(ExpressionAnalyzer analyzer, FrameBound bound, TypedExpression offset)
    {
        var distance = (analyzer.Fold(offset) as TypedLiteral)?.Value switch
        {
            DecimalValue d => d.ToDecimal(),
            double d => Math.Abs(d) < 1e28 ? (decimal)d : d > 0 ? decimal.MaxValue : decimal.MinValue,
            float f => Math.Abs(f) < 1e28 ? (decimal)f : f > 0 ? decimal.MaxValue : decimal.MinValue,
            IConvertible n => n.ToDecimal(System.Globalization.CultureInfo.InvariantCulture),
            _ => 0,
        };
        return bound.Kind == FrameBoundKind.Preceding ? -distance : distance;
    }

    private static TypedExpression RangeOffset(TypedExpression offset, DataType order, SourceSpan span)
    {
        if (order.IsNumeric && offset.Type.IsNumeric && TypeCoercion.Implicit(offset.Type, order) is not null) return CastRules.Implicit(offset, order);
        if (order is DateType && offset.Type.IsIntegral) return CastRules.Implicit(offset, DataType.Integer);
        if (order is DateType or TimestampType or TimestampNTZType && offset.Type is DayTimeIntervalType or YearMonthIntervalType) return offset;
        if (order is YearMonthIntervalType or DayTimeIntervalType && offset.Type == order) return offset;
        if (order is StringType)
            throw new SparkException("DATATYPE_MISMATCH.SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE", "A range window frame with value boundaries cannot be ordered by \"STRING\".", span);
        throw new SparkException("DATATYPE_MISMATCH.RANGE_FRAME_INVALID_TYPE", $"The data type \"{order.Sql}\" used in the order specification does not support the data type \"{offset.Type.Sql}\" which is used in the range frame.", span);
    }
}
