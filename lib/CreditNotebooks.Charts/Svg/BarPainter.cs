using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Draws the columns of one series and the words on them.</summary>
internal static class BarPainter
{
    public static void Draw(SvgWriter svg, Panel panel, int traceIndex, IEnumerable<BarShape> bars, Scale x, Scale y)
    {
        var trace = panel.Traces[traceIndex];
        foreach (var bar in bars.Where(b => b.TraceIndex == traceIndex))
        {
            var (along, across) = bar.Horizontal ? (y, x) : (x, y);
            var (one, other) = (along.Clamped(bar.Center - (bar.Width / 2)), along.Clamped(bar.Center + (bar.Width / 2)));
            var isLog = across.Axis.Type == StyleParam.AxisType.Log;
            var start = isLog ? (bar.From > 0 ? across.Axis.Coordinate(bar.From) : across.Low) : bar.From;
            var end = isLog ? across.Axis.Coordinate(bar.To) : bar.To;
            if (double.IsNaN(end))
            {
                continue;
            }

            var (from, to) = (across.Clamped(start), across.Clamped(end));
            var box = bar.Horizontal
                ? new Box(Math.Min(from, to), Math.Min(one, other), Math.Abs(to - from), Math.Abs(other - one))
                : new Box(Math.Min(one, other), Math.Min(from, to), Math.Abs(other - one), Math.Abs(to - from));
            var color = SeriesColors.OfElement(panel, traceIndex, bar.Element);
            svg.Rect(box, color, "bar", trace.Opacity,
                trace.Marker.OutlineColor ?? (trace.Marker.OutlineWidth is null ? null : Palette.Ink), trace.Marker.OutlineWidth ?? 1);
            if (trace is BarTrace { Texts: { } texts } labelled && texts.Text(bar.Element) is { Length: > 0 } text)
            {
                Words(svg, text, box, bar, bar.Horizontal ? to >= from : to <= from, color, labelled.TextPosition);
            }
        }
    }

    private static void Words(SvgWriter svg, string text, Box box, BarShape bar, bool forward, string color,
        StyleParam.TextPosition position)
    {
        var width = SvgText.Width(text, 11);
        var fits = width <= box.Width - 4 && box.Height >= 15;
        if (position == StyleParam.TextPosition.Inside || (position == StyleParam.TextPosition.Auto && fits))
        {
            if (fits)
            {
                var y = bar.Horizontal ? box.CenterY + 4 : forward ? box.Top + 14 : box.Bottom - 6;
                var x = bar.Horizontal ? (forward ? box.Right - 5 : box.Left + 5) : box.CenterX;
                svg.Text(text, x, y, 11, Palette.TextOn(color), !bar.Horizontal ? Anchor.Middle : forward ? Anchor.End
                    : Anchor.Start, kind: "bar-text");
            }

            return;
        }

        if (bar.Horizontal)
        {
            if (box.Height >= 9)
            {
                svg.Text(text, forward ? box.Right + 5 : box.Left - 5, box.CenterY + 4, 11, Palette.Ink, forward ? Anchor.Start
                    : Anchor.End, kind: "bar-text");
            }
        }
        else if (width <= box.Width * 1.25 + 2)
        {
            // Words wider than their column and its gap would run into the neighbour's.
            svg.Text(text, box.CenterX, forward ? box.Top - 5 : box.Bottom + 13, 11, Palette.Ink, Anchor.Middle, kind: "bar-text");
        }
    }
}
