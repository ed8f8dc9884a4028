namespace CreditNotebooks.Spark;

// SQL's trim(characters, text) has its arguments the other way round than these methods, as Spark's own API has.
public static partial class Functions
{
    /// <summary>The text without the given characters at both ends. SQL: <c>trim</c>.</summary>
    public static Column Trim(Column column, string trimString) => Call("trim", trimString, column);

    /// <summary>The text without the given characters at both ends. SQL: <c>trim</c>.</summary>
    public static Column Trim(Column column, Column trimString) => Call("trim", trimString, column);

    /// <summary>The text without the given characters at both ends. SQL: <c>trim</c>.</summary>
    public static Column Trim(string column, string trimString) => Call("trim", trimString, Col(column));

    /// <summary>The text without the given characters at its beginning. SQL: <c>ltrim</c>.</summary>
    public static Column Ltrim(Column column, string trimString) => Call("ltrim", trimString, column);

    /// <summary>The text without the given characters at its beginning. SQL: <c>ltrim</c>.</summary>
    public static Column Ltrim(Column column, Column trimString) => Call("ltrim", trimString, column);

    /// <summary>The text without the given characters at its beginning. SQL: <c>ltrim</c>.</summary>
    public static Column Ltrim(string column, string trimString) => Call("ltrim", trimString, Col(column));

    /// <summary>The text without the given characters at its end. SQL: <c>rtrim</c>.</summary>
    public static Column Rtrim(Column column, string trimString) => Call("rtrim", trimString, column);

    /// <summary>The text without the given characters at its end. SQL: <c>rtrim</c>.</summary>
    public static Column Rtrim(Column column, Column trimString) => Call("rtrim", trimString, column);

    /// <summary>The text without the given characters at its end. SQL: <c>rtrim</c>.</summary>
    public static Column Rtrim(string column, string trimString) => Call("rtrim", trimString, Col(column));
}
