using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions that make rows.</summary>
internal static class GeneratorFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        GeneratorOf("explode").Takes(ArgumentType.Any).Named("collection").Generates(s => Elements(s, false), (w, g) => WriteElements(w, g, false)),
        GeneratorOf("explode_outer").Takes(ArgumentType.Any).Named("collection").Outer().Generates(s => Elements(s, false), (w, g) => WriteElements(w, g, false)),
        GeneratorOf("posexplode").Takes(ArgumentType.Any).Named("collection").Generates(s => Elements(s, true), (w, g) => WriteElements(w, g, true)),
        GeneratorOf("posexplode_outer").Takes(ArgumentType.Any).Named("collection").Outer().Generates(s => Elements(s, true), (w, g) => WriteElements(w, g, true)),
        GeneratorOf("inline").Takes(ArgumentType.Any).Named("input").Generates(Fields, WriteFields),
        GeneratorOf("inline_outer").Takes(ArgumentType.Any).Named("input").Outer().Generates(Fields, WriteFields),
        GeneratorOf("stack").Generates(Stack.Columns, Stack.Write),
        GeneratorOf("variant_explode").NotSupported("a VARIANT has no form in the embedded engine"),
        GeneratorOf("variant_explode_outer").NotSupported("a VARIANT has no form in the embedded engine"),
    ];

    private static Seq<StructField> Elements(CallSite s, bool positions)
    {
        s.Need(1);
        NotNested(s);
        IEnumerable<StructField> columns = s[0].Type switch
        {
            ArrayType a => [new StructField("col", a.ElementType, a.ContainsNull)],
            MapType m => [new StructField("key", m.KeyType, false), new StructField("value", m.ValueType, m.ValueContainsNull)],
            _ => throw s.Unexpected(0, ArgumentType.OneOf(ArgumentType.Array, ArgumentType.Map)),
        };
        return (positions ? columns.Prepend(new StructField("pos", DataType.Integer, false)) : columns).ToSeq();
    }

    private static void NotNested(CallSite s)
    {
        if (s[0] is TypedGenerator)
            throw new SparkException("UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS", $"The generator is not supported: nested in expressions \"{PrettyName.Call(s.Name, s.Arguments)}\".", s.Span);
    }

    private static List<string> WriteElements(ExpressionWriter w, TypedGenerator g, bool positions)
    {
        var value = w.Write(g.Arguments[0]);
        List<string> lists = g.Arguments[0].Type is MapType ? [$"map_keys({value})", $"map_values({value})"] : [value];
        if (positions) lists.Insert(0, $"list_transform({lists[0]}, lambda e, i: CAST(i - 1 AS INTEGER))");
        return lists;
    }

    private static Seq<StructField> Fields(CallSite s)
    {
        s.Need(1);
        NotNested(s);
        if (s[0].Type is not ArrayType { ElementType: StructType type } array)
            throw s.Mismatch("UNEXPECTED_INPUT_TYPE", $"the first parameter requires the \"ARRAY<STRUCT>\" type, however \"{PrettyName.Of(s[0])}\" has the type \"{s[0].Type.Sql}\".");
        return type.Fields.Select(f => f with { Nullable = f.Nullable || array.ContainsNull }).ToSeq();
    }

    private static List<string> WriteFields(ExpressionWriter w, TypedGenerator g)
    {
        var array = w.Write(g.Arguments[0]);
        var type = (StructType)((ArrayType)g.Arguments[0].Type).ElementType;
        return PhysicalTypes.FieldNames(type).Select(n => $"list_transform({array}, lambda e: struct_extract(e, {DuckDbText.String(n)}))").ToList();
    }
}
