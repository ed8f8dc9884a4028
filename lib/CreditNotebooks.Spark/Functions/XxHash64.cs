using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The 64-bit xxHash of a value as Spark computes it: whole numbers of up to 32 bits as four bytes, of 64 bits as eight, text by its UTF-8 bytes.</summary>
internal static class XxHash64
{
    private const ulong P1 = 0x9E3779B185EBCA87, P2 = 0xC2B2AE3D27D4EB4F, P3 = 0x165667B19E3779F9, P4 = 0x85EBCA77C2B2AE63, P5 = 0x27D4EB2F165667C5;

    public static long Of(object value, DataType type, long seed) => value switch
    {
        bool b => OfInt(b ? 1 : 0, seed),
        sbyte n => OfInt(n, seed),
        short n => OfInt(n, seed),
        int n => OfInt(n, seed),
        long n => OfLong(n, seed),
        float f => OfInt(f == 0 ? 0 : float.IsNaN(f) ? 0x7FC00000 : BitConverter.SingleToInt32Bits(f), seed),
        double d => OfLong(d == 0 ? 0 : double.IsNaN(d) ? 0x7FF8000000000000 : BitConverter.DoubleToInt64Bits(d), seed),
        DecimalValue d => type is DecimalType { Precision: <= 18 } ? OfLong((long)d.Unscaled, seed) : OfBytes(((BigInteger)d.Unscaled).ToByteArray(isBigEndian: true), seed),
        string s => OfBytes(Encoding.UTF8.GetBytes(s), seed),
        byte[] b => OfBytes(b, seed),
        _ => throw SparkException.Unsupported($"A hash of {type.Sql}"),
    };

    public static long OfInt(int n, long seed) => Finish(BitOperations.RotateLeft((ulong)seed + P5 + 4 ^ (uint)n * P1, 23) * P2 + P3);

    public static long OfLong(long n, long seed) => Finish(BitOperations.RotateLeft((ulong)seed + P5 + 8 ^ Round(0, (ulong)n), 27) * P1 + P4);

    public static long OfBytes(ReadOnlySpan<byte> bytes, long seed)
    {
        var (length, hash) = ((ulong)bytes.Length, (ulong)seed + P5);
        if (bytes.Length >= 32)
        {
            var (a, b, c, d) = ((ulong)seed + P1 + P2, (ulong)seed + P2, (ulong)seed, (ulong)seed - P1);
            for (; bytes.Length >= 32; bytes = bytes[32..])
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
            }
            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            foreach (var lane in (ReadOnlySpan<ulong>)[a, b, c, d]) hash = (hash ^ Round(0, lane)) * P1 + P4;
        }
        hash += length;
        for (; bytes.Length >= 8; bytes = bytes[8..]) hash = BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes)), 27) * P1 + P4;
        if (bytes.Length >= 4)
        {
            hash = BitOperations.RotateLeft(hash ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes) * P1, 23) * P2 + P3;
            bytes = bytes[4..];
        }
        foreach (var b in bytes) hash = BitOperations.RotateLeft(hash ^ b * P5, 11) * P1;
        return Finish(hash);
    }

    private static ulong Round(ulong lane, ulong word) => BitOperations.RotateLeft(lane + word * P2, 31) * P1;

    private static long Finish(ulong hash)
    {
        hash = (hash ^ hash >> 33) * P2;
        hash = (hash ^ hash >> 29) * P3;
        return (long)(hash ^ hash >> 32);
    }
}
