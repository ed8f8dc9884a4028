using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

// What shows rows.
public sealed partial class DataFrame
{
    private static readonly TimeSpan CountingFor = TimeSpan.FromSeconds(2);

    /// <summary>Prints the first rows as a table of text.</summary>
    /// <param name="numRows">How many rows at most.</param>
    /// <param name="truncate">Longer values are cut to so many characters; 0 cuts none and aligns to the left.</param>
    /// <param name="vertical">Whether a row is printed as a list, one line a column.</param>
    public void Show(int numRows = 20, int truncate = 20, bool vertical = false) =>
        Console.WriteLine(ShowString(numRows, truncate, vertical));

    /// <summary>Prints the first rows as a table of text; with <paramref name="truncate"/> false every value in full length.</summary>
    public void Show(int numRows, bool truncate, bool vertical = false) => Show(numRows, truncate ? 20 : 0, vertical);

    /// <summary>Prints the first 20 rows; with <paramref name="truncate"/> false every value in full length.</summary>
    public void Show(bool truncate) => Show(20, truncate);

    /// <summary>What <see cref="Show(int, int, bool)"/> prints.</summary>
    public string ShowString(int numRows = 20, int truncate = 20, bool vertical = false)
    {
        // The most that Spark shows; one more row is read to know whether there is more.
        numRows = Math.Clamp(numRows, 0, int.MaxValue - 15);
        var cells = FirstCells(numRows);
        return vertical
            ? ShowText.Vertical([.. _schema.FieldNames], cells, numRows, truncate)
            : ShowText.Table([.. _schema.FieldNames], cells, numRows, truncate);
    }

    /// <summary>The first 20 rows as an HTML table with names and types, and as <see cref="Show(int, int, bool)"/>'s text. Where there are
    /// more, they are counted if that takes no more than two seconds.</summary>
    public MimeBundle ToMimeBundle()
    {
        var cells = FirstCells(ShowHtml.MaxRows);
        var total = cells.Count <= ShowHtml.MaxRows ? cells.Count : CountWithin(CountingFor);
        return new MimeBundle(ShowText.Table([.. _schema.FieldNames], cells, ShowHtml.MaxRows, 20), ShowHtml.Table(_schema, cells, total));
    }

    string IShaped.Shape => Plan is LocalData local ? ShowHtml.Shape(local.Rows.Rows.Count, _schema) : ShowHtml.Columns(_schema);

    /// <summary>How many rows there are, or null where it takes too long, or fails: a row that nobody asked to see is no error of this
    /// display.</summary>
    private long? CountWithin(TimeSpan time)
    {
        var stop = Token(default);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(time);
        try
        {
            return CountRows(limit.Token, isAside: true);
        }
        catch (Exception e) when (e is SparkException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private List<string?[]> FirstCells(int numRows)
    {
        var zone = Session.TimeZone;
        var cells = new List<string?[]>();
        using var result = Execute(new Limit(Plan, Literals.From(numRows + 1)), default);
        while (result.Next() is { } batch)
        {
            for (var i = 0; i < (batch.Count == 0 ? 0 : batch[0].Count); i++) cells.Add([.. batch.Select(c => Cell(c, i, zone))]);
        }
        return cells;
    }

    private static string? Cell(ColumnVector column, int row, TimeZoneRules? zone) =>
        column.IsNull(row) ? null : ValueText.Write(column[row], column.Type, zone);
}
