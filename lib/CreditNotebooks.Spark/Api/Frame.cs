using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>A table in memory, by columns: what <see cref="DataFrame.ToFrame"/> gives to charts and C# code. It is no query any more and
/// never changes.</summary>
public sealed class Frame : IDisplayable, IDescribedTable, IShaped
{
    private Frame(StructType schema, IReadOnlyList<FrameColumn> columns, int rowCount)
    {
        Schema = schema;
        Columns = columns;
        RowCount = rowCount;
    }

    /// <summary>The columns' names and types.</summary>
    public StructType Schema { get; }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<FrameColumn> Columns { get; }

    /// <summary>How many rows there are.</summary>
    public int RowCount { get; }

    /// <summary>A column by its name; case does not matter unless two columns differ in it alone.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public FrameColumn this[string name] => Columns.FirstOrDefault(c => c.Name == name)
        ?? Columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new KeyNotFoundException($"The frame has no column '{name}', only {string.Join(", ", Columns.Select(c => c.Name))}.");

    /// <summary>A column by its 0-based place.</summary>
    public FrameColumn this[int index] => Columns[index];

    /// <summary>The value of a column in a row, null for NULL.</summary>
    public object? this[int row, string column] => this[column][row];

    /// <summary>A column with its values as a C# type: the column's own, or a number type that holds them (<c>double</c> for any
    /// number).</summary>
    /// <exception cref="InvalidCastException">The column's values are of another kind.</exception>
    public FrameColumn<T> Column<T>(string name) => this[name].As<T>();

    /// <summary>The rows, one after the other.</summary>
    public IEnumerable<Row> Rows => Enumerable.Range(0, RowCount).Select(i => new Row([.. Columns.Select(c => c[i])], Schema));

    /// <summary>The first so many rows.</summary>
    public Frame Head(int count = 5) => Take(0, Math.Min(count, RowCount));

    /// <summary>The last so many rows.</summary>
    public Frame Tail(int count = 5) => Take(Math.Max(0, RowCount - count), Math.Min(count, RowCount));

    /// <summary>The first 20 rows as an HTML table with names and types, and as text.</summary>
    public MimeBundle ToMimeBundle() => new(ToString(), ShowHtml.Table(Schema, Cells(ShowHtml.MaxRows), RowCount));

    /// <summary>The first 20 rows as a table of text, as <c>DataFrame.Show</c> prints it.</summary>
    public override string ToString() => ShowText.Table([.. Schema.FieldNames], Cells(ShowHtml.MaxRows + 1), ShowHtml.MaxRows, 20);

    IReadOnlyList<DescribedColumn> IDescribedTable.DescribeColumns() => Language.TableColumns.Describe(Schema);
    string IShaped.Shape => ShowHtml.Shape(RowCount, Schema);

    internal static Frame Read(QueryResult result)
    {
        var batches = new List<IReadOnlyList<ColumnVector>>();
        var total = 0;
        while (result.Next() is { } batch)
        {
            if (batch.Count == 0) continue;
            batches.Add(batch);
            total = checked(total + batch[0].Count);
        }
        var columns = result.Schema.Fields.Select((f, i) => FrameColumns.Gather(f, [.. batches.Select(b => b[i])], total)).ToArray();
        return new Frame(result.Schema, columns, total);
    }

    private Frame Take(int start, int count) => new(Schema, [.. Columns.Select(c => c.Slice(start, count))], count);

    private List<string?[]> Cells(int count) =>
        [.. Enumerable.Range(0, Math.Min(count, RowCount)).Select(r => Columns.Select(c => c.IsNull(r) ? null : c.Text(r)).ToArray())];
}
