namespace CreditNotebooks.Spark.Expressions;

/// <summary>Where a window for <see cref="Column.Over(WindowSpec)"/> begins:
/// <c>Window.PartitionBy("Customer_ID").OrderBy("Month")</c>.</summary>
public static class Window
{
    /// <summary>The partition's first row, as a frame's bound.</summary>
    public static long UnboundedPreceding => long.MinValue;

    /// <summary>The partition's last row, as a frame's bound.</summary>
    public static long UnboundedFollowing => long.MaxValue;

    /// <summary>The current row, as a frame's bound.</summary>
    public static long CurrentRow => 0;

    /// <summary>Rows with the same values in the named columns form one window.</summary>
    public static WindowSpec PartitionBy(string columnName, params string[] columnNames) =>
        WindowSpec.Empty.PartitionBy(columnName, columnNames);

    /// <summary>Rows with the same values of the columns form one window.</summary>
    public static WindowSpec PartitionBy(params Column[] columns) => WindowSpec.Empty.PartitionBy(columns);

    /// <summary>All rows are one window, sorted by the named columns.</summary>
    public static WindowSpec OrderBy(string columnName, params string[] columnNames) => WindowSpec.Empty.OrderBy(columnName, columnNames);

    /// <summary>All rows are one window, sorted by the columns.</summary>
    public static WindowSpec OrderBy(params Column[] columns) => WindowSpec.Empty.OrderBy(columns);

    /// <summary>All rows are one window, of which each row sees those from so many rows before (negative) or behind it to so
    /// many.</summary>
    public static WindowSpec RowsBetween(long start, long end) => WindowSpec.Empty.RowsBetween(start, end);

    /// <summary>All rows are one window, of which each row sees those whose order value lies in the given distance.</summary>
    public static WindowSpec RangeBetween(long start, long end) => WindowSpec.Empty.RangeBetween(start, end);
}
