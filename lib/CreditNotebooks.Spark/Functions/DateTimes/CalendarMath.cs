using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Parts of dates and shifts of dates and timestamps, over all years, as java.time computes them.</summary>
internal static class CalendarMath
{
    public static int Year(int days)
    {
        IsoDate.FromDays(days, out var year, out _, out _);
        return (int)year;
    }

    public static int Month(int days)
    {
        IsoDate.FromDays(days, out _, out var month, out _);
        return month;
    }

    public static int Day(int days)
    {
        IsoDate.FromDays(days, out _, out _, out var day);
        return day;
    }

    public static int Quarter(int days) => (Month(days) + 2) / 3;

    public static int DayOfYear(int days)
    {
        IsoDate.FromDays(days, out var year, out _, out _);
        return (int)(days - IsoDate.ToDays(year, 1, 1)) + 1;
    }

    /// <summary>0 for Monday to 6 for Sunday.</summary>
    public static int WeekDay(int days) => (int)IsoDate.FloorMod((long)days + 3, 7);

    /// <summary>The year that the date's ISO week belongs to, and the week's number in it.</summary>
    public static (int Year, int Week) IsoWeek(int days)
    {
        // A week belongs to the year of its Thursday.
        var thursday = days - WeekDay(days) + 3;
        var year = Year(thursday);
        return (year, (int)((thursday - IsoDate.ToDays(year, 1, 1)) / 7) + 1);
    }

    /// <summary>The date so many months on; the day is cut to the month's last.</summary>
    public static int AddMonths(int days, int months) => checked((int)AddMonths((long)days, months));

    public static long AddMonths(long days, int months)
    {
        IsoDate.FromDays(days, out var year, out var month, out var day);
        var all = year * 12 + month - 1 + months;
        var newYear = IsoDate.FloorDiv(all, 12);
        var newMonth = (int)IsoDate.FloorMod(all, 12) + 1;
        return IsoDate.ToDays(newYear, newMonth, Math.Min(day, IsoDate.DaysInMonth(newYear, newMonth)));
    }

    /// <summary>An instant so many months, days and microseconds on: months and days by the zone's calendar and clock, the rest by time that passes.</summary>
    public static long Shift(long micros, int months, int days, long rest, TimeZoneRules zone)
    {
        if (months != 0) micros = ShiftDate(micros, d => AddMonths(d, months), zone);
        if (days != 0) micros = ShiftDate(micros, d => d + days, zone);
        return checked(micros + rest);
    }

    public static long Shift(long micros, long dayTime, TimeZoneRules zone)
    {
        var days = dayTime / IsoDate.MicrosPerDay;
        return Shift(micros, 0, (int)days, dayTime - days * IsoDate.MicrosPerDay, zone);
    }

    private static long ShiftDate(long micros, Func<long, long> shift, TimeZoneRules zone)
    {
        var offset = zone.OffsetAtInstant(micros);
        var local = checked(micros + offset * IsoDate.MicrosPerSecond);
        var days = IsoDate.FloorDiv(local, IsoDate.MicrosPerDay);
        var time = local - days * IsoDate.MicrosPerDay;
        return zone.ToInstant(checked(shift(days) * IsoDate.MicrosPerDay + time), offset);
    }

    public static int DayOf(long micros, TimeZoneRules zone) => (int)IsoDate.FloorDiv(zone.ToLocal(micros), IsoDate.MicrosPerDay);

    public static long StartOf(int day, TimeZoneRules zone) => zone.ToInstant(checked(day * IsoDate.MicrosPerDay));

    /// <summary>The whole months between two local times, cut towards zero.</summary>
    public static long MonthsBetween(long start, long end)
    {
        long startDay = IsoDate.FloorDiv(start, IsoDate.MicrosPerDay), endDay = IsoDate.FloorDiv(end, IsoDate.MicrosPerDay);
        long startTime = start - startDay * IsoDate.MicrosPerDay, endTime = end - endDay * IsoDate.MicrosPerDay;
        if (endDay > startDay && endTime < startTime) endDay--;
        else if (endDay < startDay && endTime > startTime) endDay++;
        return (Packed(endDay) - Packed(startDay)) / 32;

        static long Packed(long days)
        {
            IsoDate.FromDays(days, out var year, out var month, out var day);
            return (year * 12 + month - 1) * 32 + day;
        }
    }
}
