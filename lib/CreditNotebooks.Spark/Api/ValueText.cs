using System.Globalization;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Values as Spark's <c>show</c> writes them: a cast to text in which NULL is seen and bytes are hexadecimal.</summary>
internal static class ValueText
{
    /// <summary>1970-01-01 as .NET numbers days.</summary>
    public const int EpochDay = 719_162;

    private const long MicrosecondsPerSecond = 1_000_000;

    public static string Write(object? value, DataType type, TimeZoneRules? zone = null) => value switch
    {
        null => "NULL",
        string text => text,
        bool truth => truth ? "true" : "false",
        float number => NumberText.ToText(number),
        double number => NumberText.ToText(number),
        byte[] bytes => $"[{string.Join(" ", bytes.Select(b => b.ToString("X2", CultureInfo.InvariantCulture)))}]",
        DateOnly date => Date(date.DayNumber - EpochDay),
        DateTime moment => Moment(zone is null || type is not TimestampType ? moment : Local(moment, zone)),
        TimeSpan span => DayTime(span.Ticks / TimeSpan.TicksPerMicrosecond, type as DayTimeIntervalType),
        YearMonthInterval span => YearMonth(span, type as YearMonthIntervalType),
        KeyValuePair<object, object?>[] map when type is MapType t =>
            "{" + string.Join(", ", map.Select(e => $"{Write(e.Key, t.KeyType, zone)} -> {Write(e.Value, t.ValueType, zone)}")) + "}",
        object?[] items when type is ArrayType t => "[" + string.Join(", ", items.Select(i => Write(i, t.ElementType, zone))) + "]",
        object?[] fields when type is StructType t =>
            "{" + string.Join(", ", fields.Select((f, i) => Write(f, t.Fields[i].DataType, zone))) + "}",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A day of 1970-01-01 plus so many, with a sign before years of more than four digits.</summary>
    public static string Date(int days) => DateOnly.FromDayNumber(days + EpochDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Date and time, with as many digits of the second's fraction as there are.</summary>
    public static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);

    private static DateTime Local(DateTime moment, TimeZoneRules zone)
    {
        var micros = (moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return DateTime.UnixEpoch.AddTicks(zone.ToLocal(micros) * TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>A day-time interval as an ANSI literal: <c>INTERVAL '1 02:03:04' DAY TO SECOND</c>.</summary>
    public static string DayTime(long microseconds, DayTimeIntervalType? type = null)
    {
        type ??= new DayTimeIntervalType();
        var sign = microseconds < 0 ? "-" : "";
        var rest = UInt128.CreateChecked(Int128.Abs(microseconds));
        var text = new StringBuilder();
        ulong[] sizes = [86_400 * MicrosecondsPerSecond, 3_600 * MicrosecondsPerSecond, 60 * MicrosecondsPerSecond, MicrosecondsPerSecond];
        string[] separators = ["", " ", ":", ":"];
        for (var field = type.Start; field <= type.End; field++)
        {
            var count = rest / sizes[field];
            rest %= sizes[field];
            if (field > type.Start) text.Append(separators[field]);
            text.Append(count.ToString(field == 0 ? "0" : "00", CultureInfo.InvariantCulture));
        }
        if (type.End == 3 && rest != 0) text.Append('.').Append(rest.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0'));
        return $"INTERVAL '{sign}{text}' {type.Sql["INTERVAL ".Length..]}";
    }

    private static string YearMonth(YearMonthInterval span, YearMonthIntervalType? type)
    {
        type ??= new YearMonthIntervalType();
        var text = type.Start == 1 ? span.Months.ToString(CultureInfo.InvariantCulture)
            : type.End == 0 ? (span.Months / 12).ToString(CultureInfo.InvariantCulture) : span.ToString();
        return $"INTERVAL '{text}' {type.Sql["INTERVAL ".Length..]}";
    }
}
