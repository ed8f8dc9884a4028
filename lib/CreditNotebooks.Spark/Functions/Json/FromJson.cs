using System.Text;
using System.Text.Json;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Sources;
using CreditNotebooks.Spark.Sources.Json;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary><c>from_json</c>.</summary>
internal static class FromJson
{
    public static TypedCall Build(CallSite s)
    {
        s.NeedOneOf(2, 3);
        if (s[0].Type is not (StringType or NullType)) throw s.Unexpected(0, ArgumentType.String);
        var schema = TypeCoercion.AsNullable(SchemaArgument.At(s, 1));
        var options = FunctionOptions.At(s, 2);
        options.RefuseDropMalformed(s);
        var pretty = schema is MapType ? "entries" : $"{s.Name}({PrettyName.Of(s[0])})";
        if (schema is not (StructType or ArrayType or MapType))
        {
            if (schema is VariantType) throw s.Unsupported("from_json to VARIANT");
            throw new SparkException("DATATYPE_MISMATCH.INVALID_JSON_SCHEMA", $"Cannot resolve \"{pretty}\": Input schema \"{schema.Sql}\" must be a struct, an array, a map or a variant.", s.Span);
        }
        Check(s, schema, pretty);
        var reader = new JsonOptions(options.Source, s.Context.Settings);
        var signature = KernelCache.Get(("from_json", schema, options, reader.Zone.Id, reader.CorruptColumn), () => new Kernel((string text) => Read(text, schema, reader)));
        return s.Typed(schema, true, s.Coerce(0, ArgumentType.String)) with { Pretty = pretty, Signature = signature };
    }

    private static void Check(CallSite s, DataType type, string pretty)
    {
        switch (type)
        {
            case MapType { KeyType: not StringType }:
                throw new SparkException("DATATYPE_MISMATCH.INVALID_JSON_MAP_KEY_TYPE", $"Cannot resolve \"{pretty}\": Input schema \"{type.Sql}\" can only contain STRING as a key type for a MAP.", s.Span);
            case MapType m: Check(s, m.ValueType, pretty); break;
            case ArrayType a: Check(s, a.ElementType, pretty); break;
            case StructType t:
                if (t.FieldNames.Distinct().Count() < t.Fields.Count) throw s.Unsupported("from_json to a struct with two fields of one name");
                if (t.Fields.Count == 0) throw s.Unsupported("A struct without fields");
                foreach (var field in t.Fields) Check(s, field.DataType, pretty);
                break;
            case NullType or VariantType or CalendarIntervalType or YearMonthIntervalType or DayTimeIntervalType: throw s.Unsupported($"from_json to {type.Sql}");
        }
    }

    private static object? Read(string text, DataType schema, JsonOptions options)
    {
        if (text.AsSpan().Trim("\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f ").IsEmpty) return null;
        using var document = JsonRecord.Parse(Encoding.UTF8.GetBytes(text), options);
        var conversion = new JsonConversion(options) { TextOf = JsonText.Of, ItemsMustFit = true };
        var isBad = document is null;
        var value = document is null ? null : Root(document.RootElement, schema, conversion, options, ref isBad);
        if (isBad && options.Mode == ParseMode.FailFast)
            throw new SparkException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", "Malformed records are detected in record parsing. Parse Mode: FAILFAST. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'.");
        if (schema is not StructType type) return value;
        var fields = (object?[]?)value ?? new object?[type.Fields.Count];
        if (isBad && type.Fields.ToList().FindIndex(f => f.Name == options.CorruptColumn && f.DataType is StringType) is var corrupt and >= 0) fields[corrupt] = text;
        return fields;
    }

    private static object? Root(JsonElement root, DataType schema, JsonConversion conversion, JsonOptions options, ref bool isBad)
    {
        switch (schema, root.ValueKind)
        {
            case (StructType s, JsonValueKind.Object): return Struct(root, s, conversion, options, ref isBad);
            case (ArrayType { ElementType: StructType s }, JsonValueKind.Object): return new[] { Struct(root, s, conversion, options, ref isBad) };
            case (ArrayType a, JsonValueKind.Array):
                var items = new List<object?>();
                foreach (var item in root.EnumerateArray())
                {
                    var converted = conversion.Item(item, a.ElementType, ref isBad, out var fits);
                    if (!fits) { isBad = true; return null; }
                    items.Add(Inner(converted, a.ElementType));
                }
                return items.ToArray();
            case (MapType m, JsonValueKind.Object):
                var pairs = new List<(string Key, object? Value)>();
                foreach (var property in root.EnumerateObject())
                {
                    var converted = conversion.Item(property.Value, m.ValueType, ref isBad, out var fits);
                    if (!fits) { isBad = true; return null; }
                    pairs.Add((JsonText.NameOf(property), Inner(converted, m.ValueType)));
                }
                if (pairs.Select(p => p.Key).Distinct().Count() < pairs.Count) throw SparkException.Unsupported("A JSON object with a key twice as a map");
                return new MapValue(pairs.Select(object? (p) => p.Key).ToArray(), pairs.Select(p => p.Value).ToArray());
            default:
                isBad = true;
                return null;
        }
    }

    private static object?[] Struct(JsonElement value, StructType type, JsonConversion conversion, JsonOptions options, ref bool isBad)
    {
        // The column of corrupt records is no field of the text.
        var fields = conversion.Fields(value, new StructType(type.Fields.Select(f => f.Name == options.CorruptColumn ? f with { Name = "\0" } : f)), out var bad);
        isBad |= bad;
        return (object?[])Inner(fields, type)!;
    }

    /// <summary>A value of <see cref="JsonConversion"/> in the form of kernels.</summary>
    private static object? Inner(object? value, DataType type) => (value, type) switch
    {
        (Int128 digits, DecimalType d) => new DecimalValue(digits, d.Scale),
        (object?[] items, ArrayType a) => items.Select(i => Inner(i, a.ElementType)).ToArray(),
        (object?[] fields, StructType s) => fields.Select((f, i) => Inner(f, s.Fields[i].DataType)).ToArray(),
        (KeyValuePair<string, object?>[] pairs, MapType m) => new MapValue(pairs.Select(object? (p) => p.Key).ToArray(), pairs.Select(p => Inner(p.Value, m.ValueType)).ToArray()),
        _ => value,
    };
}
