using System.Text.Json;

namespace CreditNotebooks.Spark.Sources.Json;

/// <summary>One JSON text as a tree. Fields keep their order and come as often as they stand there.</summary>
internal static class JsonRecord
{
    /// <summary>Null when the text is no JSON. What Spark takes and .NET does not (single quotes, NaN) is refused rather than read as something else.</summary>
    public static JsonDocument? Parse(ReadOnlySpan<byte> text, JsonOptions options)
    {
        try
        {
            var reader = new Utf8JsonReader(text, options.Reader);
            // Spark reads the first value and looks no further.
            return reader.Read() ? JsonDocument.ParseValue(ref reader) : null;
        }
        catch (JsonException)
        {
            if (options.SingleQuotes && text.Contains((byte)'\'') && HasSingleQuotes(text)) throw SparkException.Unsupported("JSON with names or texts in single quotes");
            if (options.NonNumeric && (text.IndexOf("NaN"u8) >= 0 || text.IndexOf("Inf"u8) >= 0 || text.IndexOf("INF"u8) >= 0)) throw SparkException.Unsupported("JSON with NaN or Infinity as bare words");
            return null;
        }
    }

    /// <summary>Whether a single quote stands outside of double quotes.</summary>
    private static bool HasSingleQuotes(ReadOnlySpan<byte> text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') quoted = !quoted;
            else if (text[i] == '\'' && !quoted) return true;
        }
        return false;
    }

    /// <summary>A value that is not a text, as it stands there.</summary>
    public static string Raw(JsonElement value) => value.GetRawText();
}
