using System.Globalization;

namespace CreditNotebooks.Data;

/// <summary>
/// Customer numbers in an order that looks random and never repeats: each block of 40,960 is shuffled by a small Feistel network,
/// so customer 7 has the same number in a file of 125 and in one of 312,500.
/// </summary>
internal static class CustomerIds
{
    private const int Block = 40_960;
    private const int First = 0x3e8;

    public static string Of(long seed, long index)
    {
        var place = (uint)(index % Block);
        // The network shuffles 65,536 places; going on from a place outside the block ends inside it.
        do place = Shuffle(seed, place);
        while (place >= Block);
        return "CUS_0x" + (First + index / Block * Block + place).ToString("x", CultureInfo.InvariantCulture);
    }

    private static uint Shuffle(long seed, uint place)
    {
        var (left, right) = (place >> 8, place & 0xFF);
        for (var round = 1U; round <= 4; round++)
        {
            var mixed = unchecked((right + (uint)seed * 0x9E3779B9U + round * 0x85EBCA6BU) * 0xC2B2AE35U);
            (left, right) = (right, left ^ ((mixed >> 16) & 0xFF));
        }

        return (left << 8) | right;
    }
}
