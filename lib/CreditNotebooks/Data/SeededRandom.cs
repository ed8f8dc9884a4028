namespace CreditNotebooks.Data;

/// <summary>
/// xoshiro256** over whole numbers only: no floating point, no library generator, so that a seed gives the same numbers
/// on every platform and on every later version of .NET.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _a, _b, _c, _d;

    /// <summary>A generator for one item of one stream, so that item 7 is the same however many items are drawn.</summary>
    public SeededRandom(long seed, int stream, long item)
    {
        var state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL) ^ ((ulong)stream << 56) ^ unchecked((ulong)item * 0xD1B54A32D192ED03UL);
        _a = Spread(ref state);
        _b = Spread(ref state);
        _c = Spread(ref state);
        _d = Spread(ref state);
    }

    public ulong Next()
    {
        var result = ulong.RotateLeft(unchecked(_b * 5), 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A rank: uniform in [0, 2^32), read as a fraction of one.</summary>
    public uint Rank() => (uint)(Next() >> 32);

    /// <summary>Uniform in [0, count).</summary>
    public int Below(int count) => (int)((Rank() * (ulong)count) >> 32);

    /// <summary>Uniform in [from, to], both included.</summary>
    public long Between(long from, long to) => from + (long)((UInt128)Next() * (ulong)(to - from + 1) >> 64);

    /// <summary>Between the two, more often in the middle than at the ends.</summary>
    public long Middling(long from, long to)
    {
        var half = (to - from) / 2;
        return from + Between(0, half) + Between(0, to - from - half);
    }

    public bool Chance(int perHundredThousand) => Below(100_000) < perHundredThousand;

    /// <summary>The index of one of the weights, each as likely as its share of their sum.</summary>
    public int Weighted(ReadOnlySpan<int> weights) => Ranks.Pick(Rank(), weights);

    // splitmix64: turns neighbouring seeds into unrelated states.
    private static ulong Spread(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
