using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Expressions;

/// <summary>A window: which rows belong together, their order, and which of them a row sees. Without a frame and with an order a row sees
/// everything up to its peers, without an order the whole partition.</summary>
public sealed class WindowSpec
{
    internal static readonly WindowSpec Empty = new(new WindowSpecification([], [], null));

    internal WindowSpec(WindowSpecification specification) => Specification = specification;

    internal WindowSpecification Specification { get; }

    /// <summary>Partitions by the named columns, in place of those said before.</summary>
    public WindowSpec PartitionBy(string columnName, params string[] columnNames) => PartitionBy(Columns(columnName, columnNames));

    /// <summary>Partitions by the columns, in place of those said before.</summary>
    public WindowSpec PartitionBy(params Column[] columns) =>
        new(Specification with { PartitionBy = columns.Select(c => c.Expression).ToSeq() });

    /// <summary>Sorts by the named columns, in place of those said before.</summary>
    public WindowSpec OrderBy(string columnName, params string[] columnNames) => OrderBy(Columns(columnName, columnNames));

    /// <summary>Sorts by the columns, in place of those said before.</summary>
    public WindowSpec OrderBy(params Column[] columns) =>
        new(Specification with { OrderBy = columns.Select(c => c.ToSortOrder()).ToSeq() });

    /// <summary>A frame in rows: both bounds relative to the current row and included; negative numbers lie before it.</summary>
    public WindowSpec RowsBetween(long start, long end) => Between(FrameUnit.Rows, start, end);

    /// <summary>A frame in the order column's values: both bounds relative to the current row's value and included.</summary>
    public WindowSpec RangeBetween(long start, long end) => Between(FrameUnit.Range, start, end);

    private WindowSpec Between(FrameUnit unit, long start, long end) =>
        new(Specification with { Frame = new WindowFrame(unit, Bound(start), Bound(end)) });

    private static FrameBound Bound(long value) => value switch
    {
        0 => new FrameBound(FrameBoundKind.CurrentRow),
        long.MinValue => new FrameBound(FrameBoundKind.UnboundedPreceding),
        long.MaxValue => new FrameBound(FrameBoundKind.UnboundedFollowing),
        < 0 => new FrameBound(FrameBoundKind.Preceding, Offset(-value)),
        _ => new FrameBound(FrameBoundKind.Following, Offset(value)),
    };

    // Spark counts in INT where the number fits; a BIGINT does not add to a DATE.
    private static Expression Offset(long value) => value <= int.MaxValue ? Literals.From((int)value) : Literals.From(value);

    private static Column[] Columns(string first, string[] others) => [.. others.Prepend(first).Select(Functions.Col)];
}
