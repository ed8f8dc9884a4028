namespace CreditNotebooks.Display;

/// <summary>A table whose columns are known without computing a row: an editor offers their names inside <c>Col("…")</c>.</summary>
public interface IDescribedTable
{
    /// <summary>The columns in their order. Runs no query.</summary>
    IReadOnlyList<DescribedColumn> DescribeColumns();
}

/// <summary>A column as an editor shows it.</summary>
/// <param name="Name">Its name as it stands.</param>
/// <param name="Type">Its type as SQL writes it: <c>array&lt;int&gt;</c>.</param>
public sealed record DescribedColumn(string Name, string Type);
