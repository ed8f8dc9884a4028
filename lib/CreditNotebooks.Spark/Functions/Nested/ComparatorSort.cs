using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary><c>array_sort</c> with a comparing function. DuckDB has no such sort: it computes how each element compares with each other one, and the order comes of that table.</summary>
internal static class ComparatorSort
{
    private static readonly Kernel Sort = new(object?[] (object?[] items, object?[] comparisons) => Sorted(items, comparisons.Select(r => (object?[])r!).ToArray()));

    public static TypedCall Build(CallSite s)
    {
        var type = s.ArrayAt(0);
        var element = (type.ElementType, type.ContainsNull);
        var lambda = s.Function(1, element, element);
        if (lambda.Body.Type is not IntegerType)
            throw s.Mismatch("UNEXPECTED_RETURN_TYPE", $"The `lambdafunction` requires return \"INT\" type, but the actual is \"{lambda.Body.Type.Sql}\" type.");
        return s.Typed(type, s[0].Nullable, s[0], lambda);
    }

    public static string Write(ExpressionWriter w, TypedCall c)
    {
        var (items, lambda) = (w.Write(c.Arguments[0]), (TypedLambda)c.Arguments[1]);
        var (left, right) = (w.Variable(lambda.Parameters[0]), w.Variable(lambda.Parameters[1]));
        // All pairs are compared here, Spark compares some: an error that it may not meet must not come up.
        var comparison = ExpressionWriter.MayFail(lambda.Body) ? $"TRY({w.Write(lambda.Body)})" : w.Write(lambda.Body);
        var table = $"list_transform({items}, lambda {left}: list_transform({items}, lambda {right}: {comparison}))";
        return w.Kernel("array_sort", Sort, [c.Type, new ArrayType(new ArrayType(DataType.Integer))], c.Type, items, table);
    }

    private static object?[] Sorted(object?[] items, object?[][] comparisons)
    {
        int Compare(int a, int b) => comparisons[a][b] is int order ? order : throw new SparkException("COMPARATOR_RETURNS_NULL",
            "The comparator has returned a NULL for a comparison of two elements. It should return a positive integer for \"greater than\", 0 for \"equal\" and a negative integer for \"less than\". To revert to deprecated behavior where NULL is treated as 0 (equal), you must set \"spark.sql.legacy.allowNullComparisonResultInArraySort\" to \"true\".");
        var order = Enumerable.Range(0, items.Length).ToArray();
        // What Java's sort does up to 31 elements, so that a comparator that contradicts itself gives the same too.
        var sorted = BinarySort(order, Compare);
        for (var i = 0; i < sorted.Length; i++)
        {
            for (var k = i + 1; k < sorted.Length && items.Length > 31; k++)
                if (Compare(sorted[i], sorted[k]) > 0) throw SparkException.Unsupported("array_sort of more than 31 elements with a comparing function that contradicts itself");
        }
        return sorted.Select(i => items[i]).ToArray();
    }

    private static int[] BinarySort(int[] a, Func<int, int, int> compare)
    {
        if (a.Length < 2) return a;
        var run = 2;
        if (compare(a[1], a[0]) < 0)
        {
            while (run < a.Length && compare(a[run], a[run - 1]) < 0) run++;
            Array.Reverse(a, 0, run);
        }
        else
        {
            while (run < a.Length && compare(a[run], a[run - 1]) >= 0) run++;
        }
        for (var start = run; start < a.Length; start++)
        {
            var pivot = a[start];
            var (left, right) = (0, start);
            while (left < right)
            {
                var middle = (left + right) >>> 1;
                if (compare(pivot, a[middle]) < 0) right = middle;
                else left = middle + 1;
            }
            Array.Copy(a, left, a, left + 1, start - left);
            a[left] = pivot;
        }
        return a;
    }
}
