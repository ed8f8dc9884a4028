using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Spark's order of values in the form that kernels see: NULL first, NaN last and equal to itself, -0.0 equal to 0.0, strings and bytes by their unsigned bytes,
/// arrays and structs item by item.</summary>
internal sealed class NestedOrder : IComparer<object?>
{
    public static NestedOrder Instance { get; } = new();

    public int Compare(object? x, object? y) => Of(x, y);

    public static bool Same(object? x, object? y) => Of(x, y) == 0;

    public static int Of(object? x, object? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        return x switch
        {
            int n => n.CompareTo((int)y),
            long n => n.CompareTo((long)y),
            string s => Text(s, (string)y),
            double d => Number(d, (double)y),
            float f => Number(f, (float)y),
            bool b => b.CompareTo((bool)y),
            sbyte n => n.CompareTo((sbyte)y),
            short n => n.CompareTo((short)y),
            DecimalValue d => d.CompareTo((DecimalValue)y),
            byte[] b => b.AsSpan().SequenceCompareTo((byte[])y),
            object?[] items => Items(items, (object?[])y),
            _ => throw new InvalidOperationException($"{x.GetType().Name} has no order."),
        };
    }

    private static int Number(double x, double y) => double.IsNaN(x) || double.IsNaN(y) ? (double.IsNaN(x) ? 1 : 0) - (double.IsNaN(y) ? 1 : 0) : x < y ? -1 : x > y ? 1 : 0;

    // UTF-8 bytes order as code points do; UTF-16 units do not where surrogates meet U+E000 and above.
    private static int Text(string x, string y)
    {
        var length = Math.Min(x.Length, y.Length);
        for (var i = 0; i < length; i++)
        {
            if (x[i] == y[i]) continue;
            var (a, b) = (x[i], y[i]);
            return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
        }
        return x.Length.CompareTo(y.Length);
    }

    private static int Items(object?[] x, object?[] y)
    {
        for (var i = 0; i < Math.Min(x.Length, y.Length); i++)
            if (Of(x[i], y[i]) is var order and not 0) return order;
        return x.Length.CompareTo(y.Length);
    }
}
