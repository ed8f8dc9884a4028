using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Arrays in another order.</summary>
internal static class ArrayOrder
{
    // What array_sort compares with when it is given no function, as Spark shows it.
    private const string DefaultComparator = "lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, (IF((namedlambdavariable() IS NULL), 1, " +
        "(IF((namedlambdavariable() IS NULL), -1, (IF((namedlambdavariable() < namedlambdavariable()), -1, (IF((namedlambdavariable() > namedlambdavariable()), 1, 0)))))))))), " +
        "namedlambdavariable(), namedlambdavariable())";

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("sort_array").Build(SortArray).Calls((w, c) => w.Kernel("sort_array", Sorted, c.Type, c.Arguments)),
        Scalar("array_sort").Build(s => s.Count == 2 ? ComparatorSort.Build(s) : ArraySort(s))
            .Calls((w, c) => c.Arguments.Count == 2 ? ComparatorSort.Write(w, c) : w.Kernel("array_sort", NullsLast, c.Type, c.Arguments)),
    ];

    private static readonly Kernel Sorted = new(object?[] (object?[] items, bool ascending) => ascending
        ? items.Order(NestedOrder.Instance).ToArray() : items.OrderDescending(NestedOrder.Instance).ToArray());

    private static readonly Kernel NullsLast = new(object?[] (object?[] items) => items.OrderBy(i => i is null).ThenBy(i => i, NestedOrder.Instance).ToArray());

    private static TypedCall SortArray(CallSite s)
    {
        s.NeedOneOf(1, 2);
        var array = s.Coerce(0, ArgumentType.Array);
        if (s.Count == 2 && s[1].Type is not (BooleanType or NullType)) throw s.Unexpected(1, ArgumentType.Boolean);
        var ascending = s.Count == 2 ? s.Coerce(1, ArgumentType.Boolean) : TypedLiteral.Of(true);
        var pretty = $"{s.Name}({PrettyName.Of(s[0])}, {PrettyName.Of(ascending)})";
        if (!ArgumentType.IsOrderable(((ArrayType)array.Type).ElementType))
            throw new SparkException("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE", $"Cannot resolve \"{pretty}\": the `{s.Name}` does not support ordering on type \"{array.Type.Sql}\".", s.Span);
        if (!ascending.IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `ascendingOrder` should be a foldable \"BOOLEAN\" expression; however, got \"{PrettyName.Of(ascending)}\".");
        return s.Typed(array.Type, array.Nullable || ascending.Nullable, array, ascending) with { Pretty = pretty };
    }

    private static TypedCall ArraySort(CallSite s)
    {
        s.NeedOneOf(1, 2);
        var type = s.ArrayAt(0);
        s.NeedOrder(type.ElementType);
        return s.Typed(type, s[0].Nullable, s[0]) with { Pretty = $"{s.Name}({PrettyName.Of(s[0])}, {DefaultComparator})" };
    }
}
