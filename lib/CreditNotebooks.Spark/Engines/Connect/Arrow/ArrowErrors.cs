using System.Globalization;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>What can be wrong with rows that come as Arrow.</summary>
internal static class ArrowErrors
{
    /// <summary>Bytes that are no Arrow stream, or the beginning of one only.</summary>
    public static SparkException Damaged(string what) => new("MALFORMED_ARROW_STREAM",
        $"The rows from the server are no whole Arrow stream: {what}. Run the query again; where it fails again, something between here "
        + "and the server changes or cuts the data.");

    /// <summary>Data of another form than the one that Spark has for the column's type.</summary>
    public static SparkException Mismatch(string path, DataType type, string found) => new("ARROW_TYPE_MISMATCH",
        $"Column {path} is of type {type.Sql}, but the server's Arrow data hold {found} there: cast the column in the query to a type that "
        + "this version of Spark sends.");

    /// <summary>What Arrow or Spark has and this client does not.</summary>
    public static SparkException Unsupported(string what, string remedy) =>
        new("UNSUPPORTED_FEATURE", $"{what} cannot be exchanged with a Spark Connect server: {remedy}.");

    /// <summary>A value in memory that is not of its column's type.</summary>
    public static SparkException NotOfType(object value, StructField field)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return new("INVALID_EXTERNAL_TYPE",
            $"The external type {value.GetType().Name} ({(text.Length <= 60 ? text : $"{text[..60]}…")}) is not valid for the type "
            + $"{field.DataType.Sql} of column {Identifier.QuoteAlways(field.Name)}.");
    }
}
