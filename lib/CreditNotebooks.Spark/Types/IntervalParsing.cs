using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace CreditNotebooks.Spark.Types;

/// <summary>Text to intervals: lists of values with units (<c>1 day 2 hours</c>), and the forms of one interval type (<c>1-2</c>, <c>1 02:03:04.5</c>).</summary>
internal static partial class IntervalParsing
{
    private const long MicrosPerDay = 86_400_000_000, MicrosPerHour = 3_600_000_000, MicrosPerMinute = 60_000_000, MicrosPerSecond = 1_000_000;

    private static readonly string[] DayTimeUnits = ["DAY", "HOUR", "MINUTE", "SECOND"];
    private static readonly int[] MostDigits = [9, 10, 12, 13];
    private static readonly ConcurrentDictionary<DayTimeIntervalType, Regex> Forms = new();

    /// <summary>Values with units, in any order and case, the word INTERVAL before them or not.</summary>
    /// <exception cref="SparkException">INVALID_INTERVAL_FORMAT with what is wrong.</exception>
    public static CalendarInterval Units(string text)
    {
        var s = text.Trim([.. Enumerable.Range(0, 0x21).Select(c => (char)c), '\x7F']).ToLowerInvariant();
        if (s.Length == 0) throw Invalid("INPUT_IS_EMPTY", text, "Interval string cannot be empty");
        var at = 0;
        if (s.StartsWith("interval", StringComparison.Ordinal))
        {
            if (s.Length == 8) throw Invalid("INPUT_IS_EMPTY", text, "Interval string cannot be empty");
            if (!IsBlank(s[8])) throw Invalid("INVALID_PREFIX", text, "Invalid interval prefix");
            at = 9;
        }
        int months = 0, days = 0;
        long micros = 0;
        try
        {
            while (true)
            {
                SkipBlanks(s, ref at);
                if (at == s.Length) return new CalendarInterval(months, days, micros);
                var negative = s[at] == '-';
                var signed = s[at] is '-' or '+';
                if (!signed && !char.IsAsciiDigit(s[at]) && s[at] != '.') throw Invalid("UNRECOGNIZED_NUMBER", text, $"Unrecognized number '{s[at..]}'");
                if (signed)
                {
                    at++;
                    SkipBlanks(s, ref at);
                    if (at == s.Length) throw Invalid("MISSING_NUMBER", text, "Expect a number after the sign but hit EOL");
                    if (!char.IsAsciiDigit(s[at]) && s[at] != '.') throw Invalid("INVALID_VALUE", text, $"Invalid value '{s[at..]}'");
                }
                var (value, fraction, hasFraction) = Value(text, s, ref at);
                SkipBlanks(s, ref at);
                if (at == s.Length) throw Invalid("MISSING_UNIT", text, "Expect a unit name but hit EOL");
                if (hasFraction && s[at] != 's') throw Invalid("INVALID_FRACTION", text, "Only seconds can have a fractional part");
                if (negative) (value, fraction) = (-value, -fraction);
                var unit = UnitAt(text, s, ref at);
                checked
                {
                    switch (unit)
                    {
                        case "year": months = (int)(months + value * 12); break;
                        case "month": months += (int)value; break;
                        case "week": days = (int)(days + value * 7); break;
                        case "day": days += (int)value; break;
                        case "hour": micros += value * MicrosPerHour; break;
                        case "minute": micros += value * MicrosPerMinute; break;
                        case "second": micros = micros + value * MicrosPerSecond + fraction; break;
                        case "millisecond": micros += value * 1000; break;
                        default: micros += value; break;
                    }
                }
            }
        }
        catch (OverflowException)
        {
            throw Invalid("ARITHMETIC_EXCEPTION", text, "The interval is too large");
        }
    }

    private static (long Value, long Fraction, bool HasFraction) Value(string text, string s, ref int at)
    {
        long value = 0;
        var first = at;
        for (; at < s.Length && char.IsAsciiDigit(s[at]); at++) value = checked(value * 10 + (s[at] - '0'));
        var pointFirst = at == first;
        if (at == s.Length || s[at] != '.')
        {
            if (at < s.Length && !IsBlank(s[at])) throw Invalid("INVALID_VALUE", text, $"Invalid value '{s[first..]}'");
            return (value, 0, false);
        }
        at++;
        long fraction = 0;
        var scale = 100_000_000;
        var digits = at;
        for (; at < s.Length && char.IsAsciiDigit(s[at]); at++)
        {
            if (scale == 0) throw Invalid("INVALID_PRECISION", text, "Interval can only support nanosecond precision");
            fraction += (s[at] - '0') * scale;
            scale /= 10;
        }
        if (at < s.Length && !IsBlank(s[at]) || pointFirst && at == digits && at < s.Length) throw Invalid("INVALID_VALUE", text, $"Invalid value '{s[first..]}'");
        return (value, fraction / 1000, true);
    }

    private static string UnitAt(string text, string s, ref int at)
    {
        foreach (var unit in (ReadOnlySpan<string>)["year", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond"])
        {
            if (string.CompareOrdinal(s, at, unit, 0, unit.Length) != 0) continue;
            var end = at + unit.Length;
            if (end < s.Length && s[end] == 's') end++;
            if (end < s.Length && !IsBlank(s[end])) break;
            at = end;
            return unit;
        }
        throw Invalid("INVALID_UNIT", text, $"Invalid unit '{s[at..]}'");
    }

    private static bool IsBlank(char c) => c is ' ' or (>= '\t' and <= '\r') or (>= '\x1C' and <= '\x1F');

    private static void SkipBlanks(string s, ref int at)
    {
        while (at < s.Length && IsBlank(s[at])) at++;
    }

    /// <summary>A text in the form of a year-month type (<c>1-2</c>, or one number where it has one field), or a whole literal of that type; in months.</summary>
    public static int YearMonth(string input, YearMonthIntervalType type)
    {
        var text = TrimAll(input);
        var (value, sign, unit) = Unwrap(text);
        if (unit is not null && unit != Fields(type.Sql)) throw Unmatched(input, type, "");
        var match = type.Start != type.End ? YearMonthForm().Match(value) : SingleForm().Match(value);
        if (!match.Success) throw Unmatched(input, type, "");
        if (match.Groups["sign"].Value == "-") sign = -sign;
        try
        {
            checked
            {
                if (type.Start == type.End) return (int)(sign * ParseLong(match.Groups["a"].Value) * (type.Start == 0 ? 12 : 1));
                var (years, months) = (ParseLong(match.Groups["a"].Value), ParseLong(match.Groups["b"].Value));
                if (years > int.MaxValue / 12 || months > 11) throw new OverflowException();
                return (int)(sign * (years * 12 + months));
            }
        }
        catch (OverflowException)
        {
            throw Invalid("INTERVAL_PARSING", input, "A field is out of its range");
        }
    }

    /// <summary>A text in the form of a day-time type (<c>1 02:03:04.5</c> and parts of it), or a whole literal of that type; in microseconds.</summary>
    public static long DayTime(string input, DayTimeIntervalType type)
    {
        var (value, sign, unit) = Unwrap(TrimAll(input));
        if (unit is not null && unit != Fields(type.Sql)) throw Unmatched(input, type, "_WITH_NOTICE");
        var single = type.Start == type.End;
        var match = Form(type).Match(value);
        if (!match.Success || match.Groups["f0"].Length > MostDigits[type.Start]) throw Unmatched(input, type, "_WITH_NOTICE");
        if (match.Groups["sign"].Value == "-") sign = -sign;
        var micros = 0L;
        for (var field = type.Start; field <= type.End; field++)
        {
            var n = ParseLong(match.Groups[$"f{field - type.Start}"].Value);
            var limit = field != type.Start ? field == 1 ? 23 : 59 : long.MaxValue / Unit(field);
            // A number of whole days, hours or minutes alone wraps around, as Spark's does.
            if (single && field < 3) return unchecked(sign * n * Unit(field));
            if (n > limit) throw Invalid("DAY_TIME_PARSING", input, $"{DayTimeUnits[field].ToLowerInvariant()} {n} outside range [0, {limit}]");
            micros = checked(micros + sign * n * Unit(field));
        }
        if (match.Groups["fraction"] is { Success: true, Value: var fraction }) micros = checked(micros + sign * ParseLong(fraction.PadRight(9, '0')) / 1000);
        return micros;
    }

    private static long Unit(int field) => field switch { 0 => MicrosPerDay, 1 => MicrosPerHour, 2 => MicrosPerMinute, _ => MicrosPerSecond };

    private static long ParseLong(string digits) => long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    private static string TrimAll(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && text[start] is <= ' ' or '\x7F') start++;
        while (end > start && text[end - 1] is <= ' ' or '\x7F') end--;
        return text[start..end];
    }

    private static string Fields(string typeSql) => typeSql["INTERVAL ".Length..];

    /// <summary>What stands in the quotes of <c>INTERVAL -'…' DAY TO SECOND</c>, the sign before it and the fields behind; a bare text as it is.</summary>
    private static (string Value, int Sign, string? Unit) Unwrap(string text)
    {
        var literal = LiteralForm().Match(text);
        return literal.Success
            ? (literal.Groups["value"].Value, literal.Groups["sign"].Value == "-" ? -1 : 1, Blanks().Replace(literal.Groups["unit"].Value, " ").ToUpperInvariant())
            : (text, 1, null);
    }

    private static Regex Form(DayTimeIntervalType type) => Forms.GetOrAdd(type, CreateForm);

    private static Regex CreateForm(DayTimeIntervalType type)
    {
        var pattern = @"^(?<sign>[+|-])?(?<f0>[0-9]+)";
        for (var field = type.Start + 1; field <= type.End; field++) pattern += (field == 1 ? " " : ":") + $@"(?<f{field - type.Start}>[0-9]{{1,2}})";
        return new Regex(pattern + (type.End == 3 ? @"(\.(?<fraction>[0-9]{1,9}))?" : "") + @"\z");
    }

    private static SparkException Unmatched(string input, DataType type, string suffix) => Invalid($"UNMATCHED_FORMAT_STRING{suffix}", input, $"It is not of the form of {type.Sql}");

    private static SparkException Invalid(string subclass, string text, string why) => new($"INVALID_INTERVAL_FORMAT.{subclass}",
        $"Error parsing '{text}' to interval. Please ensure that the value provided is in a valid format for defining an interval. {why}.");

    [GeneratedRegex(@"^(?<sign>[+|-])?(?<a>[0-9]+)-(?<b>[0-9]+)\z")]
    private static partial Regex YearMonthForm();

    [GeneratedRegex(@"^(?<sign>[+|-])?(?<a>[0-9]+)\z")]
    private static partial Regex SingleForm();

    [GeneratedRegex(@"^INTERVAL\s+(?<sign>[+|-])?'(?<value>[^']*)'\s+(?<unit>[A-Za-z]+(\s+TO\s+[A-Za-z]+)?)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LiteralForm();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
