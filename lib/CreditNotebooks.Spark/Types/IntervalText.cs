using System.Globalization;

namespace CreditNotebooks.Spark.Types;

/// <summary>Intervals as Spark writes them: <c>INTERVAL '1-2' YEAR TO MONTH</c>.</summary>
internal static class IntervalText
{
    public static string YearMonth(int months, YearMonthIntervalType type)
    {
        var sign = months < 0 ? "-" : "";
        var value = Math.Abs((long)months);
        var text = (type.Start, type.End) switch
        {
            (0, 0) => $"{sign}{value / 12}",
            (1, 1) => $"{sign}{value}",
            _ => $"{sign}{value / 12}-{value % 12}",
        };
        return $"INTERVAL '{text}' {type.Sql["INTERVAL ".Length..]}";
    }

    public static string DayTime(long micros, DayTimeIntervalType type)
    {
        var sign = micros < 0 ? "-" : "";
        var value = (UInt128)Int128.Abs(micros);
        var units = new UInt128[] { 86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000 };
        var text = "";
        for (var field = type.Start; field <= type.End; field++)
        {
            var amount = (long)(value / units[field]);
            value %= units[field];
            var width = field == type.Start ? (field == 0 ? "0" : "00") : "00";
            if (type.Start == field && type.Start == type.End && field != 3) width = field == 0 ? "0" : "00";
            text += (field == type.Start ? "" : field == 1 ? " " : ":") + amount.ToString(width, CultureInfo.InvariantCulture);
        }
        if (type.End == 3 && value != 0) text += "." + ((long)value).ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return $"INTERVAL '{sign}{text}' {type.Sql["INTERVAL ".Length..]}";
    }
}
