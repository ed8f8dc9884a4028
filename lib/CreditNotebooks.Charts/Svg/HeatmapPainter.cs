using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Draws the cells of a heat map.</summary>
internal static class HeatmapPainter
{
    public static void Draw(SvgWriter svg, HeatmapTrace map, Scale x, Scale y)
    {
        var xEdges = MarkPlaces.CellEdges(x.Axis, map.X);
        var yEdges = MarkPlaces.CellEdges(y.Axis, map.Y);
        if (xEdges.Length == 0 || yEdges.Length == 0)
        {
            return;
        }

        var (min, max) = HeatmapRange.Of(map);
        var size = map.ShowTexts ? FontSize(map, x, y, xEdges, yEdges) : 0;
        for (var r = 0; r < map.Rows.Length; r++)
        {
            for (var c = 0; c < map.Rows[r].Count; c++)
            {
                var value = map.Rows[r].Number(c);
                if (double.IsNaN(value))
                {
                    continue;
                }

                var (left, right) = Sorted(x.Clamped(xEdges[c]), x.Clamped(xEdges[c + 1]));
                var (top, bottom) = Sorted(y.Clamped(yEdges[r]), y.Clamped(yEdges[r + 1]));
                var gap = right - left > 6 && bottom - top > 6 ? 1 : 0;
                var share = (value - min) / (max - min);
                var color = Palette.At(map.Scale, map.ReverseScale ? 1 - share : share);
                svg.Rect(new Box(left, top, right - left - gap, bottom - top - gap), color, "cell", map.Opacity);
                var text = map.ShowTexts ? Words(map, r, c) : "";
                if (size > 0 && text.Length > 0)
                {
                    svg.Text(text, (left + right) / 2, ((top + bottom) / 2) + (size * 0.35), size, Palette.TextOn(color), Anchor.Middle,
                        kind: "cell-text");
                }
            }
        }
    }

    private static string Words(HeatmapTrace map, int row, int column) =>
        !map.Texts.IsEmpty ? map.Texts[row].Text(column) ?? "" : NumberFormat.Format(map.Rows[row].Number(column), map.TextFormat);

    /// <summary>One size for all cells, at which the longest words fit; 0 when none does.</summary>
    private static double FontSize(HeatmapTrace map, Scale x, Scale y, double[] xEdges, double[] yEdges)
    {
        var width = Math.Abs(x.Pixel(xEdges[1]) - x.Pixel(xEdges[0])) - 6;
        var height = Math.Abs(y.Pixel(yEdges[1]) - y.Pixel(yEdges[0])) - 3;
        var longest = 1.0;
        for (var r = 0; r < map.Rows.Length; r++)
        {
            for (var c = 0; c < map.Rows[r].Count; c++)
            {
                longest = Math.Max(longest, SvgText.Width(Words(map, r, c), 1));
            }
        }

        var size = Math.Min(13, Math.Min(width / longest, height));
        return size >= 8 ? size : 0;
    }

    private static (double Low, double High) Sorted(double one, double other) => (Math.Min(one, other), Math.Max(one, other));
}
