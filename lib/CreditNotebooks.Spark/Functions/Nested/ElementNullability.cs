using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Whether an element taken out of an array may be NULL. Spark looks into an array that is written out, under a constant index.</summary>
internal static class ElementNullability
{
    /// <param name="array">The array.</param>
    /// <param name="index">The index, folded to a literal where it is a constant.</param>
    /// <param name="firstIndex">0 or 1.</param>
    /// <param name="fails">Whether an index out of bounds is an error, not NULL.</param>
    public static bool Of(TypedExpression array, TypedExpression index, int firstIndex, bool fails)
    {
        if (index is TypedLiteral { Value: IConvertible number })
        {
            var at = number.ToInt64(System.Globalization.CultureInfo.InvariantCulture);
            if (firstIndex == 1 && at == 0) return false;
            if (firstIndex == 1) at = Math.Abs(at) - 1;
            return !(Elements(array) is { } elements && at >= 0 && at < elements.Count) || elements[(int)at].Nullable || FieldNullable(array);
        }
        return array.Nullable || !fails || ((ArrayType)array.Type).ContainsNull;
    }

    /// <summary>The element's SQL. Where Spark takes the result to be never NULL but the index is, it answers whatever lies in memory; here that is refused.</summary>
    public static string Guard(TypedCall call, string index, string sql)
    {
        if (call.Nullable || !call.Arguments[1].Nullable) return sql;
        var error = ExpressionWriter.Error("UNSUPPORTED_FEATURE", "Taking an element of an array by an index that is NULL is not supported by the embedded engine where Spark takes the result to be never NULL; use get().");
        return $"CASE WHEN {index} IS NULL THEN {error} ELSE {sql} END";
    }

    private static Seq<TypedExpression>? Elements(TypedExpression array) => array switch
    {
        TypedCall { Function.Name: "array" } c => c.Arguments,
        TypedCall { Arguments: [TypedCall { Function.Name: "array" } c, ..] } g when g.Function == NestedAccess.ArrayStructFields => c.Arguments,
        _ => null,
    };

    private static bool FieldNullable(TypedExpression array) =>
        array is TypedCall { Arguments: [{ Type: ArrayType { ElementType: StructType type } }, TypedLiteral { Value: int field }] } g && g.Function == NestedAccess.ArrayStructFields && type.Fields[field].Nullable;
}
