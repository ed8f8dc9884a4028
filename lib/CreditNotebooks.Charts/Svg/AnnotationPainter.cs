using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Draws the caller's words and lines over a panel.</summary>
internal static class AnnotationPainter
{
    public static void Draw(SvgWriter svg, Panel panel, Box plot, Scale x, Scale y)
    {
        foreach (var line in panel.Lines)
        {
            Line(svg, line, plot, line.Horizontal ? y : x);
        }

        foreach (var annotation in panel.Annotations)
        {
            var (cx, cy) = (x.Axis.Coordinate(annotation.X, 0), y.Axis.Coordinate(annotation.Y, 0));
            if (!double.IsNaN(cx) && !double.IsNaN(cy) && x.Shows(cx) && y.Shows(cy))
            {
                Words(svg, annotation, plot, x.Pixel(cx), y.Pixel(cy));
            }
        }
    }

    private static void Line(SvgWriter svg, ReferenceLine line, Box plot, Scale scale)
    {
        var place = scale.Axis.Coordinate(line.At, 0);
        if (double.IsNaN(place) || !scale.Shows(place))
        {
            return;
        }

        var at = scale.Pixel(place);
        var color = line.Line.Color ?? Palette.Muted;
        var dash = SvgWriter.DashArray(line.Line.Dash, line.Line.Width);
        if (line.Horizontal)
        {
            svg.Line(plot.Left, at, plot.Right, at, color, line.Line.Width, dash, "reference");
        }
        else
        {
            svg.Line(at, plot.Top, at, plot.Bottom, color, line.Line.Width, dash, "reference");
        }

        if (line.Text is not { } text)
        {
            return;
        }

        if (line.Horizontal)
        {
            Halo(svg, text, plot.Right - 2, at - 5 < plot.Top + 10 ? at + 14 : at - 5, Anchor.End, color);
        }
        else
        {
            var toLeft = at + 8 + SvgText.Width(text, 12) > plot.Right;
            Halo(svg, text, toLeft ? at - 5 : at + 5, plot.Top + 11, toLeft ? Anchor.End : Anchor.Start, color);
        }
    }

    private static void Words(SvgWriter svg, Annotation annotation, Box plot, double x, double y)
    {
        var lines = annotation.Text.ReplaceLineEndings("\n").Split('\n');
        var half = lines.Max(l => SvgText.Width(l, 12)) / 2;
        var center = Math.Clamp(x, plot.Left + half + 2, Math.Max(plot.Left + half + 2, plot.Right - half - 2));
        var height = lines.Length * 14.5;
        var below = annotation.ShowArrow && y - 34 - height < plot.Top - 8;
        var bottom = !annotation.ShowArrow ? y + (height / 2) - 4 : below ? y + 34 + height : y - 26;
        if (annotation.ShowArrow)
        {
            var start = below ? bottom - height : bottom + 3;
            svg.Line(center, start, x, y, Palette.Muted, 1.2, kind: "arrow");
            var tip = below ? 1 : -1;
            svg.Line(x - 3.5, y + (tip * 7), x, y, Palette.Muted, 1.2, kind: "arrow");
            svg.Line(x + 3.5, y + (tip * 7), x, y, Palette.Muted, 1.2, kind: "arrow");
        }

        for (var i = 0; i < lines.Length; i++)
        {
            Halo(svg, lines[i], center, bottom - ((lines.Length - 1 - i) * 14.5), Anchor.Middle, Palette.Ink);
        }
    }

    // A pale plate behind the words keeps them legible on columns and lines.
    private static void Halo(SvgWriter svg, string text, double x, double y, Anchor anchor, string color)
    {
        var width = SvgText.Width(text, 12);
        var left = anchor == Anchor.Start ? x : anchor == Anchor.Middle ? x - (width / 2) : x - width;
        svg.Rect(new Box(left - 2, y - 11, width + 4, 14), Palette.Paper, "plate", 0.8);
        svg.Text(text, x, y, 12, color, anchor, kind: "annotation");
    }
}
