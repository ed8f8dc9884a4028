using System.Globalization;
using CreditNotebooks.Display;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Rows as an HTML table: names with their types, numbers to the right.</summary>
internal static class ShowHtml
{
    public const int MaxRows = Formatter.MaxRows;

    /// <summary>The first <see cref="MaxRows"/> of the rows, whose values are text already, with a line that says how many there are in
    /// <paramref name="total"/>; null where there are more, nobody knows how many.</summary>
    public static string Table(StructType schema, IReadOnlyCollection<string?[]> cells, long? total) => TableHtml.Write(
        [.. schema.Fields.Select(f => new TableColumn(f.Name, f.DataType.IsNumeric, f.DataType.SimpleString))],
        cells.Take(MaxRows),
        TableHtml.RowCount(Math.Min(cells.Count, MaxRows), total));

    /// <summary>The size as <c>#!who</c> tells it.</summary>
    public static string Shape(int rows, StructType schema) =>
        string.Create(CultureInfo.InvariantCulture, $"{rows:#,0} {(rows == 1 ? "row" : "rows")} × {Columns(schema)}");

    /// <summary>The size of a table whose rows are not computed yet.</summary>
    public static string Columns(StructType schema) => schema.Fields.Count == 1 ? "1 column" : $"{schema.Fields.Count} columns";
}
