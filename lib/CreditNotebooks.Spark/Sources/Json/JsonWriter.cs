using System.Globalization;
using System.Text;
using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Json;

/// <summary>Values as JSON text, as Spark's JacksonGenerator writes them; fields that are null are left out unless the options keep them.</summary>
/// <remarks>Values are those of the API (<see cref="ColumnVector"/>'s).</remarks>
internal sealed class JsonWriter
{
    private readonly DateTimePattern datePattern;
    private readonly DateTimePattern timestampPattern;
    private readonly DateTimePattern ntzPattern;
    private readonly TimeZoneRules zone;
    private readonly bool keepNulls;
    private bool first;

    public JsonWriter(SourceOptions options, RuntimeSettings settings)
    {
        datePattern = DateTimePattern.Compile(options.Text("dateFormat") ?? "yyyy-MM-dd", false);
        timestampPattern = DateTimePattern.Compile(options.Text("timestampFormat") ?? "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]", false);
        ntzPattern = DateTimePattern.Compile(options.Text("timestampNTZFormat") ?? "yyyy-MM-dd'T'HH:mm:ss[.SSS]", false);
        zone = options.Zone(settings);
        keepNulls = !options.Flag("ignoreNullFields", true);
        if (options.Flag("pretty")) throw SparkException.Unsupported("The option pretty");
        options.CheckLocale();
    }

    public void BeginObject(StringBuilder target)
    {
        target.Append('{');
        first = true;
    }

    public void EndObject(StringBuilder target)
    {
        target.Append('}');
        first = false;
    }

    public void Field(StringBuilder target, string name, object? value, DataType type)
    {
        if (value is null && !keepNulls) return;
        if (!first) target.Append(',');
        Quote(target, name);
        target.Append(':');
        Value(target, value, type);
        first = false;
    }

    public void Value(StringBuilder target, object? value, DataType type)
    {
        switch (value)
        {
            case null: target.Append("null"); break;
            case bool flag: target.Append(flag ? "true" : "false"); break;
            case string text: Quote(target, text); break;
            case double number: Number(target, NumberText.ToText(number), double.IsFinite(number)); break;
            case float number: Number(target, NumberText.ToText(number), float.IsFinite(number)); break;
            case DecimalValue number: target.Append(PlainText.Of(number)); break;
            case byte[] bytes: target.Append('"').Append(Convert.ToBase64String(bytes)).Append('"'); break;
            case DateOnly date: Quote(target, datePattern.FormatDate(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber)); break;
            case DateTime time: Quote(target, Time((time.Ticks - DateTime.UnixEpoch.Ticks) / 10, type)); break;
            case object?[] items when type is ArrayType array: Items(target, items, array.ElementType); break;
            case object?[] fields when type is StructType structure: Struct(target, fields, structure); break;
            case IEnumerable<KeyValuePair<object, object?>> pairs when type is MapType map: Map(target, pairs, map); break;
            case IFormattable number: target.Append(number.ToString(null, CultureInfo.InvariantCulture)); break;
            default: throw SparkException.Unsupported($"A value of the type {type.Sql} in JSON");
        }
    }

    private string Time(long micros, DataType type) => type is TimestampType ? timestampPattern.Format(micros, zone) : ntzPattern.FormatNtz(micros);

    private static void Number(StringBuilder target, string text, bool finite)
    {
        if (finite) target.Append(text);
        else target.Append('"').Append(text).Append('"');
    }

    private void Items(StringBuilder target, object?[] items, DataType type)
    {
        target.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) target.Append(',');
            Value(target, items[i], type);
        }
        target.Append(']');
    }

    private void Struct(StringBuilder target, object?[] values, StructType type)
    {
        BeginObject(target);
        for (var i = 0; i < values.Length; i++) Field(target, type.Fields[i].Name, values[i], type.Fields[i].DataType);
        EndObject(target);
    }

    private void Map(StringBuilder target, IEnumerable<KeyValuePair<object, object?>> pairs, MapType type)
    {
        target.Append('{');
        var begun = false;
        foreach (var (key, value) in pairs)
        {
            if (begun) target.Append(',');
            begun = true;
            Quote(target, key is double or float ? NumberText.ToText(Convert.ToDouble(key, CultureInfo.InvariantCulture)) : PlainText.Of(key));
            target.Append(':');
            Value(target, value, type.ValueType);
        }
        target.Append('}');
    }

    private static void Quote(StringBuilder target, string text)
    {
        target.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"': target.Append("\\\""); break;
                case '\\': target.Append("\\\\"); break;
                case '\n': target.Append("\\n"); break;
                case '\r': target.Append("\\r"); break;
                case '\t': target.Append("\\t"); break;
                case '\b': target.Append("\\b"); break;
                case '\f': target.Append("\\f"); break;
                case < ' ': target.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"); break;
                default: target.Append(c); break;
            }
        }
        target.Append('"');
    }
}
