using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Cutting dates and timestamps to the unit that a word names.</summary>
internal static class Truncation
{
    public enum Level { None, Microsecond, Millisecond, Second, Minute, Hour, Day, Week, Month, Quarter, Year }

    public static Level Parse(string word) => word.ToUpperInvariant() switch
    {
        "MICROSECOND" => Level.Microsecond,
        "MILLISECOND" => Level.Millisecond,
        "SECOND" => Level.Second,
        "MINUTE" => Level.Minute,
        "HOUR" => Level.Hour,
        "DAY" or "DD" => Level.Day,
        "WEEK" => Level.Week,
        "MON" or "MONTH" or "MM" => Level.Month,
        "QUARTER" => Level.Quarter,
        "YEAR" or "YYYY" or "YY" => Level.Year,
        _ => Level.None,
    };

    /// <summary>The first day of the week, month, quarter or year; null for finer units.</summary>
    public static int? Date(int days, Level level)
    {
        switch (level)
        {
            case Level.Week: return days - CalendarMath.WeekDay(days);
            case Level.Month: return days - CalendarMath.Day(days) + 1;
            case Level.Quarter:
                IsoDate.FromDays(days, out var year, out var month, out _);
                return (int)IsoDate.ToDays(year, (month - 1) / 3 * 3 + 1, 1);
            case Level.Year: return (int)IsoDate.ToDays(CalendarMath.Year(days), 1, 1);
            default: return null;
        }
    }

    public static long? Timestamp(long micros, Level level, TimeZoneRules zone)
    {
        switch (level)
        {
            case Level.None: return null;
            case Level.Microsecond: return micros;
            case Level.Millisecond: return micros - IsoDate.FloorMod(micros, 1000);
            case Level.Second: return micros - IsoDate.FloorMod(micros, IsoDate.MicrosPerSecond);
            case Level.Minute: return OfClock(micros, 60 * IsoDate.MicrosPerSecond, zone);
            case Level.Hour: return OfClock(micros, 3600 * IsoDate.MicrosPerSecond, zone);
            case Level.Day: return OfClock(micros, IsoDate.MicrosPerDay, zone);
            default: return CalendarMath.StartOf(Date(CalendarMath.DayOf(micros, zone), level)!.Value, zone);
        }
    }

    private static long OfClock(long micros, long unit, TimeZoneRules zone)
    {
        var offset = zone.OffsetAtInstant(micros);
        var local = micros + offset * IsoDate.MicrosPerSecond;
        return zone.ToInstant(local - IsoDate.FloorMod(local, unit), offset);
    }
}
