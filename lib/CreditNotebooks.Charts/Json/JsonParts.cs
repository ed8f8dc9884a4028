using System.Globalization;
using System.Text.Json;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Json;

/// <summary>The small pieces that traces and layouts are written of.</summary>
internal static class JsonParts
{
    /// <summary>Words that plotly.js would otherwise read as markup, or as TeX where MathJax is on the page.</summary>
    public static string Words(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("$", "&#36;", StringComparison.Ordinal)
        .ReplaceLineEndings("<br>");

    public static void WriteWords(this Utf8JsonWriter json, string property, string? text)
    {
        if (text is not null)
        {
            json.WriteString(property, Words(text));
        }
    }

    public static void WriteNumberOrNull(this Utf8JsonWriter json, double number)
    {
        if (!double.IsFinite(number))
        {
            json.WriteNullValue();
        }
        else if (number == Math.Truncate(number) && Math.Abs(number) < 1e15)
        {
            json.WriteNumberValue((long)number);
        }
        else
        {
            json.WriteNumberValue(number);
        }
    }

    public static void WriteOptional(this Utf8JsonWriter json, string property, double? number)
    {
        if (number is { } value)
        {
            json.WritePropertyName(property);
            json.WriteNumberOrNull(value);
        }
    }

    public static void WriteNumbers(this Utf8JsonWriter json, string property, IEnumerable<double> numbers)
    {
        json.WriteStartArray(property);
        foreach (var number in numbers)
        {
            json.WriteNumberOrNull(number);
        }

        json.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter json, string property, IEnumerable<string?> texts)
    {
        json.WriteStartArray(property);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    public static void WriteFont(this Utf8JsonWriter json, double size)
    {
        json.WriteStartObject("font");
        json.WriteOptional("size", size);
        json.WriteEndObject();
    }

    /// <summary>A column, as the axis wants it: on an axis of categories also numbers are words.</summary>
    public static void WriteValues(this Utf8JsonWriter json, string property, Values values, bool asWords = false)
    {
        json.WriteStartArray(property);
        for (var i = 0; i < values.Count; i++)
        {
            json.WriteElement(values, i, asWords);
        }

        json.WriteEndArray();
    }

    public static void WriteElement(this Utf8JsonWriter json, Values values, int index, bool asWords)
    {
        if (values.Kind == ValueKind.Number && !asWords)
        {
            json.WriteNumberOrNull(values.Number(index));
        }
        else
        {
            json.WriteStringValue(values.Text(index));
        }
    }

    public static string Dash(StyleParam.DrawingStyle dash) => dash switch
    {
        StyleParam.DrawingStyle.Solid => "solid",
        StyleParam.DrawingStyle.Dash => "dash",
        StyleParam.DrawingStyle.Dot => "dot",
        StyleParam.DrawingStyle.DashDot => "dashdot",
        _ => throw new ArgumentOutOfRangeException(nameof(dash), dash, "The dash is unknown."),
    };

    public static void WriteLine(this Utf8JsonWriter json, LineStyle line, string color)
    {
        json.WriteStartObject("line");
        json.WriteString("color", color);
        json.WriteOptional("width", line.Width);
        if (line.Dash != StyleParam.DrawingStyle.Solid)
        {
            json.WriteString("dash", Dash(line.Dash));
        }

        json.WriteEndObject();
    }

    /// <summary>A span of months as plotly.js writes it.</summary>
    public static string Months(int months) => "M" + months.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of the n-th axis or its reference: x, x2, x3 …</summary>
    public static string Nth(string name, int index) => index == 0 ? name : name + (index + 1).ToString(CultureInfo.InvariantCulture);
}
