using System.Text;
using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Draws points, lines and areas.</summary>
internal static class ScatterPainter
{
    private readonly record struct Spot(double X, double Y, int Element);

    public static void Draw(SvgWriter svg, Panel panel, int traceIndex, ScatterTrace scatter, Scale x, Scale y)
    {
        var color = SeriesColors.Of(panel, traceIndex);
        if (scatter.Stacked)
        {
            Stack(svg, AreaStack.Of(panel, x.Axis)[traceIndex], color, scatter, x, y);
            return;
        }

        var runs = Runs(scatter, x, y);
        foreach (var run in runs.Where(r => r.Count > 1))
        {
            if (scatter.Fill)
            {
                var floor = y.Clamped(y.Zero);
                var area = Path(run).Append('L').Append(Pair(run[^1].X, floor)).Append('L').Append(Pair(run[0].X, floor))
                    .Append('Z').ToString();
                svg.Path(area, color, opacity: (scatter.Opacity ?? 1) * 0.28, kind: "area");
            }

            if (scatter.ShowLine)
            {
                svg.Path(Path(run).ToString(), "none", color, scatter.Line.Width,
                    SvgWriter.DashArray(scatter.Line.Dash, scatter.Line.Width), kind: "line");
            }
        }

        if (scatter.ShowMarkers)
        {
            Points(svg, panel, traceIndex, scatter, runs.SelectMany(r => r), x, y);
        }
        else if (scatter.ShowLine)
        {
            // A value between two gaps has no line to be seen by.
            foreach (var run in runs.Where(r => r.Count == 1))
            {
                svg.Circle(run[0].X, run[0].Y, Math.Max(1.5, scatter.Line.Width), color, "point");
            }
        }

        if (scatter.ShowTexts && scatter.Texts is { } texts)
        {
            PointTexts(svg, runs.SelectMany(r => r), texts, scatter);
        }
    }

    /// <summary>The symbol of a point, also in legends.</summary>
    public static void Symbol(
        SvgWriter svg, StyleParam.MarkerSymbol symbol, double x, double y, double radius, string color, double? opacity, Marker marker,
            string kind = "point")
    {
        var stroke = marker.OutlineColor ?? (marker.OutlineWidth is null ? null : Palette.Ink);
        var width = marker.OutlineWidth ?? 1;
        var r = radius;
        switch (symbol)
        {
            case StyleParam.MarkerSymbol.Circle:
                svg.Circle(x, y, r, color, kind, opacity, stroke, width);
                break;
            case StyleParam.MarkerSymbol.Square:
                svg.Rect(new Box(x - (r * 0.9), y - (r * 0.9), r * 1.8, r * 1.8), color, kind, opacity, stroke, width);
                break;
            case StyleParam.MarkerSymbol.Diamond:
                svg.Path($"M{Pair(x, y - (r * 1.25))}L{Pair(x + (r * 1.25), y)}L{Pair(x, y + (r * 1.25))}L{Pair(x - (r * 1.25), y)}Z",
                    color, stroke, width, opacity: opacity, kind: kind);
                break;
            case StyleParam.MarkerSymbol.TriangleUp:
                svg.Path($"M{Pair(x, y - (r * 1.2))}L{Pair(x + (r * 1.1), y + (r * 0.8))}L{Pair(x - (r * 1.1), y + (r * 0.8))}Z", color,
                    stroke, width, opacity: opacity, kind: kind);
                break;
            case StyleParam.MarkerSymbol.X:
                svg.Path($"M{Pair(x - r, y - r)}L{Pair(x + r, y + r)}M{Pair(x - r, y + r)}L{Pair(x + r, y - r)}", "none", color,
                    Math.Max(1.5, r / 2), kind: kind);
                break;
            case StyleParam.MarkerSymbol.Cross:
                svg.Path($"M{Pair(x - (r * 1.2), y)}L{Pair(x + (r * 1.2), y)}M{Pair(x, y - (r * 1.2))}L{Pair(x, y + (r * 1.2))}", "none",
                    color, Math.Max(1.5, r / 2), kind: kind);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "The symbol is unknown.");
        }
    }

    private static void Points(SvgWriter svg, Panel panel, int traceIndex, ScatterTrace scatter, IEnumerable<Spot> spots, Scale x, Scale y)
    {
        // Points on one pixel look like one, but with opacity the fifth still darkens it.
        var drawn = new Dictionary<(int, int), int>();
        foreach (var spot in spots)
        {
            var place = ((int)Math.Round(spot.X * 2), (int)Math.Round(spot.Y * 2));
            var times = drawn.GetValueOrDefault(place) + 1;
            drawn[place] = times;
            var isOutside = spot.X < Math.Min(x.PixelLow, x.PixelHigh) - 1 || spot.X > Math.Max(x.PixelLow, x.PixelHigh) + 1
                || spot.Y < Math.Min(y.PixelLow, y.PixelHigh) - 1 || spot.Y > Math.Max(y.PixelLow, y.PixelHigh) + 1;
            if (isOutside || times > (scatter.Opacity is < 1 ? 5 : 1))
            {
                continue;
            }

            var size = Diameter(scatter, spot.Element);
            if (double.IsNaN(size))
            {
                continue;
            }

            Symbol(svg, scatter.Marker.Symbol, spot.X, spot.Y, size / 2, SeriesColors.OfElement(panel, traceIndex, spot.Element),
                scatter.Opacity, scatter.Marker);
        }
    }

    private static double Diameter(ScatterTrace scatter, int element) => scatter.Marker.Sizes is { } sizes
        ? Math.Max(2, 40 * Math.Sqrt(Math.Max(0, sizes.Number(element)) / sizes.Largest))
        : scatter.Marker.Size ?? 7;

    // A label that would cover an earlier one is left out; hovering still shows it in the interactive form.
    private static void PointTexts(SvgWriter svg, IEnumerable<Spot> spots, Values texts, ScatterTrace scatter)
    {
        var taken = new List<Box>();
        foreach (var spot in spots)
        {
            if (texts.Text(spot.Element) is not { Length: > 0 } text)
            {
                continue;
            }

            var width = SvgText.Width(text, 11);
            var up = (Diameter(scatter, spot.Element) / 2) + 4;
            var box = new Box(spot.X - (width / 2), spot.Y - up - 10, width, 13);
            if (taken.Any(t => t.Left < box.Right && box.Left < t.Right && t.Top < box.Bottom && box.Top < t.Bottom))
            {
                continue;
            }

            taken.Add(box);
            svg.Text(text, spot.X, spot.Y - up, 11, Palette.Ink, Anchor.Middle, kind: "point-text");
        }
    }

    private static void Stack(SvgWriter svg, (double X, double From, double To)[] area, string color, ScatterTrace scatter, Scale x,
        Scale y)
    {
        if (area.Length == 0)
        {
            return;
        }

        var top = Path([.. area.Select(a => new Spot(x.Pixel(a.X), y.Pixel(a.To), 0))]).ToString();
        var bottom = Path([.. area.Reverse().Select(a => new Spot(x.Pixel(a.X), y.Pixel(a.From), 0))]).ToString();
        svg.Path(string.Concat(top, "L", bottom.AsSpan(1), "Z"), color, opacity: (scatter.Opacity ?? 1) * 0.55, kind: "area");
        svg.Path(top, "none", color, scatter.Line.Width, kind: "line");
    }

    private static List<List<Spot>> Runs(ScatterTrace scatter, Scale x, Scale y)
    {
        var runs = new List<List<Spot>> { new() };
        for (var i = 0; i < scatter.PointCount; i++)
        {
            var (cx, cy) = (x.Axis.Coordinate(scatter.X, i), y.Axis.Coordinate(scatter.Y, i));
            if (!double.IsNaN(cx) && !double.IsNaN(cy))
            {
                runs[^1].Add(new Spot(x.Pixel(cx), y.Pixel(cy), i));
            }
            else if (runs[^1].Count > 0 && !scatter.ConnectGaps)
            {
                runs.Add([]);
            }
        }

        return runs;
    }

    private static StringBuilder Path(List<Spot> spots)
    {
        var path = new StringBuilder();
        foreach (var spot in spots)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Pair(spot.X, spot.Y));
        }

        return path;
    }

    private static string Pair(double x, double y) => SvgWriter.Number(x) + " " + SvgWriter.Number(y);
}
