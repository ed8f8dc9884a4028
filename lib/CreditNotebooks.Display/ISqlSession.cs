namespace CreditNotebooks.Display;

/// <summary>The open session that an SQL cell runs on. A Spark session makes itself known here when it is built.</summary>
public interface ISqlSession
{
    /// <summary>Under this key an exception's <see cref="Exception.Data"/> has the 1-based line of the cell's text that it is about.</summary>
    public const string LineKey = "CreditNotebooks.SqlLine";

    /// <summary>Runs the statements of an SQL cell, separated by semicolons, and answers the last one's result
    /// (a DataFrame), which is shown or kept under a name; null when it has no result to show.</summary>
    object? ExecuteSql(string text);
}
