using System.Globalization;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Spark.Types;

/// <summary>The rule for the years to come at the end of a time zone's file: <c>CET-1CEST,M3.5.0,M10.5.0/3</c> (POSIX's TZ, with RFC 9636's wider hours).</summary>
internal sealed partial record PosixRule(int Standard, int? Summer, string Start, string End)
{
    public static PosixRule? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success) return null;
        var standard = -Seconds(match.Groups["standard"].Value);
        if (!match.Groups["start"].Success) return new PosixRule(standard, null, "", "");
        var summer = match.Groups["summer"] is { Success: true, Value: var written } ? -Seconds(written) : standard + 3600;
        return new PosixRule(standard, summer, match.Groups["start"].Value, match.Groups["end"].Value);
    }

    /// <summary>When summer time begins in a year, in UTC seconds.</summary>
    public long SummerStart(long year) => Moment(Start, year) - Standard;

    public long SummerEnd(long year) => Moment(End, year) - Summer!.Value;

    private static long Moment(string rule, long year)
    {
        var parts = rule.Split('/');
        var time = parts.Length > 1 ? Seconds(parts[1]) : 7200;
        return Day(parts[0], year) * 86_400 + time;
    }

    private static long Day(string rule, long year)
    {
        if (rule[0] != 'M')
        {
            // Jn counts without the leap day, from 1; n with it, from 0.
            var n = int.Parse(rule.TrimStart('J'), CultureInfo.InvariantCulture);
            var first = IsoDate.ToDays(year, 1, 1);
            return rule[0] == 'J' ? first + n - 1 + (n >= 60 && IsoDate.IsLeap(year) ? 1 : 0) : first + n;
        }
        var numbers = rule[1..].Split('.').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        var (month, week, weekDay) = (numbers[0], numbers[1], numbers[2]);
        var begin = IsoDate.ToDays(year, month, 1);
        // 1970-01-01 was a Thursday, day 4 of a week from Sunday on.
        var day = begin + IsoDate.FloorMod(weekDay - IsoDate.FloorMod(begin + 4, 7), 7) + (week - 1) * 7;
        return day >= begin + IsoDate.DaysInMonth(year, month) ? day - 7 : day;
    }

    private static int Seconds(string text)
    {
        var parts = text.TrimStart('+', '-').Split(':');
        var seconds = 0;
        for (var i = 0; i < 3; i++) seconds = seconds * 60 + (i < parts.Length ? int.Parse(parts[i], CultureInfo.InvariantCulture) : 0);
        return text[0] == '-' ? -seconds : seconds;
    }

    [GeneratedRegex(@"^(?:<[^>]+>|[A-Za-z]+)(?<standard>[+-]?[\d:]+)(?:(?:<[^>]+>|[A-Za-z]+)(?<summer>[+-]?[\d:]+)?,(?<start>[^,]+),(?<end>.+))?$")]
    private static partial Regex Form();
}
