using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Fields of dates, timestamps and intervals: year, hour, extract and their like.</summary>
internal static class DateParts
{
    private static readonly string[] DayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly string[] MonthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private static readonly FunctionEntry YearOfWeek = OfDate("yearofweek", (int days) => CalendarMath.IsoWeek(days).Year);
    private static readonly FunctionEntry IsoDayOfWeek = OfDate("dayofweek_iso", (int days) => CalendarMath.WeekDay(days) + 1);

    private static readonly FunctionEntry SecondWithFraction = Scalar("secondwithfraction").Calls((w, c) => c.Arguments[0].Type is TimestampNTZType
        ? w.Kernel("secondwithfraction", ZonedKernels.Get("secondwithfraction", TimeZoneRules.Utc, "", Seconds), c.Type, c.Arguments)
        : ZonedKernels.InZone("secondwithfraction", Seconds)(w, c));

    private static readonly Dictionary<string, FunctionEntry> IntervalParts = new()
    {
        ["YEAR ym"] = Part((int months) => months / 12),
        ["MONTH ym"] = Part((int months) => (sbyte)(months % 12)),
        ["DAY dt"] = Part((long micros) => (int)(micros / IsoDate.MicrosPerDay)),
        ["HOUR dt"] = Part((long micros) => HourOf(micros)),
        ["MINUTE dt"] = Part((long micros) => MinuteOf(micros)),
        ["SECOND dt"] = Part((long micros) => SecondOf(micros)),
        ["YEAR"] = Part((CalendarInterval i) => i.Months / 12),
        ["MONTH"] = Part((CalendarInterval i) => (sbyte)(i.Months % 12)),
        ["DAY"] = Part((CalendarInterval i) => checked(i.Days + (int)(i.Microseconds / IsoDate.MicrosPerDay))),
        ["HOUR"] = Part((CalendarInterval i) => HourOf(i.Microseconds)),
        ["MINUTE"] = Part((CalendarInterval i) => MinuteOf(i.Microseconds)),
        ["SECOND"] = Part((CalendarInterval i) => SecondOf(i.Microseconds)),
    };

    public static IEnumerable<FunctionEntry> All =>
    [
        OfDate("year", CalendarMath.Year), OfDate("quarter", CalendarMath.Quarter), OfDate("month", CalendarMath.Month),
        OfDate("day", CalendarMath.Day, "dayofmonth"), OfDate("dayofyear", CalendarMath.DayOfYear),
        OfDate("dayofweek", (int days) => (CalendarMath.WeekDay(days) + 1) % 7 + 1), OfDate("weekday", CalendarMath.WeekDay),
        OfDate("weekofyear", (int days) => CalendarMath.IsoWeek(days).Week),
        Scalar("dayname").Takes(ArgumentType.Date).Gives(DataType.String).Compute((int days) => DayNames[CalendarMath.WeekDay(days)]),
        Scalar("monthname").Takes(ArgumentType.Date).Gives(DataType.String).Compute((int days) => MonthNames[CalendarMath.Month(days) - 1]),
        OfTime("hour", 3600 * IsoDate.MicrosPerSecond, 24), OfTime("minute", 60 * IsoDate.MicrosPerSecond, 60), OfTime("second", IsoDate.MicrosPerSecond, 60),
        Scalar("date_part").Build(s => Extract(s, $"date_part({Shown(s)})")),
        Scalar("datepart").Build(s => Extract(s, $"datepart({Shown(s, " FROM ")})")),
        Scalar("extract").Build(s => Extract(s, $"extract({Shown(s, " FROM ")})")),
    ];

    private static string Shown(CallSite s, string between = ", ") => s.Count == 2 ? $"{PrettyName.Of(s[0])}{between}{PrettyName.Of(s[1])}" : throw s.WrongCount("2");

    private static FunctionEntry OfDate(string name, Func<int, int> part, params string[] aliases) =>
        Scalar(name, aliases).Takes(ArgumentType.Date).Gives(DataType.Integer).Compute(part);

    private static FunctionEntry OfTime(string name, long unit, int count)
    {
        Delegate Body(TimeZoneRules zone) => (long micros) => (int)(IsoDate.FloorMod(zone.ToLocal(micros), IsoDate.MicrosPerDay) / unit % count);
        var zoned = ZonedKernels.InZone(name, Body);
        return Scalar(name).Takes(ArgumentType.AnyTimestamp).Gives(DataType.Integer).Calls((w, c) => c.Arguments[0].Type is TimestampNTZType
            ? w.Kernel(name, ZonedKernels.Get(name, TimeZoneRules.Utc, "", Body), c.Type, c.Arguments)
            : zoned(w, c));
    }

    private static Delegate Seconds(TimeZoneRules zone) => (long micros) => new DecimalValue(IsoDate.FloorMod(zone.ToLocal(micros), 60 * IsoDate.MicrosPerSecond), 6);

    private static FunctionEntry Part(Delegate body)
    {
        var kernel = new Kernel(body);
        return Scalar("interval_part").Calls((w, c) => w.Kernel("interval_part", kernel, c.Type, c.Arguments));
    }

    private static sbyte HourOf(long micros) => (sbyte)(micros % IsoDate.MicrosPerDay / (3600 * IsoDate.MicrosPerSecond));

    private static sbyte MinuteOf(long micros) => (sbyte)(micros % (3600 * IsoDate.MicrosPerSecond) / (60 * IsoDate.MicrosPerSecond));

    private static DecimalValue SecondOf(long micros) => new(micros % (60 * IsoDate.MicrosPerSecond), 6);

    private static TypedExpression Extract(CallSite s, string pretty)
    {
        if (!s[0].IsFoldable)
            throw new SparkException("NON_FOLDABLE_ARGUMENT", $"The function `{s.Name}` requires the parameter `field` to be a foldable expression of the type \"STRING\", but the actual argument is a non-foldable.", s.Span);
        if (s.Constant(0, ArgumentType.String) is not string field) return new Rewritten(pretty, TypedLiteral.Null(DataType.Double)) { Span = s.Span };
        var part = (s[1].Type.IsInterval ? OfInterval(s, field.ToUpperInvariant()) : OfMoment(s, field.ToUpperInvariant()))
            ?? throw new SparkException("INVALID_EXTRACT_FIELD", $"Cannot extract `{field}` from \"{PrettyName.Of(s[1])}\".", s.Span);
        return new Rewritten(pretty, part) { Span = s.Span };
    }

    private static TypedExpression? OfMoment(CallSite s, string field)
    {
        var source = s[1];
        return field switch
        {
            "YEAROFWEEK" => Internal(YearOfWeek, s, s.Coerce(1, ArgumentType.Date), DataType.Integer),
            "QUARTER" or "QTR" => s.Invoke("quarter", source),
            "WEEK" or "W" or "WEEKS" => s.Invoke("weekofyear", source),
            "DAYOFWEEK" or "DOW" => s.Invoke("dayofweek", source),
            "DAYOFWEEK_ISO" or "DOW_ISO" => Internal(IsoDayOfWeek, s, s.Coerce(1, ArgumentType.Date), DataType.Integer),
            "DOY" => s.Invoke("dayofyear", source),
            _ => Unit(field) switch
            {
                null => null,
                "SECOND" => Internal(SecondWithFraction, s, s.Coerce(1, ArgumentType.AnyTimestamp), new DecimalType(8, 6)),
                var unit => s.Invoke(unit.ToLowerInvariant(), source),
            },
        };
    }

    private static TypedCall? OfInterval(CallSite s, string field)
    {
        var unit = Unit(field);
        var (suffix, has) = s[1].Type switch
        {
            YearMonthIntervalType y => (" ym", unit is "YEAR" or "MONTH" && Within(unit == "YEAR" ? 0 : 1, y.Start, y.End)),
            DayTimeIntervalType d => (" dt", unit is not (null or "YEAR" or "MONTH") && Within(Array.IndexOf(["DAY", "HOUR", "MINUTE", "SECOND"], unit), d.Start, d.End)),
            _ => ("", unit is not null),
        };
        if (!has) return null;
        DataType type = unit switch { "YEAR" or "DAY" => DataType.Integer, "SECOND" => new DecimalType(8, 6), _ => DataType.Byte };
        return Internal(IntervalParts[unit + suffix], s, s[1], type);
    }

    private static bool Within(int field, int first, int last) => field >= first && field <= last;

    private static TypedCall Internal(FunctionEntry entry, CallSite s, TypedExpression argument, DataType type) =>
        new(entry, entry.Name, [argument], type, argument.Nullable) { Span = s.Span, Signature = entry.Signatures.FirstOrDefault() };

    private static string? Unit(string field) => field switch
    {
        "YEAR" or "Y" or "YEARS" or "YR" or "YRS" => "YEAR",
        "MONTH" or "MON" or "MONS" or "MONTHS" => "MONTH",
        "DAY" or "D" or "DAYS" => "DAY",
        "HOUR" or "H" or "HOURS" or "HR" or "HRS" => "HOUR",
        "MINUTE" or "M" or "MIN" or "MINS" or "MINUTES" => "MINUTE",
        "SECOND" or "S" or "SEC" or "SECONDS" or "SECS" => "SECOND",
        _ => null,
    };
}
