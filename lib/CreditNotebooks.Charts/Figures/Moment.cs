using System.Globalization;

namespace CreditNotebooks.Charts.Figures;

/// <summary>Dates as numbers: milliseconds since 1970-01-01, without a time zone, as plotly.js counts them.</summary>
internal static class Moment
{
    public const double Second = 1000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour, Week = 7 * Day;

    // What plotly.js takes for a month and a year where it needs a length.
    public const double Month = 30.4375 * Day, Year = 365.25 * Day;

    public static bool IsMoment(object item) => item is DateTime or DateOnly or DateTimeOffset;

    public static double ToMilliseconds(object item) => item switch
    {
        DateTime time => (time - DateTime.UnixEpoch).TotalMilliseconds,
        DateOnly date => (date.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).TotalMilliseconds,
        DateTimeOffset time => (time - DateTimeOffset.UnixEpoch).TotalMilliseconds,
        _ => throw new ArgumentException($"A {item.GetType().Name} is no date.", nameof(item)),
    };

    public static DateTime ToDateTime(double milliseconds)
    {
        var furthest = (DateTime.MaxValue - DateTime.UnixEpoch).TotalMilliseconds;
        var first = (DateTime.MinValue - DateTime.UnixEpoch).TotalMilliseconds;
        return DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(milliseconds, first, furthest));
    }

    /// <summary>The form that plotly.js reads: 2024-01-31, 2024-01-31 13:05:00 or with milliseconds.</summary>
    public static string ToText(double milliseconds)
    {
        var time = ToDateTime(Math.Round(milliseconds));
        var format = time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : time.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss"
            : "yyyy-MM-dd HH:mm:ss.fff";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    public static double AddMonths(double milliseconds, int months) => ToMilliseconds(ToDateTime(milliseconds).AddMonths(months));
}
