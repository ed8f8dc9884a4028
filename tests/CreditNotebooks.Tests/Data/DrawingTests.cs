using CreditNotebooks.Data;

namespace CreditNotebooks.Tests.Data;

public sealed class DrawingTests
{
    [Fact]
    public void A_seed_draws_known_numbers()
    {
        var random = new SeededRandom(42, stream: 1, item: 0);
        var again = new SeededRandom(42, stream: 1, item: 0);
        var numbers = Enumerable.Range(0, 1_000).Select(_ => random.Next()).ToList();
        Assert.Equal(numbers, Enumerable.Range(0, 1_000).Select(_ => again.Next()));
        Assert.Equal(1_000, numbers.Distinct().Count());
        Assert.NotEqual(numbers[0], new SeededRandom(42, stream: 2, item: 0).Next());
        Assert.NotEqual(numbers[0], new SeededRandom(42, stream: 1, item: 1).Next());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, -1)]
    [InlineData(1, 3)]
    public void Bounds_are_both_included_and_never_passed(long from, long to)
    {
        var random = new SeededRandom(7, 1, 1);
        var drawn = Enumerable.Range(0, 2_000).Select(_ => random.Between(from, to)).ToHashSet();
        Assert.Equal(Enumerable.Range((int)from, (int)(to - from + 1)).Select(i => (long)i), drawn.Order());
        Assert.All(Enumerable.Range(0, 2_000), _ => Assert.InRange(random.Middling(from, to), from, to));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(100)]
    public void A_rank_near_a_uniform_rank_is_uniform(int percent)
    {
        var random = new SeededRandom(1, 1, percent);
        var tenths = new int[10];
        for (var i = 0; i < 100_000; i++) tenths[(int)(Ranks.Near(random.Rank(), percent, random) * 10L >> 32)]++;
        Assert.All(tenths, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Quantiles_are_met_exactly_and_joined_by_lines()
    {
        var quantiles = new Quantiles((0, 10), (500, 20), (1000, 1020));
        Assert.Equal(10, quantiles.At(0));
        Assert.Equal(20, quantiles.At(1U << 31));
        Assert.Equal(520, quantiles.At(3U << 30));
        Assert.Equal(1019, quantiles.At(uint.MaxValue));
    }

    [Theory]
    [InlineData(1250, 2, 1, "12.5")]
    [InlineData(1200, 2, 1, "12.0")]
    [InlineData(1200, 2, 0, "12")]
    [InlineData(-305, 2, 1, "-3.05")]
    [InlineData(-5, 2, 0, "-0.05")]
    [InlineData(0, 12, 1, "0.0")]
    [InlineData(1_824_843_333_333_333, 12, 1, "1824.843333333333")]
    public void Numbers_are_written_without_rounding(long value, int decimals, int least, string expected)
    {
        using var stream = new MemoryStream();
        using (var csv = new CsvWriter(stream, "\n")) csv.Fixed(value, decimals, least);
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}
