using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>The labels along an axis, so laid out that none covers another: broken into lines, turned, shortened, left out.</summary>
internal sealed record AxisLabels(IReadOnlyList<(Tick Tick, List<string> Lines)> Labels, double Angle, double Room)
{
    public const double FontSize = 12, LineHeight = 14.5;

    private const double LongestTurned = 185;

    /// <summary>Labels below an axis of <paramref name="width"/> pixels.</summary>
    public static AxisLabels Below(ResolvedAxis axis, double low, double high, double width, double mostRoom)
    {
        if (!axis.Asked.ShowTicks)
        {
            return new AxisLabels([], 0, 4);
        }

        var ticks = Fitting(axis, low, high, width, 78);
        if (ticks.Count == 0)
        {
            return new AxisLabels([], 0, 4);
        }

        var slot = ticks.Count == 1 ? width : (ticks[1].Coordinate - ticks[0].Coordinate) / (high - low) * width;
        if (axis.Asked.TickAngle is { } angle && angle != 0)
        {
            return Turned(ticks, angle, slot, mostRoom);
        }

        for (var lines = 1; lines <= 3; lines++)
        {
            List<(Tick Tick, List<string> Lines)> broken = [.. ticks.Select(t =>
                (t, SvgText.Lines(t.Label, FontSize, slot - 8, Math.Max(lines, t.Label.Split('\n').Length))))];
            var fits = broken.All(l => string.Join(' ', l.Lines) == l.Tick.Label.ReplaceLineEndings(" "));
            if (fits || axis.Asked.TickAngle == 0)
            {
                return new AxisLabels(broken, 0, 8 + (LineHeight * broken.Max(l => l.Lines.Count)));
            }
        }

        return Turned(ticks, slot >= 17 ? -38 : -90, slot, mostRoom);
    }

    /// <summary>Labels on the left of an axis of <paramref name="height"/> pixels.</summary>
    public static AxisLabels Beside(ResolvedAxis axis, double low, double high, double height, double mostRoom)
    {
        if (!axis.Asked.ShowTicks)
        {
            return new AxisLabels([], 0, 4);
        }

        var ticks = Fitting(axis, low, high, height, 42);
        var slot = ticks.Count < 2 ? height : (ticks[1].Coordinate - ticks[0].Coordinate) / (high - low) * height;
        var shown = Thinned(ticks, slot, LineHeight);
        List<(Tick Tick, List<string> Lines)> labels = [.. shown.Select(t =>
            (t, new List<string> { SvgText.Shortened(t.Label.ReplaceLineEndings(" "), FontSize, mostRoom) }))];
        var widest = labels.Count == 0 ? 0 : labels.Max(l => SvgText.Width(l.Lines[0], FontSize));
        return new AxisLabels(labels, 0, widest + 9);
    }

    private static List<Tick> Fitting(ResolvedAxis axis, double low, double high, double length, double apart)
    {
        var most = Math.Max(2, (int)(length / apart));
        return [.. Ticks.Of(axis, low, high, most)
            .Where(t => t.Coordinate >= low - 1e-9 * (high - low) && t.Coordinate <= high + 1e-9 * (high - low))];
    }

    private static AxisLabels Turned(List<Tick> ticks, double angle, double slot, double mostRoom)
    {
        var radians = Math.Abs(angle) * Math.PI / 180;
        var (sine, cosine) = (Math.Sin(radians), Math.Cos(radians));
        var longest = Math.Min(LongestTurned, (mostRoom - 10 - (FontSize * cosine)) / Math.Max(sine, 0.2));
        // Turned lines of text lie apart by the slot times the sine.
        var shown = Thinned(ticks, slot * Math.Max(sine, 0.2), FontSize + 1);
        List<(Tick Tick, List<string> Lines)> labels =
            [.. shown.Select(t =>
                (t, new List<string> { SvgText.Shortened(t.Label.ReplaceLineEndings(" "), FontSize, Math.Max(24, longest)) }))];
        var widest = labels.Max(l => SvgText.Width(l.Lines[0], FontSize));
        return new AxisLabels(labels, angle, 10 + (widest * sine) + (FontSize * cosine));
    }

    private static List<Tick> Thinned(List<Tick> ticks, double slot, double needed)
    {
        var every = slot >= needed ? 1 : (int)Math.Ceiling(needed / Math.Max(slot, 1e-6));
        return [.. ticks.Where((_, i) => i % every == 0)];
    }
}
