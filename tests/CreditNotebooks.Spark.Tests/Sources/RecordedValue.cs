using System.Globalization;
using System.Text.Json;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Sources;

/// <summary>Values in the form in which the recordings have them: numbers as text, timestamps in UTC, bytes in hexadecimal digits.</summary>
internal static class RecordedValue
{
    public static string Show(DataType type, VectorReader values, int row)
    {
        if (!values.IsValid(row)) return "null";
        switch (type)
        {
            case BooleanType: return values.Get<bool>(row) ? "true" : "false";
            case StringType: return JsonSerializer.Serialize(values.GetString(row), Plain);
            case BinaryType: return Text(Convert.ToHexString(values.GetBlob(row)!));
            case ByteType: return Text(values.Get<sbyte>(row));
            case ShortType: return Text(values.Get<short>(row));
            case IntegerType: return Text(values.Get<int>(row));
            case LongType: return Text(values.Get<long>(row));
            case FloatType: return Text(NumberText.ToText(values.Get<float>(row)));
            case DoubleType: return Text(NumberText.ToText(values.Get<double>(row)));
            case DecimalType: return Text(values.GetDecimal(row));
            case DateType: return Text(DateTimePattern.Compile("yyyy-MM-dd", false).FormatDate(values.Get<int>(row)));
            case TimestampType or TimestampNTZType:
                return Text(DateTimePattern.Compile("yyyy-MM-dd HH:mm:ss.SSSSSS", false).FormatNtz(values.Get<long>(row)));
            case ArrayType array: return List(values.ListEntry(row), i => Show(array.ElementType, values.Child, i));
            case MapType map: return List(values.ListEntry(row), i => $"[{Show(map.KeyType, values.Keys, i)}, {Show(map.ValueType, values.MapValues, i)}]");
            case StructType structure: return $"[{string.Join(", ", structure.Fields.Select((f, i) => Show(f.DataType, values.Field(i), row)))}]";
            default: throw new NotSupportedException(type.Sql);
        }
    }

    public static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Text(object value) => $"\"{string.Format(CultureInfo.InvariantCulture, "{0}", value)}\"";

    private static string List(ListEntry entry, Func<int, string> show) =>
        $"[{string.Join(", ", Enumerable.Range(entry.Offset, entry.Length).Select(show))}]";
}
