using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>Single values in Arrow's form; null for one of another type. Values that no type of .NET holds come as text, as
/// <see cref="ColumnVector"/> shows them: days and instants outside the years 1 to 9999, long spans.</summary>
internal static class StoredValues
{
    public static int? Day(object value) => value switch
    {
        DateOnly date => date.DayNumber - ValueText.EpochDay,
        string text when TextConversion.TryParseDate(Encoding.UTF8.GetBytes(text), out var days) => days,
        _ => null,
    };

    public static long? Moment(object value) => value switch
    {
        DateTime moment => (moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        string text when TextConversion.TryParseTimestampNtz(Encoding.UTF8.GetBytes(text), false, out var micros) => micros,
        _ => null,
    };

    public static long? Span(object value) => value switch
    {
        TimeSpan span => span.Ticks / TimeSpan.TicksPerMicrosecond,
        string text => IntervalParsing.DayTime(text, new DayTimeIntervalType()),
        _ => null,
    };

    public static Int128? Digits(object value, DecimalType type) =>
        value is DecimalValue number && number.Scale == type.Scale ? number.Unscaled : null;

    // Arrow's nanoseconds reach for 292 years only.
    public static MonthDayNano? Interval(object value) =>
        value is CalendarInterval { Microseconds: >= long.MinValue / 1000 and <= long.MaxValue / 1000 } interval
            ? new MonthDayNano(interval.Months, interval.Days, interval.Microseconds * 1000)
            : null;
}
