using System.Buffers.Binary;
using System.Numerics;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Spark's random numbers of a seed (XORShiftRandom).</summary>
internal sealed class XorShiftRandom(long seed)
{
    private long state = Scatter(seed);
    private double? spare;

    public int NextInt() => Next(32);

    public double NextDouble() => (((long)Next(26) << 27) + Next(27)) * (1.0 / (1L << 53));

    /// <summary>Marsaglia's polar method: numbers come in pairs.</summary>
    public double NextGaussian()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }
        while (true)
        {
            var (x, y) = (2 * NextDouble() - 1, 2 * NextDouble() - 1);
            var square = x * x + y * y;
            if (square is >= 1 or 0) continue;
            var factor = Math.Sqrt(-2 * Math.Log(square) / square);
            spare = y * factor;
            return x * factor;
        }
    }

    private int Next(int bits)
    {
        var next = state ^ state << 21;
        next ^= (long)((ulong)next >> 35);
        next ^= next << 4;
        state = next;
        return (int)(next & ((1L << bits) - 1));
    }

    // The seed's bits are spread by two rounds of MurmurHash3, the second starting from the first one's result.
    private static long Scatter(long seed)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seed);
        var low = Hash(bytes, 0x3C074A61);
        var high = Hash(bytes, low);
        return (long)high << 32 | low;
    }

    private static uint Hash(ReadOnlySpan<byte> bytes, uint hash)
    {
        for (var i = 0; i < 8; i += 4)
        {
            var word = BitOperations.RotateLeft(BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]) * 0xCC9E2D51, 15) * 0x1B873593;
            hash = BitOperations.RotateLeft(hash ^ word, 13) * 5 + 0xE6546B64;
        }
        hash ^= 8;
        hash = (hash ^ hash >> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >> 13) * 0xC2B2AE35;
        return hash ^ hash >> 16;
    }
}
