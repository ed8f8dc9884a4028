using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Reaching into nested values: <c>a.b</c>, <c>a[0]</c>, <c>m['k']</c> (Spark's ExtractValue).</summary>
internal static class Fields
{
    public static TypedExpression Path(TypedExpression value, IEnumerable<string> fields, SourceSpan span) =>
        fields.Aggregate(value, (v, field) => Get(v, TypedLiteral.Of(field), span));

    public static TypedExpression Get(TypedExpression value, TypedExpression key, SourceSpan span)
    {
        switch (value.Type, key)
        {
            case (StructType s, TypedLiteral { Value: string name }):
                var (index, field) = Find(s, name, span);
                return new TypedCall(NestedAccess.StructField, "", [value, TypedLiteral.Of(index)], field.DataType, value.Nullable || field.Nullable)
                    { Pretty = $"{PrettyName.Of(value)}.{name}", Span = span };
            case (ArrayType { ElementType: StructType s } a, TypedLiteral { Value: string name }):
                var (i, f) = Find(s, name, span);
                return new TypedCall(NestedAccess.ArrayStructFields, "", [value, TypedLiteral.Of(i)], new ArrayType(f.DataType, a.ContainsNull || f.Nullable), value.Nullable)
                    { Pretty = $"{PrettyName.Of(value)}.{name}", Span = span };
            case (ArrayType a, _) when key.Type.IsIntegral || key.Type is NullType:
                return new TypedCall(NestedAccess.ArrayItem, "", [value, CastRules.Implicit(key, DataType.Long)], a.ElementType, ElementNullability.Of(value, key, 0, true))
                    { Pretty = $"{PrettyName.Of(value)}[{PrettyName.Of(key)}]", Span = span };
            case (MapType m, _) when TypeCoercion.Implicit(key.Type, m.KeyType) is not null:
                return new TypedCall(NestedAccess.MapValue, "", [value, CastRules.Implicit(key, m.KeyType)], m.ValueType, true)
                    { Pretty = $"{PrettyName.Of(value)}[{PrettyName.Of(key)}]", Span = span };
            case (ArrayType, _):
                throw new SparkException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", $"Cannot resolve \"{PrettyName.Of(value)}[{PrettyName.Of(key)}]\": the index requires the \"INTEGRAL\" type, not \"{key.Type.Sql}\".", span);
            case (MapType m, _):
                throw new SparkException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", $"Cannot resolve \"{PrettyName.Of(value)}[{PrettyName.Of(key)}]\": the key requires the \"{m.KeyType.Sql}\" type, not \"{key.Type.Sql}\".", span);
            case (StructType, _):
                throw new SparkException("INVALID_EXTRACT_FIELD_TYPE", $"Field name should be a non-null string literal, but it's \"{PrettyName.Of(key)}\".", span);
            default:
                throw new SparkException("INVALID_EXTRACT_BASE_FIELD_TYPE", $"Can't extract a value from \"{PrettyName.Of(value)}\": a complex type [STRUCT, ARRAY, MAP] is needed, not \"{value.Type.Sql}\".", span);
        }
    }

    private static (int Index, StructField Field) Find(StructType type, string name, SourceSpan span)
    {
        var matches = type.Fields.Select((f, i) => (i, f)).Where(x => Scope.Same(x.f.Name, name)).ToList();
        return matches.Count switch
        {
            1 => matches[0],
            0 => throw new SparkException("FIELD_NOT_FOUND", $"No such struct field {Identifier.QuoteAlways([name])} in {string.Join(", ", type.FieldNames.Select(Identifier.QuoteAlways))}.", span),
            _ => throw new SparkException("AMBIGUOUS_REFERENCE_TO_FIELDS", $"Ambiguous reference to the field {Identifier.QuoteAlways([name])}. It appears {matches.Count} times in the schema.", span),
        };
    }
}
