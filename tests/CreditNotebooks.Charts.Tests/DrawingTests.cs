using System.Globalization;
using System.Xml.Linq;

namespace CreditNotebooks.Charts.Tests;

/// <summary>What holds for the drawing of every chart of the gallery, and for awkward ones.</summary>
public class DrawingTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => new(Gallery.Charts.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_well_formed_and_has_no_number_that_is_none(string name)
    {
        var text = Gallery.Charts[name]().ToSvg();
        XDocument.Parse(text);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Marks_stay_within_the_plot_area(string name)
    {
        var root = XElement.Parse(Gallery.Charts[name]().ToSvg());
        var plots = OfKind(root, "plot").Select(Rectangle).ToList();
        string[] kinds = ["bar", "cell", "box", "point", "outlier"];
        foreach (var mark in kinds.SelectMany(k => OfKind(root, k)).Where(m => m.Name != Svg + "path"))
        {
            var (left, top, right, bottom) = Rectangle(mark);
            // Half a marker may reach over the edge, a column not.
            var slack = mark.Attribute("class")!.Value is "point" or "outlier" ? 21 : 0.05;
            Assert.True(
                plots.Any(p => left >= p.Left - slack && right <= p.Right + slack && top >= p.Top - slack && bottom <= p.Bottom + slack),
                $"{mark} leaves the plot area");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Words_stay_on_the_paper(string name)
    {
        var root = XElement.Parse(Gallery.Charts[name]().ToSvg());
        var size = root.Attribute("viewBox")!.Value.Split(' ').Select(Number).ToArray();
        foreach (var text in root.Descendants(Svg + "text"))
        {
            var (left, top, right, bottom) = WordBox(text);
            Assert.True(left >= -2 && top >= -2 && right <= size[2] + 2 && bottom <= size[3] + 2, $"{text} leaves the paper");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Labels_do_not_cover_one_another(string name)
    {
        var root = XElement.Parse(Gallery.Charts[name]().ToSvg());
        foreach (var kind in new[] { "xlabel", "ylabel", "legend", "slice-text", "title", "bar-text", "cell-text" })
        {
            // Turned labels overlap as boxes, not as words: their distance is tested by itself.
            var boxes = OfKind(root, kind).Where(t => t.Attribute("transform") is null).Select(t => (Text: t, Box: WordBox(t))).ToList();
            for (var i = 0; i < boxes.Count; i++)
            {
                for (var j = i + 1; j < boxes.Count; j++)
                {
                    var (a, b) = (boxes[i].Box, boxes[j].Box);
                    var overlap = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left) > 1
                        && Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top) > 2;
                    Assert.False(overlap, $"{boxes[i].Text} covers {boxes[j].Text}");
                }
            }
        }
    }

    [Fact]
    public void Fifty_turned_labels_stand_a_line_apart()
    {
        var root = XElement.Parse(Gallery.Charts["column-many"]().ToSvg());
        var places = OfKind(root, "xlabel").Select(t => Number(t.Attribute("x")!.Value)).Order().ToList();
        Assert.InRange(places.Count, 10, 50);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 12));
    }

    [Theory]
    [InlineData("<b>&\"'</b>")]
    [InlineData("line\nbreak")]
    [InlineData("\u0001control\ud800half")]
    [InlineData("信用 🏦 ñ")]
    public void Any_text_is_escaped_wherever_it_stands(string text)
    {
        var chart = Chart.Combine(
                Chart.Column(new[] { 1, 2 }, new[] { text, "other" }, Name: text, MultiText: new[] { text, text }),
                Chart.Column(new[] { 1, 2 }, new[] { text, "other" }, Name: text + "2"))
            .WithTitle(text, text).WithXAxisStyle(text).WithYAxisStyle(text, TickPrefix: text).WithAnnotation(text, 1, text)
            .WithHorizontalLine(1, text).WithLegendStyle(Title: text);
        XElement.Parse(chart.ToSvg());
        System.Text.Json.JsonDocument.Parse(chart.ToJson());
        Assert.DoesNotContain("<b>", chart.ToHtml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0.3)]
    [InlineData(-7.5, 1234.5)]
    [InlineData(99_999.9, 100_000.1)]
    [InlineData(-1e-9, 1e-9)]
    [InlineData(1e17, 3e17)]
    [InlineData(-1e300, 1e300)]
    public void Ticks_cover_the_data_and_differ(double low, double high)
    {
        var root = XElement.Parse(Chart.Point(new[] { 0, 1 }, new[] { low, high }).ToSvg());
        var labels = OfKind(root, "ylabel").Select(t => t.FirstNode!.ToString()).ToList();
        Assert.InRange(labels.Count, 3, 12);
        Assert.Equal(labels.Count, labels.Distinct().Count());
        Assert.Equal(2, OfKind(root, "point").Count());
    }

    [Fact]
    public void Stacked_columns_stand_on_one_another()
    {
        var root = XElement.Parse(Chart.Combine(Chart.StackedColumn(new[] { 3 }, new[] { "a" }),
            Chart.StackedColumn(new[] { 2 }, new[] { "a" })).ToSvg());
        var bars = OfKind(root, "bar").Select(Rectangle).ToList();
        Assert.Equal(bars[0].Top, bars[1].Bottom, 0.02);
        Assert.Equal(1.5, (bars[0].Bottom - bars[0].Top) / (bars[1].Bottom - bars[1].Top), 0.01);
    }

    [Fact]
    public void A_gap_breaks_a_line_and_draws_no_column()
    {
        var line = XElement.Parse(Chart.Line(new[] { 1, 2, 3, 4, 5 }, new int?[] { 1, 2, null, 4, 5 }).ToSvg());
        Assert.Equal(2, OfKind(line, "line").Count());
        var joined = XElement.Parse(Chart.Line(new[] { 1, 2, 3, 4, 5 }, new int?[] { 1, 2, null, 4, 5 }, ConnectGaps: true).ToSvg());
        Assert.Single(OfKind(joined, "line"));
        Assert.Equal(2, OfKind(XElement.Parse(Chart.Column(new int?[] { 1, null, 3 }).ToSvg()), "bar").Count());
    }

    [Fact]
    public void A_hundred_thousand_points_make_a_drawing_of_moderate_size()
    {
        var svg = Chart.Point(Gallery.Noise(100_000, 1), Gallery.Noise(100_000, 2).Select(v => Math.Round(v, 1))).ToSvg();
        Assert.True(svg.Length < 2_500_000, $"{svg.Length} characters");
    }

    [Fact]
    public void A_log_axis_leaves_out_what_is_not_positive()
    {
        var chart = Chart.Point(new[] { 1, 2, 3 }, new[] { -1, 0, 100 }).WithYAxisStyle(AxisType: StyleParam.AxisType.Log);
        Assert.Single(OfKind(XElement.Parse(chart.ToSvg()), "point"));
    }

    [Fact]
    public void An_axis_that_is_cut_clips_what_is_beyond()
    {
        var chart = Chart.Combine(Chart.Column(new[] { 5, 500 }, new[] { "a", "b" })).WithYAxisStyle(MinMax: (0, 100));
        var root = XElement.Parse(chart.ToSvg());
        var plot = Rectangle(OfKind(root, "plot").Single());
        Assert.All(OfKind(root, "bar").Select(Rectangle), b => Assert.True(b.Top >= plot.Top - 0.05));
    }

    private static IEnumerable<XElement> OfKind(XElement root, string kind) =>
        root.Descendants().Where(e => (string?)e.Attribute("class") == kind);

    private static (double Left, double Top, double Right, double Bottom) Rectangle(XElement e)
    {
        if (e.Name == Svg + "circle")
        {
            var (x, y, r) = (Number(e.Attribute("cx")!.Value), Number(e.Attribute("cy")!.Value), Number(e.Attribute("r")!.Value));
            return (x - r, y - r, x + r, y + r);
        }

        var (left, top) = (Number(e.Attribute("x")!.Value), Number(e.Attribute("y")!.Value));
        return (left, top, left + Number(e.Attribute("width")!.Value), top + Number(e.Attribute("height")!.Value));
    }

    private static (double Left, double Top, double Right, double Bottom) WordBox(XElement text)
    {
        var size = (string?)text.Attribute("font-size") is { } s ? Number(s) : 12;
        // The true width: what the drawing adds for wider fonts is taken off again.
        var width = Svg_Width(text.Nodes().OfType<XText>().FirstOrDefault()?.Value ?? "", size);
        var (x, y) = (Number(text.Attribute("x")!.Value), Number(text.Attribute("y")!.Value));
        var shift = (string?)text.Attribute("text-anchor") switch { "middle" => -width / 2, "end" => -width, _ => 0 };
        if ((string?)text.Attribute("transform") is not { } transform)
        {
            return (x + shift, y - (size * 0.75), x + shift + width, y + (size * 0.2));
        }

        var angle = Number(transform["rotate(".Length..].Split(' ')[0]) * Math.PI / 180;
        var ends = new[] { shift, shift + width }.Select(d => (X: x + (d * Math.Cos(angle)), Y: y + (d * Math.Sin(angle)))).ToList();
        return (ends.Min(e => e.X) - 2, ends.Min(e => e.Y) - 2, ends.Max(e => e.X) + 2, ends.Max(e => e.Y) + 2);
    }

    private static double Svg_Width(string text, double size) => Charts.Svg.SvgText.Width(text, size) / 1.08;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
