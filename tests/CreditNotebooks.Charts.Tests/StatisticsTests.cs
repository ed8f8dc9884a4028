using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Tests;

public class StatisticsTests
{
    [Fact]
    public void Quartiles_are_plotlys()
    {
        // 1 … 10 by plotly.js: 3, 5.5 and 8, where other definitions say 3.25 and 7.75.
        var q = Quartiles.Of([10, 2, 3, 4, 5, 6, 7, 8, 9, 1])!;
        Assert.Equal((3, 5.5, 8), (q.Q1, q.Median, q.Q3));
        Assert.Equal((1, 10), (q.LowerFence, q.UpperFence));
    }

    [Fact]
    public void Whiskers_end_at_values_and_what_lies_beyond_is_an_outlier()
    {
        var q = Quartiles.Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 40, -30])!;
        Assert.Equal((1, 9), (q.LowerFence, q.UpperFence));
        Assert.Equal([-30, 40], q.Outliers);
    }

    [Theory]
    [InlineData(new double[] { 1, 1, 2, 3, 3, 3, 10 }, 5)]
    [InlineData(new[] { 0.5, 1.2, 2.7, 3.3, 9.9 }, 10)]
    [InlineData(new double[] { 5 }, 1)]
    [InlineData(new double[] { 7, 7, 7, 7 }, 1)]
    public void Every_value_is_in_a_bin(double[] data, double largestSize)
    {
        var bins = Bins.Numbers(data, null, null, null);
        Assert.All(data, v => Assert.InRange(bins.IndexOf(v), 0, bins.Count - 1));
        Assert.InRange(bins.Size, 0.001, largestSize);
    }

    [Theory]
    [InlineData(0, 100, 20)]
    [InlineData(0.001, 0.002, 5)]
    [InlineData(-5e9, 5e9, 30)]
    public void At_most_so_many_bins_and_round_edges(double min, double max, int most)
    {
        var data = Gallery.Noise(500, 1).Select(v => min + (v * (max - min))).ToArray();
        var bins = Bins.Numbers(data, most, null, null);
        Assert.InRange(bins.Count, 2, most + 1);
        Assert.All(data, v => Assert.InRange(bins.IndexOf(v), 0, bins.Count - 1));
    }

    [Fact]
    public void Whole_numbers_stand_in_the_middle_of_their_bin()
    {
        var bins = Bins.Numbers([.. Enumerable.Range(0, 50).Select(i => (double)(i % 6))], null, null, null);
        Assert.Equal(-0.5, bins.Start);
        Assert.Equal(1, bins.Size);
    }

    [Fact]
    public void Months_have_their_own_lengths()
    {
        double[] days = [.. Enumerable.Range(0, 300).Select(i => Moment.ToMilliseconds(new DateTime(2024, 1, 1).AddDays(i)))];
        var bins = Bins.Dates(days, 12);
        Assert.Equal(1, bins.Months);
        Assert.Equal("2024-02-01", Moment.ToText(bins.Edges[1]));
        Assert.Equal("2024-03-01", Moment.ToText(bins.Edges[2]));
    }

    [Fact]
    public void Too_many_bins_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Chart.Histogram(new[] { 0.0, 1e9 }, BinSize: 1).ToJson());
        Assert.Contains("BinSize", error.Message, StringComparison.Ordinal);
    }
}
