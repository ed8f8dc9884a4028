using System.Numerics;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Spark's estimate of a number of distinct values (Heule, Nunkesser, Hall: HyperLogLog in practice, 2013). Exact as Spark's where the registers are sparse enough
/// to be counted, or so full that the estimate needs no correction; between the two Spark corrects by measured tables, and there this one refuses.</summary>
internal sealed class HyperLogLog
{
    // Up to which linear count each number of address bits, from 4 on, is counted by empty registers.
    private static readonly double[] Thresholds = [10, 20, 40, 80, 220, 400, 900, 1800, 3100, 6500, 15500, 20000, 50000, 120000, 350000];

    private readonly int bits;
    private readonly byte[] registers;

    public HyperLogLog(double relativeError)
    {
        bits = AddressBits(relativeError);
        registers = new byte[1 << bits];
    }

    public static int AddressBits(double relativeError) => (int)Math.Ceiling(2 * Math.Log(1.106 / relativeError) / Math.Log(2));

    public void Add(object value, DataType type)
    {
        var hash = (ulong)XxHash64.Of(value, type, 42);
        var rank = (byte)(BitOperations.LeadingZeroCount(hash << bits | 1UL << (bits - 1)) + 1);
        ref var register = ref registers[hash >> (64 - bits)];
        register = Math.Max(register, rank);
    }

    public long Estimate()
    {
        double m = registers.Length;
        var empty = registers.Count(r => r == 0);
        var alpha = bits switch { 4 => 0.673, 5 => 0.697, 6 => 0.709, _ => 0.7213 / (1 + 1.079 / m) };
        var raw = alpha * m * m / registers.Sum(r => 1.0 / (1L << r));
        if (empty > 0)
        {
            var linear = m * Math.Log(m / empty);
            if (bits < 19 && linear <= Thresholds[bits - 4] || raw <= 2.5 * m) return Round(linear);
        }
        if (bits < 19 && raw < 5 * m) throw SparkException.Unsupported("approx_count_distinct of so many values at this precision (count(DISTINCT …) is exact)");
        return Round(raw);
    }

    private static long Round(double x) => (long)Math.Floor(x + 0.5);
}
