using CreditNotebooks.Display;

namespace CreditNotebooks.Charts.Tests;

public class ChartTests
{
    [Fact]
    public void A_bundle_has_four_forms()
    {
        var bundle = Gallery.Charts["column"]().ToMimeBundle().Data;
        Assert.Equal([MimeBundle.Plotly, MimeBundle.Svg, MimeBundle.Html, MimeBundle.PlainText], bundle.Keys);
        Assert.Equal("Column chart \"Most loans are of grade B\": 1 series (Loans), 7 points", bundle[MimeBundle.PlainText]);
    }

    [Theory]
    [InlineData("box", "Box plot \"Delay by score\": 1 series, 200 points")]
    [InlineData("heatmap", "Heat map \"Correlations\": 1 series, 9 points")]
    [InlineData("column-grouped", "Column chart \"Scores by year\": 3 series (2023, 2024, 2025), 9 points")]
    [InlineData("grid", "Column + histogram + pie + line chart \"Four views of one portfolio\": 4 series, 350 points")]
    public void One_line_says_what_it_is(string name, string line) => Assert.Equal(line, Gallery.Charts[name]().ToString());

    [Fact]
    public void Styling_answers_a_new_chart()
    {
        var plain = Chart.Column(new[] { 1, 2 });
        var titled = plain.WithTitle("Title").WithMarkerStyle(Color: "red").WithTraceInfo(Name: "n");
        Assert.DoesNotContain("Title", plain.ToJson(), StringComparison.Ordinal);
        Assert.Contains("#ff0000", titled.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_chart_has_the_same_bytes() => Assert.Equal(Gallery.Charts["grid"]().ToHtml(), Gallery.Charts["grid"]().ToHtml());

    public static TheoryData<string, Func<object>> Mistakes => new()
    {
        { "'Keys' has 1 elements and 'values' has 2", () => Chart.Column(new[] { 1, 2 }, new[] { "a" }) },
        { "'values' has to be numbers, but 'x' is none", () => Chart.Column(new[] { "x" }) },
        { "'A' is one text", () => Chart.Column(new[] { 1 }, "A") },
        { "'x' has 2 elements and 'y' has 3", () => Chart.Line(new[] { 1, 2 }, new[] { 1, 2, 3 }) },
        { "Opacity is 2", () => Chart.Point(new[] { 1 }, new[] { 1 }, Opacity: 2) },
        { "'blu' is no colour", () => Chart.Column(new[] { 1 }, MarkerColor: "blu") },
        { "A slice of -1 cannot be drawn", () => Chart.Pie(new[] { -1, 2 }) },
        { "There is no chart in the list", () => Chart.Combine() },
        { "3 charts do not fit into 1 rows of 2", () => Chart.Grid(Enumerable.Repeat(Chart.Column(new[] { 1 }), 3), 1, 2) },
        { "Pies have no axes to share", () => Chart.Combine(Chart.Pie(new[] { 1 }), Chart.Column(new[] { 1 })) },
        { "A row of 'zData' has 1 numbers", () => Chart.Heatmap(new[] { new[] { 1, 2 }, new[] { 1 } }) },
        { "The axis would go from 5 to 1", () => Chart.Column(new[] { 1 }).WithYAxisStyle(MinMax: (5, 1)) },
        { "'N2' is no number or date format", () => Chart.Column(new[] { 1 }).WithYAxisStyle(TickFormat: "N2") },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named(string message, Func<object> make) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => make()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_saved_page_needs_no_network()
    {
        var folder = Directory.CreateTempSubdirectory("charts");
        try
        {
            var (page, picture) = (Path.Combine(folder.FullName, "a.html"), Path.Combine(folder.FullName, "a.svg"));
            Gallery.Charts["line"]().SaveHtml(page);
            Gallery.Charts["line"]().SaveSvg(picture);
            var html = File.ReadAllText(page);
            Assert.Contains("plotly.js v" + PlotlyJs.Version, html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script src", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<link", html, StringComparison.Ordinal);
            Assert.StartsWith("<?xml", File.ReadAllText(picture), StringComparison.Ordinal);
            Assert.Equal(2, Directory.GetFiles(folder.FullName).Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Values_of_every_kind_of_number_are_taken()
    {
        var mixed = new object?[] { 1, 2L, 3.5f, 4.5m, (short)5, null };
        Assert.Contains("[1,2,3.5,4.5,5,null]", Chart.Column(mixed).ToJson(), StringComparison.Ordinal);
    }
}
