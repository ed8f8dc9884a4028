using System.Collections.Concurrent;
using System.Numerics;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>HASH and XXHASH64: each value's hash is the seed of the next; NULL leaves it as it is.</summary>
internal abstract class RowHash<T> where T : struct
{
    protected abstract T Int(int value, T seed);
    protected abstract T Long(long value, T seed);
    protected abstract T Bytes(ReadOnlySpan<byte> bytes, T seed);

    public T Of(object? value, DataType type, T seed) => (value, type) switch
    {
        (null, _) => seed,
        (bool b, _) => Int(b ? 1 : 0, seed),
        (sbyte n, _) => Int(n, seed),
        (short n, _) => Int(n, seed),
        (int n, _) => Int(n, seed),
        (long n, _) => Long(n, seed),
        // -0.0 is 0.0, and there is one NaN.
        (float f, _) => Int(f == 0 ? 0 : float.IsNaN(f) ? 0x7FC00000 : BitConverter.SingleToInt32Bits(f), seed),
        (double d, _) => Long(d == 0 ? 0 : double.IsNaN(d) ? 0x7FF8000000000000 : BitConverter.DoubleToInt64Bits(d), seed),
        (DecimalValue d, DecimalType { Precision: <= 18 }) => Long((long)d.Unscaled, seed),
        (DecimalValue d, _) => Bytes(((BigInteger)d.Unscaled).ToByteArray(isBigEndian: true), seed),
        (string s, _) => Bytes(Encoding.UTF8.GetBytes(s), seed),
        (byte[] b, _) => Bytes(b, seed),
        (CalendarInterval i, _) => Int(i.Months, Int(i.Days, Long(i.Microseconds, seed))),
        (object?[] items, ArrayType a) => items.Aggregate(seed, (h, item) => Of(item, a.ElementType, h)),
        (object?[] fields, StructType s) => fields.Zip(s.Fields).Aggregate(seed, (h, f) => Of(f.First, f.Second.DataType, h)),
        _ => throw new NotSupportedException(type.Sql),
    };
}

/// <summary>MurmurRowHash of 32 bits, where the bytes behind the last four count one by one.</summary>
internal sealed class MurmurRowHash : RowHash<int>
{
    private static readonly MurmurRowHash Instance = new();
    private static readonly ConcurrentDictionary<Seq<DataType>, Kernel> Kernels = new();

    public static Kernel For(Seq<DataType> types) => Kernels.GetOrAdd(types, t => t.Count == 1 ? new Kernel((object? value) => Instance.Of(value, t[0], 42), SeesNulls: true) : new Kernel((object?[] values) =>
    {
        var hash = 42;
        for (var i = 0; i < values.Length; i++) hash = Instance.Of(values[i], t[i], hash);
        return hash;
    }, SeesNulls: true));

    protected override int Int(int value, int seed) => unchecked((int)Finish(Mix((uint)seed, (uint)value), 4));

    protected override int Long(long value, int seed) => unchecked((int)Finish(Mix(Mix((uint)seed, (uint)value), (uint)(value >>> 32)), 8));

    protected override int Bytes(ReadOnlySpan<byte> bytes, int seed)
    {
        unchecked
        {
            var hash = (uint)seed;
            var at = 0;
            for (; at + 4 <= bytes.Length; at += 4) hash = Mix(hash, BitConverter.ToUInt32(bytes[at..]));
            for (; at < bytes.Length; at++) hash = Mix(hash, (uint)(sbyte)bytes[at]);
            return (int)Finish(hash, (uint)bytes.Length);
        }
    }

    private static uint Mix(uint hash, uint value)
    {
        unchecked
        {
            value = BitOperations.RotateLeft(value * 0xCC9E2D51, 15) * 0x1B873593;
            return BitOperations.RotateLeft(hash ^ value, 13) * 5 + 0xE6546B64;
        }
    }

    private static uint Finish(uint hash, uint length)
    {
        unchecked
        {
            hash ^= length;
            hash = (hash ^ hash >> 16) * 0x85EBCA6B;
            hash = (hash ^ hash >> 13) * 0xC2B2AE35;
            return hash ^ hash >> 16;
        }
    }
}

/// <summary>XXH64.</summary>
internal sealed class XxRowHash : RowHash<long>
{
    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9, P4 = 0x85EBCA77C2B2AE63, P5 = 0x27D4EB2F165667C5;
    private static readonly XxRowHash Instance = new();
    private static readonly ConcurrentDictionary<Seq<DataType>, Kernel> Kernels = new();

    public static Kernel For(Seq<DataType> types) => Kernels.GetOrAdd(types, t => t.Count == 1 ? new Kernel((object? value) => Instance.Of(value, t[0], 42L), SeesNulls: true) : new Kernel((object?[] values) =>
    {
        var hash = 42L;
        for (var i = 0; i < values.Length; i++) hash = Instance.Of(values[i], t[i], hash);
        return hash;
    }, SeesNulls: true));

    protected override long Int(int value, long seed)
    {
        unchecked
        {
            return (long)Finish(Half((ulong)seed + P5 + 4, (uint)value));
        }
    }

    protected override long Long(long value, long seed)
    {
        unchecked
        {
            return (long)Finish(Whole((ulong)seed + P5 + 8, (ulong)value));
        }
    }

    protected override long Bytes(ReadOnlySpan<byte> bytes, long seed)
    {
        unchecked
        {
            var start = (ulong)seed;
            var at = 0;
            ulong hash;
            if (bytes.Length >= 32)
            {
                var (a, b, c, d) = (start + P1 + P2, start + P2, start, start - P1);
                for (; at + 32 <= bytes.Length; at += 32)
                {
                    a = Round(a, BitConverter.ToUInt64(bytes[at..]));
                    b = Round(b, BitConverter.ToUInt64(bytes[(at + 8)..]));
                    c = Round(c, BitConverter.ToUInt64(bytes[(at + 16)..]));
                    d = Round(d, BitConverter.ToUInt64(bytes[(at + 24)..]));
                }
                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
                foreach (var lane in (ReadOnlySpan<ulong>)[a, b, c, d]) hash = (hash ^ Round(0, lane)) * P1 + P4;
            }
            else hash = start + P5;
            hash += (ulong)bytes.Length;
            for (; at + 8 <= bytes.Length; at += 8) hash = Whole(hash, BitConverter.ToUInt64(bytes[at..]));
            if (at + 4 <= bytes.Length)
            {
                hash = Half(hash, BitConverter.ToUInt32(bytes[at..]));
                at += 4;
            }
            for (; at < bytes.Length; at++) hash = BitOperations.RotateLeft(hash ^ bytes[at] * P5, 11) * P1;
            return (long)Finish(hash);
        }
    }

    private static ulong Round(ulong lane, ulong input) => unchecked(BitOperations.RotateLeft(lane + input * P2, 31) * P1);

    private static ulong Whole(ulong hash, ulong input) => unchecked(BitOperations.RotateLeft(hash ^ Round(0, input), 27) * P1 + P4);

    private static ulong Half(ulong hash, uint input) => unchecked(BitOperations.RotateLeft(hash ^ input * P1, 23) * P2 + P3);

    private static ulong Finish(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ hash >> 33) * P2;
            hash = (hash ^ hash >> 29) * P3;
            return hash ^ hash >> 32;
        }
    }
}
