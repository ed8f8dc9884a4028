namespace CreditNotebooks.Data;

/// <summary>
/// Ranks tie columns together: a customer has a rank of risk, and each column takes a rank near it (or near its opposite).
/// Reflecting at both ends keeps the new rank uniform, so a column keeps its own distribution whatever it is tied to.
/// </summary>
internal static class Ranks
{
    private const long One = 1L << 32;

    /// <summary>A uniform rank at most <paramref name="percent"/> of the scale away: 10 ties tightly, 100 hardly.</summary>
    public static uint Near(uint rank, int percent, SeededRandom random)
    {
        var reach = One / 100 * percent;
        var moved = rank + random.Middling(-reach, reach);
        if (moved < 0) moved = -moved - 1;
        if (moved >= One) moved = 2 * One - 1 - moved;
        return (uint)Math.Clamp(moved, 0, One - 1);
    }

    public static uint Opposite(uint rank) => uint.MaxValue - rank;

    /// <summary>The whole number in [from, to] that stands at the rank.</summary>
    public static int Scale(uint rank, int from, int to) => from + (int)((rank * (ulong)(to - from + 1)) >> 32);

    /// <summary>The index of the weight that the rank falls on when the weights are laid end to end.</summary>
    public static int Pick(uint rank, ReadOnlySpan<int> weights) => Split(rank, weights).Index;

    /// <summary>Where <see cref="Pick"/> falls, and the rank that the place has within that weight: uniform again.</summary>
    public static (int Index, uint Within) Split(uint rank, ReadOnlySpan<int> weights)
    {
        long sum = 0;
        foreach (var weight in weights) sum += weight;
        var at = rank * sum;
        for (var i = 0; i < weights.Length; i++)
        {
            var length = weights[i] * One;
            if (at < length) return (i, (uint)(at / weights[i]));
            at -= length;
        }

        return (weights.Length - 1, uint.MaxValue);
    }
}
