using System.Globalization;
using System.Text;
using System.Text.Json;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Sources.Csv;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Json;

/// <summary>JSON values as values of given types, as Spark's JacksonParser converts them.</summary>
/// <remarks>A value converts to object: bool, sbyte … double, Int128 digits of a decimal, string, byte[], int days, long microseconds, object?[] for arrays and structs,
/// pairs for maps.</remarks>
internal sealed class JsonConversion(JsonOptions options)
{
    private static readonly object Wrong = new();

    /// <summary>Text that is cut base64 ends the reading of its record in Spark.</summary>
    private static readonly object End = new();

    /// <summary>The text of a value that is none, where text is wanted.</summary>
    public Func<JsonElement, string> TextOf { get; init; } = JsonRecord.Raw;

    /// <summary>Refuses items of arrays and maps that do not fit: what Spark makes of the rest of the record depends on where its parser stands.</summary>
    public bool ItemsMustFit { get; init; }

    /// <summary>One value by itself; <paramref name="fits"/> is false where it is of another type.</summary>
    public object? Item(JsonElement value, DataType type, ref bool isBad, out bool fits)
    {
        var converted = Convert(value, type, ref isBad);
        fits = !ReferenceEquals(converted, Wrong) && !ReferenceEquals(converted, End);
        return fits ? converted : null;
    }

    private object? Misfit(object? converted) =>
        ItemsMustFit && ReferenceEquals(converted, Wrong) ? throw SparkException.Unsupported("A JSON array or map with an item of another type than its items'") : converted;

    /// <summary>The fields of an object in the schema's order. What does not fit is null, and then <paramref name="isBad"/>.</summary>
    public object?[] Fields(JsonElement value, StructType schema, out bool isBad)
    {
        isBad = false;
        var fields = new object?[schema.Fields.Count];
        foreach (var property in value.EnumerateObject())
        {
            for (var i = 0; i < fields.Length; i++)
            {
                if (schema.Fields[i].Name != property.Name) continue;
                var converted = Convert(property.Value, schema.Fields[i].DataType, ref isBad);
                if (ReferenceEquals(converted, End))
                {
                    isBad = true;
                    return fields;
                }
                if (ReferenceEquals(converted, Wrong)) isBad = true;
                else fields[i] = converted;
            }
        }
        return fields;
    }

    /// <summary>Writes a converted value into a vector of its type.</summary>
    public static void Write(VectorWriter target, int row, object? value, DataType type)
    {
        switch (value)
        {
            case null: target.SetNull(row); break;
            case bool it: target.Set(row, it); break;
            case sbyte it: target.Set(row, it); break;
            case short it: target.Set(row, it); break;
            case int it: target.Set(row, it); break;
            case long it: target.Set(row, it); break;
            case float it: target.Set(row, it); break;
            case double it: target.Set(row, it); break;
            case Int128 it: target.SetDecimal(row, it); break;
            case string it: target.SetString(row, it); break;
            case byte[] it: target.SetBlob(row, it); break;
            case object?[] items when type is ArrayType array:
                var first = target.AddList(row, items.Length);
                for (var i = 0; i < items.Length; i++) Write(target.Child, first + i, items[i], array.ElementType);
                break;
            case object?[] fields when type is StructType structure:
                for (var i = 0; i < fields.Length; i++) Write(target.Field(i), row, fields[i], structure.Fields[i].DataType);
                break;
            case KeyValuePair<string, object?>[] pairs when type is MapType map:
                var begin = target.AddList(row, pairs.Length);
                for (var i = 0; i < pairs.Length; i++)
                {
                    target.Keys.SetString(begin + i, pairs[i].Key);
                    Write(target.MapValues, begin + i, pairs[i].Value, map.ValueType);
                }
                break;
            default: throw SparkException.Unsupported($"The type {type.Sql} in JSON");
        }
    }

    private object? Convert(JsonElement value, DataType type, ref bool isBad)
    {
        if (value.ValueKind == JsonValueKind.Null) return null;
        switch (type)
        {
            case StringType: return value.ValueKind == JsonValueKind.String ? value.GetString() : TextOf(value);
            case BooleanType: return value.ValueKind == JsonValueKind.True ? true : value.ValueKind == JsonValueKind.False ? false : Other(value);
            case ArrayType array when value.ValueKind == JsonValueKind.Array: return Items(value, array, ref isBad);
            case StructType structure when value.ValueKind == JsonValueKind.Object:
                var fields = Fields(value, structure, out var bad);
                isBad |= bad;
                return fields;
            case MapType { KeyType: StringType } map when value.ValueKind == JsonValueKind.Object: return Pairs(value, map, ref isBad);
            case ArrayType or StructType or MapType { KeyType: StringType }: return Other(value);
            case BinaryType when value.ValueKind == JsonValueKind.String: return value.TryGetBytesFromBase64(out var bytes) ? bytes : HasOtherThanBase64(value.GetString()!) ? Wrong : End;
        }
        if (value.ValueKind == JsonValueKind.Number) return Number(value.GetRawText(), type);
        return value.ValueKind == JsonValueKind.String ? Text(value.GetString()!, type) : Wrong;
    }

    private static bool HasOtherThanBase64(string text) => text.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '='));

    /// <summary>An empty text is refused for all types but text.</summary>
    private static object? Other(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : Wrong;

    private object?[] Items(JsonElement value, ArrayType type, ref bool isBad)
    {
        var items = new List<object?>();
        foreach (var item in value.EnumerateArray())
        {
            var converted = Misfit(Convert(item, type.ElementType, ref isBad));
            if (ReferenceEquals(converted, End)) throw SparkException.Unsupported("Text that is no base64 in a JSON array of BINARY");
            isBad |= ReferenceEquals(converted, Wrong);
            items.Add(ReferenceEquals(converted, Wrong) ? null : converted);
        }
        return [.. items];
    }

    private KeyValuePair<string, object?>[] Pairs(JsonElement value, MapType type, ref bool isBad)
    {
        var pairs = new Dictionary<string, object?>();
        foreach (var property in value.EnumerateObject())
        {
            var converted = Misfit(Convert(property.Value, type.ValueType, ref isBad));
            if (ReferenceEquals(converted, End)) throw SparkException.Unsupported("Text that is no base64 in a JSON object of BINARY values");
            isBad |= ReferenceEquals(converted, Wrong);
            if (!pairs.TryAdd(property.Name, ReferenceEquals(converted, Wrong) ? null : converted)) throw SparkException.Unsupported($"A JSON object with the key '{property.Name}' twice as a map");
        }
        return [.. pairs];
    }

    private object? Number(string text, DataType type)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var whole = utf8.AsSpan().IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;
        switch (type)
        {
            case DoubleType: return double.Parse(text, CultureInfo.InvariantCulture);
            case FloatType: return float.Parse(text, CultureInfo.InvariantCulture);
            case DecimalType decimals: return DecimalText.TryParseExact(utf8, decimals, out var digits) == DecimalOutcome.Parsed ? digits : Wrong;
            case TimestampType when whole: return long.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? seconds * IsoDate.MicrosPerSecond : Wrong;
        }
        if (!whole || !long.TryParse(text, CultureInfo.InvariantCulture, out var number)) return Wrong;
        return type switch
        {
            LongType => number,
            IntegerType when number is >= int.MinValue and <= int.MaxValue => (int)number,
            ShortType when number is >= short.MinValue and <= short.MaxValue => (short)number,
            ByteType when number is >= sbyte.MinValue and <= byte.MaxValue => unchecked((sbyte)number),
            _ => Wrong,
        };
    }

    private object? Text(string text, DataType type)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        switch (type)
        {
            case DoubleType or FloatType:
                double? special = text switch
                {
                    "NaN" => double.NaN,
                    "+INF" or "+Infinity" or "Infinity" => double.PositiveInfinity,
                    "-INF" or "-Infinity" => double.NegativeInfinity,
                    _ => null,
                };
                return special is not { } number || !options.NonNumeric ? Wrong : type is DoubleType ? number : (float)number;
            case DecimalType decimals: return DecimalText.TryParseExact(utf8, decimals, out var digits) == DecimalOutcome.Parsed ? digits : Wrong;
            case DateType:
                if (options.DatePattern is { } pattern) return pattern.TryParseDate(text, out var patternDays) ? patternDays : Wrong;
                return TextConversion.TryParseDate(PatternText.WithoutGmt(utf8), out var days) ? days
                    : JavaNumber.TryParse(utf8, int.MinValue, int.MaxValue, out var count) ? (int)count : Wrong;
            case TimestampType:
                if (options.TimestampPattern is { } timestamps) return timestamps.TryParseTimestamp(text, options.Zone, out var patternMicros) ? patternMicros : Wrong;
                return TextConversion.TryParseTimestamp(PatternText.WithoutGmt(utf8), options.Zone, out var micros) ? micros : Wrong;
            case TimestampNTZType:
                if (options.TimestampNtzPattern is { } locals) return locals.TryParseTimestampNtz(text, false, out var patternLocal) ? patternLocal : Wrong;
                return TextConversion.TryParseTimestampNtz(utf8, false, out var local) ? local : Wrong;
            default: return Wrong;
        }
    }
}
