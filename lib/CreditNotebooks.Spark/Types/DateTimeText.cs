using System.Globalization;

namespace CreditNotebooks.Spark.Types;

/// <summary>Dates and timestamps as Spark's CAST to STRING writes them, over the whole range of years.</summary>
internal static class DateTimeText
{
    public const long MicrosPerDay = 86_400_000_000;

    /// <summary>Days since 1970-01-01 as <c>2024-01-31</c>; years past 9999 have a sign before them.</summary>
    public static string Date(int days)
    {
        IsoDate.FromDays(days, out var year, out var month, out var day);
        var y = Math.Abs(year).ToString("0000", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{(year < 0 ? "-" : year > 9999 ? "+" : "")}{y}-{month:00}-{day:00}");
    }

    /// <summary>Microseconds since 1970-01-01 00:00 as <c>2024-01-31 10:00:00.5</c>; the fraction without trailing zeros.</summary>
    public static string Timestamp(long micros)
    {
        var days = IsoDate.FloorDiv(micros, MicrosPerDay);
        var rest = IsoDate.FloorMod(micros, MicrosPerDay);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Date((int)days)} {rest / 3_600_000_000:00}:{rest / 60_000_000 % 60:00}:{rest / 1_000_000 % 60:00}");
        return rest % 1_000_000 is var fraction && fraction != 0 ? text + "." + fraction.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0') : text;
    }
}
