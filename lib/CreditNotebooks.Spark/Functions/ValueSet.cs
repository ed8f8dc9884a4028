using System.Numerics;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The distinct values of a list in the order in which Spark's collect_set gives them: that of a Scala hash set, which depends on the values' hashes only.</summary>
internal static class ValueSet
{
    public static object?[] InSparkOrder(object?[] items, DataType type)
    {
        var order = ValueOrder.Of(type);
        var kept = new List<(object? Value, int Hash)>();
        var byHash = new Dictionary<int, List<object?>>();
        var buckets = 16;
        foreach (var item in items)
        {
            if (kept.Count + 1 >= buckets * 3 / 4) buckets *= 2;
            var hash = Hash(item, type);
            hash ^= (int)((uint)hash >> 16);
            if (!byHash.TryGetValue(hash, out var same)) byHash[hash] = same = [];
            // NaN is not equal to itself here: Spark keeps each one.
            if (item is not (double.NaN or float.NaN) && same.Exists(s => order.Compare(s, item) == 0)) continue;
            same.Add(item);
            kept.Add((item, hash));
        }
        return kept.OrderBy(k => k.Hash & (buckets - 1)).ThenBy(k => k.Hash).Select(k => k.Value).ToArray();
    }

    private static int Hash(object? value, DataType type) => value switch
    {
        null => 0,
        bool b => b ? 1231 : 1237,
        sbyte n => n,
        short n => n,
        int n => n,
        long n => OfLong(n),
        float f => OfDouble(f),
        double d => OfDouble(d),
        DecimalValue d => OfDecimal(d),
        string s => OfBytes(Encoding.UTF8.GetBytes(s)),
        byte[] b => OfBytes(b),
        object?[] items => items.Aggregate(42, (h, i) => h * 31 + Hash(i, type)),
        _ => value.GetHashCode(),
    };

    private static int OfLong(long n) => n == (int)n ? (int)n : (int)(n ^ (long)((ulong)n >> 32));

    private static int OfDouble(double d)
    {
        if (double.IsNaN(d)) return 0x7FF80000;
        if (d is >= int.MinValue and <= int.MaxValue && (int)d == d) return (int)d;
        if (Math.Abs(d) < 9.2e18 && (long)d == d) return OfLong((long)d);
        if ((float)d == d) return BitConverter.SingleToInt32Bits((float)d);
        var bits = BitConverter.DoubleToInt64Bits(d);
        return (int)(bits ^ (long)((ulong)bits >> 32));
    }

    private static int OfDecimal(DecimalValue d)
    {
        var whole = BigInteger.DivRem(d.Unscaled, BigInteger.Pow(10, d.Scale), out var rest);
        return rest.IsZero && whole >= long.MinValue && whole <= long.MaxValue ? OfLong((long)whole) : OfDouble(d.ToDouble());
    }

    // MurmurHash3 as Spark has it: each byte behind the last full word is mixed in by itself.
    private static int OfBytes(byte[] bytes)
    {
        var hash = 42u;
        var aligned = bytes.Length & ~3;
        for (var i = 0; i < aligned; i += 4) hash = Mix(hash, BitConverter.ToUInt32(bytes, i));
        for (var i = aligned; i < bytes.Length; i++) hash = Mix(hash, (uint)(sbyte)bytes[i]);
        hash ^= (uint)bytes.Length;
        hash = (hash ^ hash >> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35;
        return (int)(hash ^ hash >> 16);
    }

    private static uint Mix(uint hash, uint word) => BitOperations.RotateLeft(hash ^ BitOperations.RotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593, 13) * 5 + 0xE6546B64;
}
