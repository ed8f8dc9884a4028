using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Svg;

/// <summary>The bar beside a heat map that says which colour stands for which number.</summary>
internal static class ColorBar
{
    private const int Steps = 64;

    public static double Room(HeatmapTrace map) =>
        16 + 13 + 8 + Math.Max(Labels(map, 6).Max(t => SvgText.Width(t.Label, 11)), 12) + (map.ScaleTitle is null ? 0 : 16);

    public static void Draw(SvgWriter svg, HeatmapTrace map, Box bar)
    {
        for (var i = 0; i < Steps; i++)
        {
            var share = (i + 0.5) / Steps;
            var top = bar.Bottom - ((i + 1) * bar.Height / Steps);
            // A little higher than its step, so that no seam shows.
            svg.Rect(new Box(bar.Left, top, bar.Width, (bar.Height / Steps) + (i == 0 ? 0 : 0.6)),
                Palette.At(map.Scale, map.ReverseScale ? 1 - share : share), "scale");
        }

        var (min, max) = HeatmapRange.Of(map);
        var labels = Labels(map, (int)Math.Clamp(bar.Height / 40, 2, 8));
        foreach (var tick in labels)
        {
            var y = bar.Bottom - ((tick.Coordinate - min) / (max - min) * bar.Height);
            svg.Text(tick.Label, bar.Right + 6, y + 4, 11, Palette.Muted, kind: "scale-label");
        }

        if (map.ScaleTitle is { } title)
        {
            var x = bar.Right + 6 + labels.Max(t => SvgText.Width(t.Label, 11)) + 14;
            svg.Text(SvgText.Shortened(title, 11.5, bar.Height), x, bar.CenterY, 11.5, Palette.Ink, Anchor.Middle, -90,
                kind: "scale-title", whole: title);
        }
    }

    private static List<Tick> Labels(HeatmapTrace map, int most)
    {
        var (min, max) = HeatmapRange.Of(map);
        var step = Ticks.Step(max - min, most);
        var format = NumberFormat.ForTicks(Math.Max(Math.Abs(min), Math.Abs(max)), step, new Axis { TickFormat = map.TextFormat });
        var ticks = new List<Tick>();
        for (var n = Math.Ceiling((min / step) - 1e-9); n * step <= max + (step * 1e-9) && ticks.Count < 50; n++)
        {
            ticks.Add(new Tick(n * step, format(n * step)));
        }

        return ticks.Count > 0 ? ticks : [new Tick(min, format(min))];
    }
}
