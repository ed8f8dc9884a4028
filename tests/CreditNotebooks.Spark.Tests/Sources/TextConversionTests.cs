using System.Globalization;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Tests.Sources;

public class TextConversionTests
{
    [Fact]
    public void Text_converts_as_Sparks_try_cast_converts_it() =>
        Recordings.AssertSame("casts.jsonl", line => Cast(line[0].GetString()!, Encoding.UTF8.GetBytes(line[1].GetString()!)));

    [Fact]
    public void Numbers_are_written_as_Java_writes_them() => Recordings.AssertSame("numbers.jsonl", line =>
    {
        var value = double.Parse(line[1].GetString()!, CultureInfo.InvariantCulture);
        return line[0].GetString() == "DOUBLE" ? NumberText.ToText(value) : NumberText.ToText((float)value);
    });

    private static string? Cast(string type, byte[] text)
    {
        string? Show<T>(bool parsed, T value) => parsed ? string.Format(CultureInfo.InvariantCulture, "{0}", value) : null;
        switch (type)
        {
            case "TINYINT": return Show(TextConversion.TryParseByte(text, out var i8), i8);
            case "SMALLINT": return Show(TextConversion.TryParseShort(text, out var i16), i16);
            case "INT": return Show(TextConversion.TryParseInt(text, out var i32), i32);
            case "BIGINT": return Show(TextConversion.TryParseLong(text, out var i64), i64);
            case "DOUBLE": return TextConversion.TryParseDouble(text, out var f64) ? NumberText.ToText(f64) : null;
            case "FLOAT": return TextConversion.TryParseFloat(text, out var f32) ? NumberText.ToText(f32) : null;
            case "BOOLEAN": return TextConversion.TryParseBoolean(text, out var flag) ? flag ? "true" : "false" : null;
            case "DATE": return Show(TextConversion.TryParseDate(text, out var days), days);
            case "TIMESTAMP": return Show(TextConversion.TryParseTimestamp(text, TimeZoneRules.Utc, out var micros), micros);
            case "TIMESTAMP_NTZ": return Show(TextConversion.TryParseTimestampNtz(text, true, out var local), local);
            default:
                var numbers = type["DECIMAL(".Length..^1].Split(',').Select(int.Parse).ToArray();
                var parsed = DecimalText.TryParse(text, new DecimalType(numbers[0], numbers[1]), out var unscaled);
                return parsed == DecimalOutcome.Parsed ? new DecimalValue(unscaled, numbers[1]).ToString() : null;
        }
    }
}
