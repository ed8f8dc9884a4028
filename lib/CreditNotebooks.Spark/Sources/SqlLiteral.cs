using System.Globalization;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources;

/// <summary>Names and values in DuckDB's SQL.</summary>
internal static class SqlLiteral
{
    public static string Text(string value) => $"'{value.Replace("'", "''")}'";

    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    /// <summary>A partition column's value, in the column's physical type.</summary>
    public static string Value(object? value, DataType type)
    {
        var sql = value switch
        {
            null => "NULL",
            string text => Text(text),
            bool flag => flag ? "true" : "false",
            int days when type is DateType => $"DATE '1970-01-01' + {days.ToString(CultureInfo.InvariantCulture)}",
            long micros when type.IsTimestamp => $"make_timestamp({micros.ToString(CultureInfo.InvariantCulture)})",
            Int128 digits when type is DecimalType d => Text(new DecimalValue(digits, d.Scale).ToString()),
            double number => Text(number.ToString("R", CultureInfo.InvariantCulture)),
            float number => Text(number.ToString("R", CultureInfo.InvariantCulture)),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        return $"CAST({sql} AS {SourceTypes.Of(type).ToSql()})";
    }
}
