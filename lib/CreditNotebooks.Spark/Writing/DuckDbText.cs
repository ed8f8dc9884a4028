using System.Globalization;
using System.Text;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

/// <summary>Names and constants in DuckDB's SQL.</summary>
internal static class DuckDbText
{
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    /// <summary>A string constant. A NUL character would end the statement's text, so it is put together.</summary>
    public static string String(string value)
    {
        if (!value.Contains('\0')) return $"'{value.Replace("'", "''")}'";
        return "concat(" + string.Join(", chr(0), ", value.Split('\0').Select(String)) + ")";
    }

    /// <summary>A constant of exactly the type; <paramref name="value"/> is in the form of a plan's literals.</summary>
    public static string Constant(object? value, DataType type)
    {
        var sql = PhysicalTypes.Sql(type);
        return value switch
        {
            null => $"CAST(NULL AS {sql})",
            string s => String(s),
            bool b => b ? "true" : "false",
            double d => double.IsFinite(d) ? $"CAST('{d.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)" : $"CAST('{Special(d)}' AS DOUBLE)",
            float f => float.IsFinite(f) ? $"CAST('{f.ToString("R", CultureInfo.InvariantCulture)}' AS FLOAT)" : $"CAST('{Special(f)}' AS FLOAT)",
            Seq<byte> bytes => Blob(bytes),
            DecimalValue d => $"CAST('{d}' AS {sql})",
            int days when type is DateType => $"(DATE '1970-01-01' + CAST({days.ToString(CultureInfo.InvariantCulture)} AS INTEGER))",
            long micros when type is TimestampType or TimestampNTZType => $"make_timestamp(CAST({micros.ToString(CultureInfo.InvariantCulture)} AS BIGINT))",
            CalendarInterval i => $"(to_months(CAST({i.Months} AS INTEGER)) + to_days(CAST({i.Days} AS INTEGER)) + to_microseconds(CAST({i.Microseconds} AS BIGINT)))",
            long.MinValue => "CAST('-9223372036854775808' AS BIGINT)",
            IFormattable n => $"CAST({n.ToString(null, CultureInfo.InvariantCulture)} AS {sql})",
            _ => throw new NotSupportedException(value.GetType().Name),
        };
    }

    private static string Special(double d) => double.IsNaN(d) ? "nan" : d > 0 ? "inf" : "-inf";

    private static string Blob(Seq<byte> bytes)
    {
        var text = new StringBuilder("CAST('");
        foreach (var b in bytes) text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}");
        return text.Append("' AS BLOB)").ToString();
    }
}
