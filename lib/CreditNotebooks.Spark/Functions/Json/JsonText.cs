using System.Globalization;
using System.Text;
using System.Text.Json;
using CreditNotebooks.Spark.Sources;
using CreditNotebooks.Spark.Sources.Json;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>JSON values read from text and written again as Spark's JSON library writes them: no blanks, numbers with a fraction or an exponent as doubles.</summary>
internal static class JsonText
{
    private static readonly JsonOptions Plain = new(new SourceOptions([new("allowNonNumericNumbers", "false")]), new Engines.RuntimeSettings());

    /// <summary>The first value in a text; null where there is none.</summary>
    public static JsonDocument? Parse(string text) => JsonRecord.Parse(Encoding.UTF8.GetBytes(text), Plain);

    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>A text's characters, without quotes; any other value as JSON.</summary>
    public static string Bare(JsonElement value) => value.ValueKind == JsonValueKind.String ? Characters(value) : Of(value);

    public static string Characters(JsonElement value) => Decoded(value.GetString)!;

    public static string NameOf(JsonProperty property) => Decoded(() => property.Name)!;

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                var first = true;
                foreach (var property in value.EnumerateObject())
                {
                    if (!first) text.Append(',');
                    first = false;
                    Quote(text, NameOf(property));
                    text.Append(':');
                    Append(text, property.Value);
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                for (var i = 0; i < value.GetArrayLength(); i++)
                {
                    if (i > 0) text.Append(',');
                    Append(text, value[i]);
                }
                text.Append(']');
                break;
            case JsonValueKind.String: Quote(text, Characters(value)); break;
            case JsonValueKind.Number: Number(text, value.GetRawText()); break;
            case JsonValueKind.True: text.Append("true"); break;
            case JsonValueKind.False: text.Append("false"); break;
            default: text.Append("null"); break;
        }
    }

    private static void Number(StringBuilder text, string digits)
    {
        if (digits.AsSpan().IndexOfAny(".eE") < 0)
        {
            text.Append(digits == "-0" ? "0" : digits);
            return;
        }
        var number = double.Parse(digits, CultureInfo.InvariantCulture);
        if (double.IsFinite(number)) text.Append(NumberText.ToText(number));
        else text.Append('"').Append(NumberText.ToText(number)).Append('"');
    }

    // Half of a surrogate pair is no text for .NET.
    private static string? Decoded(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw SparkException.Unsupported("JSON with half of a surrogate pair");
        }
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
