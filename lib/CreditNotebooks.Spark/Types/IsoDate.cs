namespace CreditNotebooks.Spark.Types;

/// <summary>Days of the proleptic Gregorian calendar, counted from 1970-01-01, for any year; .NET's own dates end at the years 1 and 9999.</summary>
internal static class IsoDate
{
    public const long MicrosPerSecond = 1_000_000;
    public const long MicrosPerDay = 86_400 * MicrosPerSecond;

    public static bool IsLeap(long year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysInMonth(long year, int month) => month switch { 2 => IsLeap(year) ? 29 : 28, 4 or 6 or 9 or 11 => 30, _ => 31 };

    public static bool IsValid(long year, int month, int day) =>
        year is >= -999_999_999 and <= 999_999_999 && month is >= 1 and <= 12 && day >= 1 && day <= DaysInMonth(year, month);

    /// <summary>The day's number; year 0 is 1 BC.</summary>
    public static long ToDays(long year, int month, int day)
    {
        // Years begin in March here, so that the leap day is the last of its year.
        var y = month <= 2 ? year - 1 : year;
        var era = Math.DivRem(y, 400).Quotient - (y % 400 < 0 ? 1 : 0);
        var yearOfEra = y - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    public static void FromDays(long days, out long year, out int month, out int day)
    {
        days += 719_468;
        var era = (days >= 0 ? days : days - 146_096) / 146_097;
        var dayOfEra = days - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = (int)(dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100));
        var shifted = (5 * dayOfYear + 2) / 153;
        day = dayOfYear - (153 * shifted + 2) / 5 + 1;
        month = shifted < 10 ? shifted + 3 : shifted - 9;
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    }

    /// <summary>Microseconds since 1970 of a local date and time; false past the ends of 64 bits.</summary>
    public static bool TryToMicros(long days, long microsOfDay, out long micros)
    {
        var exact = (Int128)days * MicrosPerDay + microsOfDay;
        micros = (long)exact;
        return micros == exact;
    }

    public static long FloorDiv(long value, long divisor) => value / divisor - (value % divisor < 0 ? 1 : 0);

    public static long FloorMod(long value, long divisor) => value - FloorDiv(value, divisor) * divisor;
}
