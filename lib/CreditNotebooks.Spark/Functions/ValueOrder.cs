using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Spark's order of values in the form that kernels see: NULL first, NaN last and equal to itself, -0.0 equal to 0.0, strings by their UTF-8 bytes.</summary>
internal static class ValueOrder
{
    public static IComparer<object?> Of(DataType type) => Comparer<object?>.Create((a, b) => Compare(a, b, type));

    public static int Compare(object? a, object? b, DataType type)
    {
        if (a is null || b is null) return (a is null ? 0 : 1) - (b is null ? 0 : 1);
        switch (type)
        {
            case ArrayType { ElementType: var element }:
                var (x, y) = ((object?[])a, (object?[])b);
                for (var i = 0; i < x.Length && i < y.Length; i++)
                    if (Compare(x[i], y[i], element) is var c && c != 0) return c;
                return x.Length.CompareTo(y.Length);
            case StructType s:
                var (f, g) = ((object?[])a, (object?[])b);
                for (var i = 0; i < s.Fields.Count; i++)
                    if (Compare(f[i], g[i], s.Fields[i].DataType) is var c && c != 0) return c;
                return 0;
        }
        return (a, b) switch
        {
            (string s, string t) => CompareText(s, t),
            (byte[] s, byte[] t) => s.AsSpan().SequenceCompareTo(t),
            (double d, double e) => Compare(d, e),
            (float d, float e) => Compare(d, e),
            (DecimalValue d, DecimalValue e) => d.CompareTo(e),
            (IComparable c, _) => c.CompareTo(b),
            _ => throw new NotSupportedException(type.Sql),
        };
    }

    private static int Compare(double a, double b) => double.IsNaN(a) ? double.IsNaN(b) ? 0 : 1 : double.IsNaN(b) ? -1 : a.CompareTo(b) is var c && a == b ? 0 : c;

    // UTF-16 orders surrogates before U+E000 … U+FFFF, UTF-8 after.
    private static int CompareText(string a, string b)
    {
        var n = Math.Min(a.Length, b.Length);
        for (var i = 0; i < n; i++)
        {
            var (x, y) = (a[i], b[i]);
            if (x == y) continue;
            return char.IsSurrogate(x) == char.IsSurrogate(y) ? x.CompareTo(y) : char.IsSurrogate(x) ? 1 : -1;
        }
        return a.Length.CompareTo(b.Length);
    }
}
