using CreditNotebooks.Charts.Figures;
using CreditNotebooks.Charts.Statistics;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Draws boxes, whiskers and outliers.</summary>
internal static class BoxPainter
{
    private const double WidestBox = 64;

    public static void Draw(SvgWriter svg, Panel panel, int traceIndex, BoxTrace box, Scale x, Scale y)
    {
        var (along, across) = box.Horizontal ? (y, x) : (x, y);
        var grouped = Enumerable.Range(0, panel.Traces.Length).Where(t => panel.Traces[t] is BoxTrace { Groups: not null }).ToList();
        var (place, places) = box.Groups is null ? (0, 1) : (grouped.IndexOf(traceIndex), grouped.Count);
        var spacing = MarkPlaces.Spacing(along.Axis, box.Groups ?? Values.Empty);
        var slot = spacing / (along.High - along.Low) * along.Length * 0.72 / places;
        var width = Math.Min(slot * 0.82, WidestBox);
        var color = SeriesColors.Of(panel, traceIndex);
        foreach (var group in BoxGroups.Of(box, traceIndex, panel, along.Axis))
        {
            // On a horizontal axis pixels grow with the place, on a vertical one they shrink.
            var middle = along.Pixel(group.Place) + ((place - ((places - 1) / 2.0)) * slot * (along.PixelHigh > along.PixelLow ? 1 : -1));
            One(svg, group.Quartiles, box, middle, width, across, color);
        }
    }

    private static void One(SvgWriter svg, Quartiles q, BoxTrace box, double middle, double width, Scale across, string color)
    {
        var (lower, q1, median, q3, upper) = (At(q.LowerFence), At(q.Q1), At(q.Median), At(q.Q3), At(q.UpperFence));
        Stroke(middle, lower, middle, q1);
        Stroke(middle, q3, middle, upper);
        Stroke(middle - (width / 4), lower, middle + (width / 4), lower);
        Stroke(middle - (width / 4), upper, middle + (width / 4), upper);
        var (first, length) = (Math.Min(q1, q3), Math.Abs(q3 - q1));
        var body = box.Horizontal ? new Box(first, middle - (width / 2), length, width)
            : new Box(middle - (width / 2), first, width, length);
        svg.Rect(body, color, "box", 0.25 * (box.Opacity ?? 1), color, 1.5);
        Stroke(middle - (width / 2), median, middle + (width / 2), median, 2.5, kind: "median");
        if (box.ShowMean)
        {
            Stroke(middle - (width / 2), At(q.Mean), middle + (width / 2), At(q.Mean), 1.2, "4 3", "mean");
        }

        if (box.Points == StyleParam.BoxPoints.Outliers)
        {
            foreach (var outlier in BoxGroups.Distinguishable(q.Outliers, 200))
            {
                var at = At(outlier);
                if (box.Horizontal)
                {
                    svg.Circle(at, middle, 2, color, "outlier", 0.75);
                }
                else
                {
                    svg.Circle(middle, at, 2, color, "outlier", 0.75);
                }
            }
        }

        double At(double value) => across.Clamped(double.IsNaN(across.Axis.Coordinate(value)) ? across.Low : across.Axis.Coordinate(value));

        // Written for standing boxes; lying ones swap the coordinates.
        void Stroke(double x1, double y1, double x2, double y2, double width = 1.5, string? dash = null, string kind = "whisker")
        {
            if (box.Horizontal)
            {
                svg.Line(y1, x1, y2, x2, color, width, dash, kind);
            }
            else
            {
                svg.Line(x1, y1, x2, y2, color, width, dash, kind);
            }
        }
    }
}
