using System.Buffers.Binary;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Arrays and structs as bytes that order as Spark orders the values; DuckDB has NULLs inside of them last, Spark first.</summary>
internal static class NestedSortKey
{
    public static readonly Kernel Kernel = new(byte[] (object value) =>
    {
        var key = new List<byte>();
        Append(key, value);
        return key.ToArray();
    });

    public static readonly Kernel Compare = new(int (object left, object right) => NestedOrder.Of(left, right));

    private static void Append(List<byte> key, object? value)
    {
        // NULL is before all values, the end of an array before all elements.
        if (value is null) { key.Add(1); return; }
        key.Add(2);
        switch (value)
        {
            case bool b: key.Add(b ? (byte)1 : (byte)0); break;
            case sbyte n: Number(key, n); break;
            case short n: Number(key, n); break;
            case int n: Number(key, n); break;
            case long n: Number(key, n); break;
            case float f: Number(key, Bits(f)); break;
            case double d: Number(key, Bits(d)); break;
            case DecimalValue d: Big(key, d.Unscaled); break;
            case string s: Bytes(key, Encoding.UTF8.GetBytes(s)); break;
            case byte[] bytes: Bytes(key, bytes); break;
            case object?[] items:
                foreach (var item in items) Append(key, item);
                key.Add(0);
                break;
            default: throw new InvalidOperationException($"{value.GetType().Name} has no order.");
        }
    }

    private static void Number(List<byte> key, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)value ^ 1UL << 63);
        key.AddRange(bytes);
    }

    private static long Bits(double value)
    {
        if (double.IsNaN(value)) return long.MaxValue;
        var bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0.0 : value);
        return bits < 0 ? long.MinValue - bits - 1 : bits;
    }

    private static void Big(List<byte> key, Int128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, (UInt128)value ^ UInt128.One << 127);
        key.AddRange(bytes);
    }

    private static void Bytes(List<byte> key, byte[] bytes)
    {
        foreach (var b in bytes)
        {
            key.Add(b);
            if (b == 0) key.Add(255);
        }
        key.Add(0);
        key.Add(0);
    }
}
