using System.Numerics;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The hash codes that the JVM's collections order values by: where Spark's answer is in the order of a hash table, they decide.</summary>
internal static class JavaHash
{
    /// <summary>Java's hashCode of the value as Spark holds it.</summary>
    public static int HashCode(object value) => value switch
    {
        bool b => b ? 1231 : 1237,
        sbyte n => n,
        short n => n,
        int n => n,
        long n => Fold(n),
        float f => float.IsNaN(f) ? 0x7FC00000 : BitConverter.SingleToInt32Bits(f),
        double d => Fold(double.IsNaN(d) ? 0x7FF8000000000000 : BitConverter.DoubleToInt64Bits(d)),
        DecimalValue d => OfDecimal(d),
        string s => OfBytes(Encoding.UTF8.GetBytes(s)),
        byte[] b => OfBytes(b),
        _ => throw SparkException.Unsupported("The order of a hash table of nested values"),
    };

    /// <summary>Scala's ## of the value: numbers that are equal hash alike, whatever their type.</summary>
    public static int ScalaHash(object value) => value switch
    {
        long n => Unified(n),
        float f => Unified(f),
        double d => Unified(d),
        _ => HashCode(value),
    };

    private static int Fold(long n) => (int)(n ^ (long)((ulong)n >> 32));

    private static int Unified(long n) => n == (int)n ? (int)n : Fold(n);

    private static int Unified(double d)
    {
        if (double.IsNaN(d)) return 0x7FF80000;
        if (d is >= int.MinValue and <= int.MaxValue && (int)d == d) return (int)d;
        if (Math.Abs(d) < 9.2e18 && (long)d == d) return Fold((long)d);
        return (float)d == d ? BitConverter.SingleToInt32Bits((float)d) : Fold(BitConverter.DoubleToInt64Bits(d));
    }

    private static int OfDecimal(DecimalValue d)
    {
        var whole = BigInteger.DivRem(d.Unscaled, BigInteger.Pow(10, d.Scale), out var rest);
        return rest.IsZero && whole >= long.MinValue && whole <= long.MaxValue ? Unified((long)whole) : Unified(d.ToDouble());
    }

    // MurmurHash3 as Spark has it: each byte behind the last full word is mixed in by itself.
    private static int OfBytes(byte[] bytes)
    {
        var hash = 42u;
        var aligned = bytes.Length & ~3;
        for (var i = 0; i < aligned; i += 4) hash = Mix(hash, BitConverter.ToUInt32(bytes, i));
        for (var i = aligned; i < bytes.Length; i++) hash = Mix(hash, (uint)(sbyte)bytes[i]);
        return Finish(hash, bytes.Length);
    }

    /// <summary>MurmurHash3 of one number, by which Spark's own hash sets place a hash code.</summary>
    public static int Spread(int hashCode) => Finish(Mix(0, (uint)hashCode), 4);

    private static int Finish(uint hash, int length)
    {
        hash ^= (uint)length;
        hash = (hash ^ hash >> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35;
        return (int)(hash ^ hash >> 16);
    }

    private static uint Mix(uint hash, uint word) => BitOperations.RotateLeft(hash ^ BitOperations.RotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593, 13) * 5 + 0xE6546B64;
}
