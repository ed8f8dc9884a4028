using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What the functions of arrays and maps ask of their arguments, with Spark's errors.</summary>
internal static class NestedArguments
{
    public static void Need(this CallSite s, int count)
    {
        if (s.Count != count) throw s.WrongCount(count.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public static void NeedOneOf(this CallSite s, int least, int most)
    {
        if (s.Count < least || s.Count > most) throw s.WrongCount($"[{string.Join(", ", Enumerable.Range(least, most - least + 1))}]");
    }

    /// <summary>The argument's array type; a bare NULL is refused.</summary>
    public static ArrayType ArrayAt(this CallSite s, int index) => s[index].Type as ArrayType ?? throw s.Unexpected(index, ArgumentType.Array);

    /// <summary>The argument's map type; a bare NULL is refused.</summary>
    public static MapType MapAt(this CallSite s, int index) => s[index].Type as MapType ?? throw s.Unexpected(index, ArgumentType.Map);

    /// <summary>The argument where it is of exactly this type: no cast, and a bare NULL is refused.</summary>
    public static TypedExpression Exactly(this CallSite s, int index, DataType type) => s[index].Type == type ? s[index] : throw s.Unexpected(index, ArgumentType.Of(type));

    /// <summary>The array and a value of its element type, where one of them must be cast to the other's type.</summary>
    public static (TypedExpression Array, TypedExpression Value, ArrayType Type) WithElement(this CallSite s, int array, int value,
        Func<DataType, DataType, DataType?>? wider = null, int noNulls = 0, bool anyType = false)
    {
        if (noNulls > 0 && s[array].Type is NullType || noNulls > 1 && s[value].Type is NullType)
            throw s.Mismatch("NULL_TYPE", $"Null typed values cannot be used as arguments of `{s.Name}`.");
        SparkException Differ() => s.Mismatch("ARRAY_FUNCTION_DIFF_TYPES",
            $"Input to `{s.Name}` should have been \"ARRAY\" followed by a value with same element type, but it's [\"{s[array].Type.Sql}\", \"{s[value].Type.Sql}\"].");
        if (anyType && s[array].Type is not ArrayType) throw Differ();
        var type = s.ArrayAt(array);
        var element = (wider ?? Tightest)(type.ElementType, s[value].Type) ?? throw Differ();
        var common = new ArrayType(element, type.ContainsNull);
        return (s.Cast(s[array], common), s.Cast(s[value], element), common);
    }

    /// <summary>Two arrays cast to one element type.</summary>
    public static (TypedExpression Left, TypedExpression Right, ArrayType LeftType, ArrayType RightType) TwoArrays(this CallSite s)
    {
        s.Need(2);
        if (s[0].Type is not ArrayType l || s[1].Type is not ArrayType r || Tightest(l.ElementType, r.ElementType) is not { } element)
            throw s.Mismatch("BINARY_ARRAY_DIFF_TYPES", $"Input to function `{s.Name}` should have been two \"ARRAY\" with same element type, but it's [\"{s[0].Type.Sql}\", \"{s[1].Type.Sql}\"].");
        var (left, right) = (new ArrayType(element, l.ContainsNull), new ArrayType(element, r.ContainsNull));
        return (s.Cast(s[0], left), s.Cast(s[1], right), left, right);
    }

    // These functions keep to the rules from before ANSI: a FLOAT stays one beside whole numbers.
    private static DataType? Tightest(DataType a, DataType b) =>
        a is FloatType && b.IsIntegral || b is FloatType && a.IsIntegral ? DataType.Float : TypeCoercion.TightestCommon(a, b);

    public static void NeedOrder(this CallSite s, DataType type)
    {
        if (!ArgumentType.IsOrderable(type)) throw s.Mismatch("INVALID_ORDERING_TYPE", $"The `{s.Name}` does not support ordering on type \"{type.Sql}\".");
    }
}
