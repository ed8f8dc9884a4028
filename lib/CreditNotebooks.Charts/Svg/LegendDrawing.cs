using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>A legend above a figure, in lines, or on its right, in a column.</summary>
internal static class LegendDrawing
{
    private const double Swatch = 22, Gap = 18, Row = 19, FontSize = 12, LongestName = 230;

    /// <summary>The rows of a legend of the given width above a figure.</summary>
    public static List<List<(LegendEntry Entry, string Text, double Width)>> Rows(Figure figure, double width)
    {
        var rows = new List<List<(LegendEntry, string, double)>> { new() };
        var used = TitleWidth(figure);
        foreach (var entry in LegendNames.Entries(figure))
        {
            var text = SvgText.Shortened(entry.Name.ReplaceLineEndings(" "), FontSize, Math.Min(LongestName, width - Swatch - Gap));
            var needed = Swatch + SvgText.Width(text, FontSize) + Gap;
            if (rows[^1].Count > 0 && used + needed > width)
            {
                rows.Add([]);
                used = 0;
            }

            rows[^1].Add((entry, text, needed));
            used += needed;
        }

        return rows;
    }

    public static double HeightAbove(Figure figure, double width) => Rows(figure, width).Count * Row + 6;

    public static void Above(SvgWriter svg, Figure figure, double left, double top, double width)
    {
        var y = top + 12;
        var isFirst = true;
        foreach (var row in Rows(figure, width))
        {
            var x = left;
            if (isFirst && figure.LegendTitle is { } title)
            {
                svg.Text(title, x, y, FontSize, Palette.Muted, kind: "legend-title");
                x += TitleWidth(figure);
            }

            isFirst = false;
            foreach (var (entry, text, needed) in row)
            {
                One(svg, entry, text, x, y);
                x += needed;
            }

            y += Row;
        }
    }

    public static double WidthOnRight(Figure figure, double width)
    {
        var names = LegendNames.Entries(figure).Select(e => SvgText.Width(e.Name.ReplaceLineEndings(" "), FontSize) + Swatch)
            .Append(TitleWidth(figure));
        return Math.Min(names.Max() + 12, width * 0.36);
    }

    public static void OnRight(SvgWriter svg, Figure figure, Box box)
    {
        var entries = LegendNames.Entries(figure);
        var most = Math.Max(1, (int)((box.Height - 20) / Row));
        var y = box.Top + 14;
        if (figure.LegendTitle is { } title)
        {
            svg.Text(SvgText.Shortened(title, FontSize, box.Width), box.Left, y, FontSize, Palette.Muted, kind: "legend-title",
                whole: title);
            y += Row;
            most = Math.Max(1, most - 1);
        }

        var shown = entries.Count <= most ? entries.Count : most - 1;
        foreach (var entry in entries.Take(shown))
        {
            One(svg, entry, SvgText.Shortened(entry.Name.ReplaceLineEndings(" "), FontSize, box.Width - Swatch), box.Left, y);
            y += Row;
        }

        if (shown < entries.Count)
        {
            svg.Text($"and {entries.Count - shown} more", box.Left + Swatch, y, FontSize, Palette.Muted, kind: "legend-rest");
        }
    }

    private static void One(SvgWriter svg, LegendEntry entry, string text, double x, double y)
    {
        var middle = y - 4;
        if (entry.Trace is ScatterTrace scatter)
        {
            if (scatter.Fill)
            {
                svg.Rect(new Box(x, middle - 5, 15, 10), entry.Color, "key", 0.35);
            }

            if (scatter.ShowLine)
            {
                svg.Line(x, middle - (scatter.Fill ? 5 : 0), x + 15, middle - (scatter.Fill ? 5 : 0), entry.Color, scatter.Line.Width,
                    SvgWriter.DashArray(scatter.Line.Dash, scatter.Line.Width), "key");
            }

            if (scatter.ShowMarkers)
            {
                ScatterPainter.Symbol(svg, scatter.Marker.Symbol, x + 7.5, middle, 4, entry.Color, scatter.Opacity, scatter.Marker, "key");
            }
        }
        else if (entry.Trace is BoxTrace)
        {
            svg.Rect(new Box(x + 1, middle - 5, 13, 10), entry.Color, "key", 0.25, entry.Color, 1.5);
        }
        else
        {
            svg.Rect(new Box(x + 1, middle - 6, 12, 12), entry.Color, "key", entry.Trace.Opacity);
        }

        svg.Text(text, x + Swatch, y, FontSize, Palette.Ink, kind: "legend", whole: entry.Name);
    }

    private static double TitleWidth(Figure figure) => figure.LegendTitle is { } title ? SvgText.Width(title, FontSize) + 14 : 0;
}
