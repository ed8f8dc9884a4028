using CreditNotebooks.Charts.Svg;

namespace CreditNotebooks.Charts.Tests;

public class FormatTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.123456, "0.1235")]
    [InlineData(12.5, "12.5")]
    [InlineData(9_999, "9,999")]
    [InlineData(20_000, "20k")]
    [InlineData(1_234_567, "1.2M")]
    [InlineData(-2.5e9, "−2.5B")]
    [InlineData(3e12, "3T")]
    public void Numbers_are_short(double value, string text) => Assert.Equal(text, NumberFormat.Short(value));

    [Theory]
    [InlineData(1234.567, ",.1f", "1,234.6")]
    [InlineData(1234.567, "$,.0f", "$1,235")]
    [InlineData(-1234.5, "$,.2f", "−$1,234.50")]
    [InlineData(0.256, ".0%", "26%")]
    [InlineData(0.256, ".1%", "25.6%")]
    [InlineData(1_234_567, ".2s", "1.2M")]
    [InlineData(42, "d", "42")]
    [InlineData(-0.0, ".0%", "0%")]
    [InlineData(-0.3, ",.0f", "0")]
    [InlineData(-0.001, "$.2f", "$0.00")]
    [InlineData(1.5, ".3~f", "1.5")]
    public void Formats_are_d3s(double value, string format, string text) =>
        Assert.Equal(text, NumberFormat.Format(value, NumberFormat.Check(format)));

    [Theory]
    [InlineData("%b %Y", "Feb 2024")]
    [InlineData("%d.%m.%y", "29.02.24")]
    [InlineData("Q%q", "Q1")]
    public void Dates_have_formats(string format, string text) =>
        Assert.Equal(text, NumberFormat.FormatDate(Figures.Moment.ToMilliseconds(new DateOnly(2024, 2, 29)), NumberFormat.Check(format)!));

    [Theory]
    [InlineData("0.00")]
    [InlineData("N2")]
    [InlineData("%Z %Y")]
    public void Other_formats_are_refused(string format) =>
        Assert.Contains(format, Assert.Throws<ArgumentException>(() => NumberFormat.Check(format)).Message, StringComparison.Ordinal);
}
