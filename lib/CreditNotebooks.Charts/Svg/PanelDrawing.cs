using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Draws one panel with axes into its box.</summary>
internal static class PanelDrawing
{
    private const double TitleHeight = 24, AxisTitleRoom = 22;

    public static void Draw(SvgWriter svg, Figure figure, int panelIndex, Box box)
    {
        var panel = figure.Panels[panelIndex];
        if (panel.Title is { } title)
        {
            var text = SvgText.Shortened(title.ReplaceLineEndings(" "), 14, box.Width);
            svg.Text(text, box.Left, box.Top + 15, 14, Palette.Ink, bold: true, kind: "panel-title", whole: title);
            box = new Box(box.Left, box.Top + TitleHeight, box.Width, Math.Max(20, box.Height - TitleHeight));
        }

        if (panel.IsPie)
        {
            PiePainter.Draw(svg, figure, panel, box);
            return;
        }

        var (x, y) = ResolvedAxis.Of(panel);
        var bars = BarShapes.Of(figure, panel, x, y);
        var (xLow, xHigh) = Extent.Of(x, true, panel, bars, y);
        var (yLow, yHigh) = Extent.Of(y, false, panel, bars, x);

        var bar = panel.Traces.OfType<HeatmapTrace>().FirstOrDefault(m => m.ShowScale);
        var barRoom = bar is null ? 0 : ColorBar.Room(bar);
        var xTitle = string.IsNullOrEmpty(x.Asked.Title) ? 0 : AxisTitleRoom;
        var yTitle = string.IsNullOrEmpty(y.Asked.Title) ? 0 : AxisTitleRoom;

        // The labels on the left decide the width, the width decides the labels below, these decide the height.
        var yLabels = AxisLabels.Beside(y, yLow, yHigh, box.Height - 40, box.Width * 0.36);
        var left = yLabels.Room + yTitle + 2;
        var right = barRoom + 14;
        var xLabels = AxisLabels.Below(x, xLow, xHigh, box.Width - left - right, box.Height * 0.42);
        left = Math.Max(left, Overhang(xLabels, xLow, xHigh, box.Width - left - right));
        xLabels = AxisLabels.Below(x, xLow, xHigh, box.Width - left - right, box.Height * 0.42);
        var bottom = xLabels.Room + xTitle + 2;
        var plot = new Box(box.Left + left, box.Top + 8, Math.Max(20, box.Width - left - right), Math.Max(20, box.Height - bottom - 8));
        yLabels = AxisLabels.Beside(y, yLow, yHigh, plot.Height, box.Width * 0.36);

        var xScale = x.Asked.Reversed ? new Scale(x, xLow, xHigh, plot.Right, plot.Left) : new Scale(x, xLow, xHigh, plot.Left, plot.Right);
        var yScale = y.Asked.Reversed ? new Scale(y, yLow, yHigh, plot.Top, plot.Bottom) : new Scale(y, yLow, yHigh, plot.Bottom, plot.Top);
        svg.Rect(plot, "none", "plot");
        AxisPainter.Grid(svg, panel, plot, xScale, yScale, xLabels, yLabels);
        Marks(svg, panel, plot, xScale, yScale, bars);
        AxisPainter.Base(svg, panel, plot, xScale, yScale);
        AxisPainter.Below(svg, plot, xScale, xLabels, x.Asked.Title);
        AxisPainter.Beside(svg, plot, yScale, yLabels, y.Asked.Title);
        AnnotationPainter.Draw(svg, panel, plot, xScale, yScale);
        if (bar is not null)
        {
            ColorBar.Draw(svg, bar, new Box(plot.Right + 16, plot.Top, 13, plot.Height));
        }

        if (panel.Traces.Sum(t => t.PointCount) == 0)
        {
            svg.Text("no data", plot.CenterX, plot.CenterY, 13, Palette.Muted, Anchor.Middle, kind: "no-data");
        }
    }

    private static void Marks(SvgWriter svg, Panel panel, Box plot, Scale x, Scale y, List<BarShape> bars)
    {
        var clip = x.Axis.Asked.Min is not null || y.Axis.Asked.Min is not null;
        if (clip)
        {
            svg.BeginClip(plot);
        }

        for (var t = 0; t < panel.Traces.Length; t++)
        {
            switch (panel.Traces[t])
            {
                case BarTrace or HistogramTrace:
                    BarPainter.Draw(svg, panel, t, bars, x, y);
                    break;
                case ScatterTrace scatter:
                    ScatterPainter.Draw(svg, panel, t, scatter, x, y);
                    break;
                case BoxTrace box:
                    BoxPainter.Draw(svg, panel, t, box, x, y);
                    break;
                case HeatmapTrace map:
                    HeatmapPainter.Draw(svg, map, x, y);
                    break;
            }
        }

        if (clip)
        {
            svg.EndClip();
        }
    }

    /// <summary>How far the first turned label reaches to the left of the axis.</summary>
    private static double Overhang(AxisLabels labels, double low, double high, double width)
    {
        if (labels.Labels.Count == 0)
        {
            return 0;
        }

        return labels.Labels.Max(l =>
        {
            var length = SvgText.Width(l.Lines[0], AxisLabels.FontSize) * (labels.Angle == 0 ? 0.5 : labels.Angle < 0
                ? Math.Cos(labels.Angle * Math.PI / 180) : 0);
            return length - ((l.Tick.Coordinate - low) / (high - low) * width) + 4;
        });
    }
}
