using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>A mark on an axis; its label may have two lines.</summary>
internal readonly record struct Tick(double Coordinate, string Label);

/// <summary>Round places on an axis and their labels.</summary>
internal static class Ticks
{
    private static readonly double[] Steps = [1, 2, 5, 10];

    public static List<Tick> Of(ResolvedAxis axis, double low, double high, int most) => axis.Type switch
    {
        StyleParam.AxisType.Category => [.. axis.Categories.Select((c, i) => new Tick(i, c))],
        StyleParam.AxisType.Log => Logarithmic(axis.Asked, low, high, most),
        StyleParam.AxisType.Date => DateTicks.Of(axis.Asked, low, high, most),
        _ => Linear(axis.Asked, low, high, most),
    };

    /// <summary>The smallest of 1, 2 and 5 times a power of ten that makes at most so many steps.</summary>
    public static double Step(double span, int most)
    {
        var rough = span / Math.Max(1, most);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * Steps.First(s => s * power >= rough * 0.999999 || s == 10);
    }

    private static List<Tick> Linear(Axis asked, double low, double high, int most)
    {
        var step = Step(high - low, most);
        var format = NumberFormat.ForTicks(Math.Max(Math.Abs(low), Math.Abs(high)), step, asked);
        var ticks = new List<Tick>();
        for (var n = Math.Ceiling((low / step) - 1e-9); n * step <= high + (step * 1e-9) && ticks.Count < 100; n++)
        {
            ticks.Add(new Tick(n * step, format(n * step)));
        }

        return ticks;
    }

    private static List<Tick> Logarithmic(Axis asked, double low, double high, int most)
    {
        double[] parts = high - low < 1.2 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : high - low < 3 ? [1, 2, 5] : [1];
        var every = Math.Max(1, (int)Math.Ceiling((high - low) / Math.Max(1, most)));
        var ticks = new List<Tick>();
        for (var power = (int)Math.Floor(low); power <= high; power++)
        {
            foreach (var part in parts)
            {
                var value = part * Math.Pow(10, power);
                var place = Math.Log10(value);
                if (place >= low - 1e-9 && place <= high + 1e-9 && (parts.Length > 1 || power % every == 0))
                {
                    var text = asked.TickFormat is { } format ? NumberFormat.Format(value, format) : NumberFormat.Short(value);
                    ticks.Add(new Tick(place, asked.TickPrefix + text + asked.TickSuffix));
                }
            }
        }

        return ticks;
    }
}
