using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Draws pies and doughnuts; words that do not fit into their slice stand outside, with a line to it.</summary>
internal static class PiePainter
{
    private const double FontSize = 12, LineHeight = 15;

    private sealed record Slice(double From, double To, string Color, string Text)
    {
        public double Middle => (From + To) / 2;
        public double Share => (To - From) / (2 * Math.PI);
    }

    public static void Draw(SvgWriter svg, Figure figure, Panel panel, Box box)
    {
        svg.Rect(box, "none", "plot");
        var pie = (PieTrace)panel.Traces[0];
        var slices = Slices(figure, pie);
        if (slices.Count == 0)
        {
            svg.Text("no data", box.CenterX, box.CenterY, 13, Palette.Muted, Anchor.Middle, kind: "no-data");
            return;
        }

        var widest = slices.Max(s => SvgText.Width(s.Text, FontSize));
        var radius = Math.Max(20, Math.Min(box.Height / 2 * 0.92, (box.Width / 2) - 4));
        var outside = slices.Where(s => s.Text.Length > 0 && !Fits(s, radius, pie.Hole)).ToList();
        if (outside.Count > 0)
        {
            radius = Math.Max(20, Math.Min(box.Height * 0.40, (box.Width / 2) - Math.Min(widest, box.Width * 0.3) - 26));
            outside = [.. slices.Where(s => s.Text.Length > 0 && !Fits(s, radius, pie.Hole))];
        }

        foreach (var slice in slices)
        {
            svg.Path(Shape(slice, box.CenterX, box.CenterY, radius, radius * pie.Hole), slice.Color,
                pie.Marker.OutlineColor ?? Palette.Paper,
                pie.Marker.OutlineWidth ?? 1.5, opacity: pie.Opacity, kind: "slice");
        }

        foreach (var slice in slices.Where(s => s.Text.Length > 0 && !outside.Contains(s)))
        {
            var at = radius * TextPlace(pie.Hole, slice);
            var y = box.CenterY - (at * Math.Cos(slice.Middle)) + 4;
            svg.Text(slice.Text, box.CenterX + (at * Math.Sin(slice.Middle)), y, FontSize, Palette.TextOn(slice.Color), Anchor.Middle,
                kind: "slice-text");
        }

        Outside(svg, [.. outside.Where(s => Math.Sin(s.Middle) >= 0)], box, radius, right: true);
        Outside(svg, [.. outside.Where(s => Math.Sin(s.Middle) < 0)], box, radius, right: false);
    }

    private static List<Slice> Slices(Figure figure, PieTrace pie)
    {
        var labels = SeriesColors.SliceLabels(figure);
        var total = pie.Lengths.Present().Sum();
        var order = Enumerable.Range(0, pie.Lengths.Count).Where(i => pie.Lengths.Number(i) > 0);
        if (pie.Sort)
        {
            order = order.OrderByDescending(pie.Lengths.Number);
        }

        var slices = new List<Slice>();
        double angle = 0;
        foreach (var i in order)
        {
            var size = pie.Lengths.Number(i) / total;
            slices.Add(new Slice(angle, angle + (size * 2 * Math.PI), SeriesColors.OfSlice(pie, i, labels), Text(pie, i, size)));
            angle += size * 2 * Math.PI;
        }

        return slices;
    }

    private static string Text(PieTrace pie, int index, double share)
    {
        var percent = NumberFormat.Format(share, share >= 0.9995 ? ".0%" : share >= 0.0995 ? ".1%" : ".2%");
        var label = SvgText.Shortened(pie.Labels.Text(index) ?? "", FontSize, 150);
        return pie.TextInfo switch
        {
            StyleParam.TextInfo.Percent => percent,
            StyleParam.TextInfo.Label => label,
            StyleParam.TextInfo.LabelPercent => label + " " + percent,
            StyleParam.TextInfo.Value => NumberFormat.Short(pie.Lengths.Number(index)),
            StyleParam.TextInfo.LabelValue => label + " " + NumberFormat.Short(pie.Lengths.Number(index)),
            StyleParam.TextInfo.None => "",
            _ => throw new InvalidOperationException($"The text {pie.TextInfo} is unknown."),
        };
    }

    private static double TextPlace(double hole, Slice slice) => slice.Share > 0.999 && hole == 0 ? 0 : hole == 0 ? 0.64 : (1 + hole) / 2;

    // The words have to lie within the ring and within the slice's width at their distance from the centre.
    private static bool Fits(Slice slice, double radius, double hole)
    {
        var width = SvgText.Width(slice.Text, FontSize) + 6;
        if (slice.Share > 0.999)
        {
            return width < radius * (hole == 0 ? 2 : 1 - hole);
        }

        var at = radius * TextPlace(hole, slice);
        var chord = slice.Share >= 0.5 ? radius * 2 : 2 * at * Math.Sin(slice.Share * Math.PI);
        var ring = radius * (1 - hole) * (hole == 0 ? 0.66 : 0.94);
        // Words lie flat: at the sides they run along the ring's depth, at top and bottom along the slice.
        var flat = Math.Abs(Math.Sin(slice.Middle));
        var along = (flat * ring) + ((1 - flat) * chord);
        var up = (flat * chord) + ((1 - flat) * ring);
        return width <= along && LineHeight <= up;
    }

    private static void Outside(SvgWriter svg, List<Slice> slices, Box box, double radius, bool right)
    {
        var side = right ? 1 : -1;
        var sorted = slices.OrderBy(s => -Math.Cos(s.Middle)).ToList();
        double[] heights = [.. sorted.Select(s => box.CenterY - ((radius + 14) * Math.Cos(s.Middle)))];
        Spread(heights, box.CenterY, box.Top + 8, box.Bottom - 4);
        for (var i = 0; i < sorted.Count; i++)
        {
            var (sine, cosine) = (Math.Sin(sorted[i].Middle), Math.Cos(sorted[i].Middle));
            // Where the words stand beside the pie and not above it, they keep clear of its edge at their height.
            var height = Math.Min(radius + 10, Math.Abs(heights[i] - box.CenterY));
            var edge = Math.Sqrt(((radius + 10) * (radius + 10)) - (height * height));
            var elbow = box.CenterX + (side * Math.Max(Math.Max(Math.Abs((radius + 12) * sine), edge), 8));
            var (startX, startY) = (box.CenterX + (radius * sine), box.CenterY - (radius * cosine));
            svg.Path($"M{N(startX)} {N(startY)}L{N(elbow)} {N(heights[i])}L{N(elbow + (side * 7))} {N(heights[i])}", "none", Palette.Axis,
                kind: "leader");
            var textX = elbow + (side * 10);
            var room = right ? box.Right - textX : textX - box.Left;
            svg.Text(SvgText.Shortened(sorted[i].Text, FontSize, room), textX, heights[i] + 4, FontSize, Palette.Ink, right ? Anchor.Start
                : Anchor.End,
                kind: "slice-text", whole: sorted[i].Text);
        }
    }

    /// <summary>Moves sorted heights apart by a line, those of the upper half upwards and those of the lower half downwards.</summary>
    private static void Spread(double[] heights, double middle, double top, double bottom)
    {
        var upper = heights.Count(h => h < middle);
        for (var i = upper - 2; i >= 0; i--)
        {
            heights[i] = Math.Min(heights[i], heights[i + 1] - LineHeight);
        }

        for (var i = 0; i < heights.Length; i++)
        {
            heights[i] = Math.Max(heights[i], i == 0 ? top : heights[i - 1] + LineHeight);
        }

        for (var i = heights.Length - 1; i >= 0; i--)
        {
            heights[i] = Math.Min(heights[i], i == heights.Length - 1 ? bottom : heights[i + 1] - LineHeight);
        }
    }

    private static string Shape(Slice slice, double x, double y, double outer, double inner)
    {
        // An arc cannot go all the way round: a whole is two halves.
        if (slice.Share > 0.9999)
        {
            var disc = $"M{At(outer, 0)}{Arc(outer, false, 1, Math.PI)}{Arc(outer, false, 1, 0)}Z";
            return inner == 0 ? disc : disc + $"M{At(inner, 0)}{Arc(inner, false, 0, Math.PI)}{Arc(inner, false, 0, 0)}Z";
        }

        var isLarge = slice.Share > 0.5;
        var rim = At(outer, slice.From) + Arc(outer, isLarge, 1, slice.To);
        return inner == 0
            ? $"M{N(x)} {N(y)}L{rim}Z"
            : $"M{rim}L{At(inner, slice.To)}{Arc(inner, isLarge, 0, slice.From)}Z";

        string At(double radius, double angle) => N(x + (radius * Math.Sin(angle))) + " " + N(y - (radius * Math.Cos(angle)));

        string Arc(double radius, bool isLarge, int clockwise, double to) =>
            $"A{N(radius)} {N(radius)} 0 {(isLarge ? 1 : 0)} {clockwise} {At(radius, to)}";
    }

    private static string N(double value) => SvgWriter.Number(value);
}
