using System.Text;
using System.Text.Json;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Sources.Json;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>JSON in strings.</summary>
internal static class JsonFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("get_json_object").Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.String).Nullable().Build(s =>
        {
            s.Need(2);
            return s.Typed(DataType.String, true, Text(s, 0), Text(s, 1));
        }).Calls((w, c) => w.Kernel("get_json_object", GetObject, DataType.String, c.Arguments)),
        Scalar("json_array_length").Build(s =>
        {
            s.Need(1);
            return s.Typed(DataType.Integer, true, Text(s, 0));
        }).Calls((w, c) => w.Kernel("json_array_length", ArrayLength, DataType.Integer, c.Arguments)),
        Scalar("json_object_keys").Build(s =>
        {
            s.Need(1);
            return s.Typed(new ArrayType(DataType.String), true, Text(s, 0));
        }).Calls((w, c) => w.Kernel("json_object_keys", Keys, c.Type, c.Arguments)),
        Scalar("from_json").Fails().Build(FromJson.Build),
        Scalar("to_json").Build(ToJson),
        Scalar("schema_of_json").Fails().Build(SchemaOf),
        GeneratorOf("json_tuple").Generates(TupleColumns, WriteTuple),
    ];

    private static readonly Kernel GetObject = new(string? (string text, string path) =>
    {
        if (JsonPath.Parse(path) is not { } steps) return null;
        using var document = JsonText.Parse(text);
        return document is null ? null : JsonPathEvaluator.Evaluate(document.RootElement, steps);
    });

    private static readonly Kernel ArrayLength = new(int? (string text) =>
    {
        using var document = JsonText.Parse(text);
        return document?.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.GetArrayLength() : null;
    });

    private static readonly Kernel Keys = new(object?[] (string text) =>
    {
        using var document = JsonText.Parse(text);
        return document?.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.EnumerateObject().Select(object? (p) => JsonText.NameOf(p)).ToArray() : null!;
    });

    private static readonly Kernel Tuple = new(object?[] (object?[] arguments) =>
    {
        var fields = new object?[arguments.Length - 1];
        if (arguments[0] is not string text) return fields;
        using var document = JsonText.Parse(text);
        if (document?.RootElement.ValueKind != JsonValueKind.Object) return fields;
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null) continue;
            var name = JsonText.NameOf(property);
            for (var i = 0; i < fields.Length; i++)
                if (arguments[i + 1] as string == name) fields[i] = JsonText.Bare(property.Value);
        }
        return fields;
    }, SeesNulls: true);

    private static TypedExpression Text(CallSite s, int index) => s[index].Type is StringType or NullType ? s.Coerce(index, ArgumentType.String) : throw s.Unexpected(index, ArgumentType.String);

    private static TypedExpression ToJson(CallSite s)
    {
        s.NeedOneOf(1, 2);
        var options = FunctionOptions.At(s, 1);
        var type = s[0].Type;
        var pretty = $"{s.Name}({PrettyName.Of(s[0])})";
        if (type is NullType) return new Rewritten(pretty, TypedLiteral.Null(DataType.String));
        if (type is not (StructType or ArrayType or MapType or VariantType))
            throw new SparkException("DATATYPE_MISMATCH.INVALID_JSON_SCHEMA", $"Cannot resolve \"{pretty}\": Input schema \"{type.Sql}\" must be a struct, an array, a map or a variant.", s.Span);
        CheckWritable(s, type);
        var settings = s.Context.Settings;
        _ = new JsonWriter(options.Source, settings);
        var zone = s.Context.Zone.Id;
        var signature = KernelCache.Get(("to_json", type, options, zone), () =>
        {
            var own = new RuntimeSettings();
            own.Set("spark.sql.session.timeZone", zone);
            var writers = new ThreadLocal<JsonWriter>(() => new JsonWriter(options.Source, own));
            return new Kernel(string (object value) =>
            {
                var text = new StringBuilder();
                writers.Value!.Value(text, ApiValues.FromKernel(value, type), type);
                return text.ToString();
            });
        });
        return s.Typed(DataType.String, true, s[0]) with { Pretty = pretty, Signature = signature };
    }

    private static void CheckWritable(CallSite s, DataType type)
    {
        switch (type)
        {
            case ArrayType a: CheckWritable(s, a.ElementType); break;
            case StructType t: foreach (var field in t.Fields) CheckWritable(s, field.DataType); break;
            case MapType m:
                if (m.KeyType is not (StringType or BooleanType or DecimalType or DoubleType or NullType) && !m.KeyType.IsIntegral) throw s.Unsupported($"to_json of a map with keys of type {m.KeyType.Sql}");
                CheckWritable(s, m.ValueType);
                break;
            case VariantType or CalendarIntervalType or YearMonthIntervalType or DayTimeIntervalType: throw s.Unsupported($"to_json of {type.Sql}");
        }
    }

    private static TypedExpression SchemaOf(CallSite s)
    {
        s.NeedOneOf(1, 2);
        var options = FunctionOptions.At(s, 1);
        if (!s[0].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `json` should be a foldable \"STRING\" expression; however, got \"{PrettyName.Of(s[0])}\".");
        if (s[0].Type is not (StringType or NullType)) throw s.Unexpected(0, ArgumentType.String);
        if (s.Analyzer.Fold(s.Coerce(0, ArgumentType.String)) is not TypedLiteral { Value: string text }) throw s.Mismatch("UNEXPECTED_NULL", "The json must not be null.");
        var reader = new JsonOptions(options.Source, s.Context.Settings);
        return new Rewritten($"{s.Name}({PrettyName.Of(s[0])})", TypedLiteral.Of(SchemaText(text, reader)));
    }

    private static string SchemaText(string text, JsonOptions options)
    {
        if (text.AsSpan().Trim().IsEmpty) return DataType.String.Sql;
        using var document = JsonRecord.Parse(Encoding.UTF8.GetBytes(text), options) ?? throw new SparkException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", "The text is no JSON.");
        var inference = new JsonInference(options);
        var type = inference.Infer(document.RootElement);
        var found = inference.Final(type);
        return found?.Sql ?? type switch
        {
            StructType => "STRUCT<>",
            ArrayType { ElementType: StructType } => "ARRAY<STRUCT<>>",
            _ => DataType.String.Sql,
        };
    }

    private static Seq<StructField> TupleColumns(CallSite s)
    {
        if (s.Count < 2) throw s.WrongCount("> 1");
        if (s.Arguments.Any(a => a.Type is not StringType)) throw s.Mismatch("NON_STRING_TYPE", "all arguments of the function `json_tuple` must be strings.");
        return s.Arguments.Skip(1).Select((_, i) => new StructField($"c{i}", DataType.String)).ToSeq();
    }

    private static List<string> WriteTuple(ExpressionWriter w, TypedGenerator g)
    {
        var values = w.Kernel("json_tuple", Tuple, g.Arguments.Select(a => a.Type), new ArrayType(DataType.String), g.Arguments.Select(w.Write));
        return g.Columns.Select((_, i) => $"list_value(list_extract({values}, {i + 1}))").ToList();
    }
}
