using System.Globalization;
using System.Text;
using System.Text.Json;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources.Json;

/// <summary>Types of JSON values and of several of them together, as Spark's JsonInferSchema finds them: fields in the order of their names.</summary>
internal sealed class JsonInference(JsonOptions options)
{
    private const int MaxDecimal = DecimalType.MaxPrecision;

    /// <summary>The type of one value; nulls and empty texts say nothing.</summary>
    public DataType Infer(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null: return DataType.Null;
            case JsonValueKind.String: return InferText(value.GetString()!);
            case JsonValueKind.True or JsonValueKind.False: return options.PrimitivesAsString ? DataType.String : DataType.Boolean;
            case JsonValueKind.Number: return options.PrimitivesAsString ? DataType.String : InferNumber(Encoding.UTF8.GetBytes(value.GetRawText()));
            case JsonValueKind.Array:
                return new ArrayType(value.EnumerateArray().Aggregate((DataType)DataType.Null, (type, item) => Merge(type, Infer(item))));
            default:
                var fields = new List<StructField>();
                foreach (var property in value.EnumerateObject()) fields.Add(new StructField(property.Name, Infer(property.Value)));
                return new StructType(fields.OrderBy(f => f.Name, StringComparer.Ordinal));
        }
    }

    /// <summary>A type for values of both types.</summary>
    public DataType Merge(DataType left, DataType right)
    {
        if (left == right || right is NullType) return left;
        if (left is NullType) return right;
        switch (left, right)
        {
            case (LongType, DoubleType) or (DoubleType, LongType) or (DoubleType, DecimalType) or (DecimalType, DoubleType): return DataType.Double;
            case (LongType, DecimalType d): return Widest(new DecimalType(20, 0), d);
            case (DecimalType d, LongType): return Widest(d, new DecimalType(20, 0));
            case (DecimalType l, DecimalType r): return Widest(l, r);
            case (TimestampType, TimestampNTZType) or (TimestampNTZType, TimestampType): return DataType.Timestamp;
            case (ArrayType l, ArrayType r): return new ArrayType(Merge(l.ElementType, r.ElementType));
            case (StructType l, StructType r): return MergeFields(l, r);
            default: return DataType.String;
        }
    }

    /// <summary>The type in the end: what was never anything but null is text, and an object without fields is none.</summary>
    public DataType? Final(DataType type) => type switch
    {
        NullType => options.DropFieldIfAllNull ? null : DataType.String,
        ArrayType a => Final(a.ElementType) is { } item ? new ArrayType(item) : null,
        StructType s => new StructType(s.Fields.Select(f => (f, Type: Final(f.DataType))).Where(f => f.Type is not null && f.f.Name.Length > 0).Select(f => f.f with { DataType = f.Type! })) is { Fields.Count: > 0 } some ? some : null,
        _ => type,
    };

    private DataType InferText(string text)
    {
        if (text.Length == 0 && !options.PrimitivesAsString) return DataType.Null;
        if (options.PrefersDecimal && DecimalText.TryMeasure(Encoding.UTF8.GetBytes(text), out var precision, out var scale) && scale >= 0 && Math.Max(precision, scale) <= MaxDecimal)
            return new DecimalType((int)Math.Max(precision, scale), (int)scale);
        if (!options.InferTimestamp) return DataType.String;
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (options.PrefersNtz && (options.TimestampNtzPattern?.TryParseTimestampNtz(text, false, out _) ?? TextConversion.TryParseTimestampNtz(utf8, false, out _))) return DataType.TimestampNTZ;
        return (options.TimestampPattern?.TryParseUnresolved(text, options.Zone, out _) ?? TextConversion.TryParseTimestamp(utf8, options.Zone, out _)) ? DataType.Timestamp : DataType.String;
    }

    private DataType InferNumber(byte[] text)
    {
        var whole = text.AsSpan().IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;
        if (whole && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) return DataType.Long;
        if (!DecimalText.TryMeasure(text, out var precision, out var scale)) return DataType.Double;
        if (whole || options.PrefersDecimal)
            return scale >= 0 && Math.Max(precision, scale) <= MaxDecimal ? new DecimalType((int)Math.Max(precision, scale), (int)scale) : DataType.Double;
        return DataType.Double;
    }

    private static DataType Widest(DecimalType left, DecimalType right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        var range = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale);
        return range + scale > MaxDecimal ? DataType.Double : new DecimalType(range + scale, scale);
    }

    private StructType MergeFields(StructType left, StructType right)
    {
        var fields = new SortedDictionary<string, DataType>(StringComparer.Ordinal);
        foreach (var field in left.Fields.Concat(right.Fields))
            fields[field.Name] = fields.TryGetValue(field.Name, out var known) ? Merge(known, field.DataType) : field.DataType;
        return new StructType(fields.Select(f => new StructField(f.Key, f.Value)));
    }
}
