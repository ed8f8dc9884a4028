using System.Globalization;
using CreditNotebooks.Charts.Figures;

namespace CreditNotebooks.Charts.Svg;

/// <summary>Round moments. The first label, and each where a larger unit turns over, says that unit in a second line.</summary>
internal static class DateTicks
{
    private static readonly double[] Short =
    [
        Moment.Second, 5 * Moment.Second, 15 * Moment.Second, 30 * Moment.Second, Moment.Minute, 5 * Moment.Minute, 15 * Moment.Minute,
        30 * Moment.Minute, Moment.Hour, 3 * Moment.Hour, 6 * Moment.Hour, 12 * Moment.Hour, Moment.Day, 2 * Moment.Day, Moment.Week,
            2 * Moment.Week,
    ];

    private static readonly int[] Months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

    public static List<Tick> Of(Axis asked, double low, double high, int most)
    {
        var rough = (high - low) / Math.Max(1, most);
        var places = new List<double>();
        var step = Short.FirstOrDefault(s => s >= rough);
        var months = step > 0 ? 0 : Months.FirstOrDefault(m => m * Moment.Month >= rough, 1200);
        if (step > 0)
        {
            var origin = step >= Moment.Week ? 4 * Moment.Day : 0;
            for (var place = (Math.Ceiling((low - origin) / step) * step) + origin; place <= high; place += step)
            {
                places.Add(place);
            }
        }
        else
        {
            var first = Moment.ToDateTime(low);
            var number = (((first.Year - 1) * 12) + first.Month - 1) / months * months;
            for (; places.Count < 200 && number < 9998 * 12; number += months)
            {
                var place = Moment.ToMilliseconds(new DateTime((number / 12) + 1, (number % 12) + 1, 1));
                if (place > high)
                {
                    break;
                }

                if (place >= low)
                {
                    places.Add(place);
                }
            }
        }

        var ticks = new List<Tick>();
        DateTime? previous = null;
        foreach (var place in places)
        {
            var time = Moment.ToDateTime(place);
            var label = NumberFormat.IsDateFormat(asked.TickFormat) ? NumberFormat.FormatDate(place, asked.TickFormat!)
                : Label(time, previous, step, months);
            ticks.Add(new Tick(place, asked.TickPrefix + label + asked.TickSuffix));
            previous = time;
        }

        return ticks;
    }

    private static string Label(DateTime time, DateTime? previous, double step, int months)
    {
        if (months >= 12)
        {
            return Text(time, "yyyy");
        }

        if (months > 0)
        {
            return Text(time, "MMM") + (previous?.Year == time.Year ? "" : "\n" + Text(time, "yyyy"));
        }

        return step >= Moment.Day
            ? Text(time, "MMM d") + (previous?.Year == time.Year ? "" : "\n" + Text(time, "yyyy"))
            : Text(time, step < Moment.Minute ? "HH:mm:ss" : "HH:mm") + (previous?.Date == time.Date ? ""
                : "\n" + Text(time, "MMM d, yyyy"));
    }

    private static string Text(DateTime time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
