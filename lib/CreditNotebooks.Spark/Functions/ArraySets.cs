using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Arrays as sets; NULL is an element like others there.</summary>
internal static class ArraySets
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("array_distinct").Build(s =>
        {
            s.Need(1);
            var array = s.Coerce(0, ArgumentType.Array);
            s.NeedOrder(((ArrayType)array.Type).ElementType);
            return s.Typed(array.Type, array.Nullable, array);
        }).Calls((w, c) => w.Kernel("array_distinct", Distinct, c.Type, c.Arguments)),
        Two("array_union", (l, r) => l || r, (left, right) => left.Concat(right).Distinct(NestedEquality.Instance).ToArray()),
        Two("array_except", (l, _) => l, (left, right) => left.Except(right, NestedEquality.Instance).ToArray()),
        Two("array_intersect", (l, r) => l && r, (left, right) => left.Intersect(right, NestedEquality.Instance).ToArray()),
        Scalar("arrays_overlap").Build(s =>
        {
            var (left, right, l, r) = s.TwoArrays();
            s.NeedOrder(l.ElementType);
            return s.Typed(DataType.Boolean, left.Nullable || right.Nullable || l.ContainsNull || r.ContainsNull, left, right);
        }).Calls((w, c) => w.Kernel("arrays_overlap", Overlap, DataType.Boolean, c.Arguments)),
    ];

    private static readonly Kernel Distinct = new(object?[] (object?[] items) => items.Distinct(NestedEquality.Instance).ToArray());

    private static readonly Kernel Overlap = new(bool? (object?[] left, object?[] right) =>
    {
        if (left.Length == 0 || right.Length == 0) return false;
        var values = new HashSet<object?>(left, NestedEquality.Instance);
        return right.Any(i => i is not null && values.Contains(i)) ? true : values.Contains(null) || right.Contains(null) ? null : false;
    });

    private static FunctionEntry Two(string name, Func<bool, bool, bool> containsNull, Func<object?[], object?[], object?[]> combine)
    {
        var kernel = new Kernel(combine);
        return Scalar(name).Build(s =>
        {
            var (left, right, l, r) = s.TwoArrays();
            s.NeedOrder(l.ElementType);
            return s.Typed(new ArrayType(l.ElementType, containsNull(l.ContainsNull, r.ContainsNull)), left.Nullable || right.Nullable, left, right);
        }).Calls((w, c) => w.Kernel(name, kernel, c.Type, c.Arguments));
    }
}
