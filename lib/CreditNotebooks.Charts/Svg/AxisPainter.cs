using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Draws grid lines below the marks, and base lines, ticks, labels and titles around them.</summary>
internal static class AxisPainter
{
    public static void Grid(SvgWriter svg, Panel panel, Box plot, Scale x, Scale y, AxisLabels xLabels, AxisLabels yLabels)
    {
        if (y.Axis.Asked.ShowGrid ?? AxisDefaults.ShowsGrid(panel.Traces, false, y.Axis))
        {
            foreach (var (tick, _) in yLabels.Labels)
            {
                svg.Line(plot.Left, y.Pixel(tick.Coordinate), plot.Right, y.Pixel(tick.Coordinate), Palette.Grid, kind: "grid");
            }
        }

        if (x.Axis.Asked.ShowGrid ?? AxisDefaults.ShowsGrid(panel.Traces, true, x.Axis))
        {
            foreach (var (tick, _) in xLabels.Labels)
            {
                svg.Line(x.Pixel(tick.Coordinate), plot.Top, x.Pixel(tick.Coordinate), plot.Bottom, Palette.Grid, kind: "grid");
            }
        }
    }

    /// <summary>The lines that columns stand on, over the marks so that they stay visible.</summary>
    public static void Base(SvgWriter svg, Panel panel, Box plot, Scale x, Scale y)
    {
        if (AxisDefaults.ShowsLine(panel.Traces, true, x.Axis))
        {
            svg.Line(plot.Left, plot.Bottom, plot.Right, plot.Bottom, Palette.Axis, kind: "axis");
            Zero(panel, y, at => svg.Line(plot.Left, at, plot.Right, at, Palette.Axis, kind: "zero"));
        }

        if (AxisDefaults.ShowsLine(panel.Traces, false, y.Axis))
        {
            svg.Line(plot.Left, plot.Top, plot.Left, plot.Bottom, Palette.Axis, kind: "axis");
            Zero(panel, x, at => svg.Line(at, plot.Top, at, plot.Bottom, Palette.Axis, kind: "zero"));
        }
    }

    public static void Below(SvgWriter svg, Box plot, Scale x, AxisLabels labels, string? title)
    {
        foreach (var (tick, lines) in labels.Labels)
        {
            var at = x.Pixel(tick.Coordinate);
            svg.Line(at, plot.Bottom, at, plot.Bottom + 4, Palette.Axis, kind: "tick");
            if (labels.Angle == 0)
            {
                for (var i = 0; i < lines.Count; i++)
                {
                    svg.Text(lines[i], at, plot.Bottom + 17 + (i * AxisLabels.LineHeight), 12, Palette.Muted, Anchor.Middle,
                        kind: "xlabel", whole: tick.Label);
                }
            }
            else
            {
                var back = labels.Angle < 0;
                var shift = 4 * Math.Cos(labels.Angle * Math.PI / 180);
                svg.Text(lines[0], at + (Math.Abs(labels.Angle) > 80 ? 4 : 0), plot.Bottom + 8 + shift, 12, Palette.Muted,
                    back ? Anchor.End : Anchor.Start, labels.Angle, kind: "xlabel", whole: tick.Label);
            }
        }

        if (!string.IsNullOrEmpty(title))
        {
            var text = SvgText.Shortened(title.ReplaceLineEndings(" "), 12.5, plot.Width + 40);
            svg.Text(text, plot.CenterX, plot.Bottom + labels.Room + 17, 12.5, Palette.Ink, Anchor.Middle, kind: "xtitle", whole: title);
        }
    }

    public static void Beside(SvgWriter svg, Box plot, Scale y, AxisLabels labels, string? title)
    {
        foreach (var (tick, lines) in labels.Labels)
        {
            svg.Text(lines[0], plot.Left - 7, y.Pixel(tick.Coordinate) + 4, 12, Palette.Muted, Anchor.End, kind: "ylabel",
                whole: tick.Label);
        }

        if (!string.IsNullOrEmpty(title))
        {
            var text = SvgText.Shortened(title.ReplaceLineEndings(" "), 12.5, plot.Height + 40);
            svg.Text(text, plot.Left - labels.Room - 9, plot.CenterY, 12.5, Palette.Ink, Anchor.Middle, -90, kind: "ytitle", whole: title);
        }
    }

    private static void Zero(Panel panel, Scale scale, Action<double> line)
    {
        if (AxisDefaults.ShowsZero(panel.Traces, scale.Axis) && scale.Low < 0 && scale.High > 0)
        {
            line(scale.Pixel(0));
        }
    }
}
