using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Equal values for sets. Spark's sets of numbers tell -0.0 from 0.0, where its comparisons, and its sets of nested values, do not.</summary>
internal sealed class NestedEquality : IEqualityComparer<object?>
{
    public static NestedEquality Instance { get; } = new();

    bool IEqualityComparer<object?>.Equals(object? x, object? y) => (x, y) switch
    {
        (double a, double b) => double.IsNaN(a) ? double.IsNaN(b) : BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (float a, float b) => float.IsNaN(a) ? float.IsNaN(b) : BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
        _ => NestedOrder.Same(x, y),
    };

    public int GetHashCode(object? value) => value switch
    {
        null => 0,
        double d => d == 0 ? 0 : d.GetHashCode(),
        float f => f == 0 ? 0 : f.GetHashCode(),
        byte[] bytes => Bytes(bytes),
        object?[] items => Items(items),
        DecimalValue d => d.Unscaled.GetHashCode(),
        _ => value.GetHashCode(),
    };

    private static int Bytes(byte[] bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private int Items(object?[] items)
    {
        var hash = new HashCode();
        foreach (var item in items) hash.Add(GetHashCode(item));
        return hash.ToHashCode();
    }
}
