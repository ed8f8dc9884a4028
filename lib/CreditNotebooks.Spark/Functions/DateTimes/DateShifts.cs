using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Moving dates and timestamps, cutting them, and the distance between two.</summary>
internal static class DateShifts
{
    private static readonly string[] WeekDays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("date_add", "dateadd").ShownByOwnName().Fails().Takes(ArgumentType.Date, ArgumentType.DayCount).Gives(DataType.Date).Compute((int date, int days) => AddDays(date, days)),
        Scalar("date_sub").Fails().Takes(ArgumentType.Date, ArgumentType.DayCount).Gives(DataType.Date).Compute((int date, int days) => AddDays(date, -(long)days)),
        Scalar("datediff").Takes(ArgumentType.Date, ArgumentType.Date).Gives(DataType.Integer).Compute((int end, int start) => end - start),
        Scalar("date_diff").Takes(ArgumentType.Date, ArgumentType.Date).Gives(DataType.Integer).Compute((int end, int start) => end - start),
        Scalar("add_months").Fails().Takes(ArgumentType.Date, ArgumentType.Int).Gives(DataType.Date).Compute((int date, int months) => CalendarMath.AddMonths(date, months)),
        Scalar("last_day").Takes(ArgumentType.Date).Gives(DataType.Date).Compute((int date) => LastDay(date)),
        Scalar("next_day").Fails().Takes(ArgumentType.Date, ArgumentType.String).Gives(DataType.Date).Nullable().Compute((int date, string day) => date + 1 + (int)IsoDate.FloorMod(WeekDayOf(day) - 1 - CalendarMath.WeekDay(date), 7L)),
        Scalar("trunc").Takes(ArgumentType.Date, ArgumentType.String).Gives(DataType.Date).Nullable().Calls(ZonedKernels.WithConstant("trunc", 1,
            (unit, _) =>
            {
                var level = Truncation.Parse(unit);
                return (int date) => Truncation.Date(date, level);
            },
            _ => (int date, string unit) => Truncation.Date(date, Truncation.Parse(unit)))),
        Scalar("date_trunc").Takes(ArgumentType.String, ArgumentType.Timestamp).Gives(DataType.Timestamp).Nullable().Calls(ZonedKernels.WithConstant("date_trunc", 0,
            (unit, zone) =>
            {
                var level = Truncation.Parse(unit);
                return (long micros) => Truncation.Timestamp(micros, level, zone);
            },
            zone => (string unit, long micros) => Truncation.Timestamp(micros, Truncation.Parse(unit), zone))),
        Scalar("months_between").Build(MonthsBetween).Calls(ZonedKernels.InZone("months_between", zone => (long first, long second, bool round) => Months(first, second, round, zone))),
        Scalar("timestampadd").Fails().Build(s => Unit(s, "timestampadd", DataType.Long)).Calls((w, c) =>
        {
            var unit = (string)((TypedLiteral)c.Arguments[0]).Value!;
            var zone = c.Type is TimestampNTZType ? TimeZoneRules.Utc : w.Zone;
            return w.Kernel("timestampadd", ZonedKernels.Get("timestampadd", zone, unit, z => (long quantity, long micros) => Add(unit, quantity, micros, z)), c.Type, c.Arguments.Skip(1));
        }),
        Scalar("timestampdiff").Build(s => Unit(s, "timestampdiff", null)).Calls((w, c) =>
        {
            var unit = (string)((TypedLiteral)c.Arguments[0]).Value!;
            TimeZoneRules Zone(int i) => c.Arguments[i].Type is TimestampNTZType ? TimeZoneRules.Utc : w.Zone;
            var (a, b) = (Zone(1), Zone(2));
            return w.Kernel("timestampdiff", ZonedKernels.Get("timestampdiff", a, $"{unit} {b.Id}", _ => (long start, long end) => Difference(unit, a.ToLocal(start), b.ToLocal(end))), c.Type, c.Arguments.Skip(1));
        }),
    ];

    private static int AddDays(int date, long days) => date + days is var sum && sum == (int)sum ? (int)sum
        : throw new SparkException("DATETIME_OVERFLOW", $"Datetime operation overflow: add {days} days to DATE '{DateTimeText.Date(date)}'.");

    private static int LastDay(int date)
    {
        IsoDate.FromDays(date, out var year, out var month, out var day);
        return date - day + IsoDate.DaysInMonth(year, month);
    }

    private static int WeekDayOf(string text)
    {
        var upper = text.ToUpperInvariant();
        for (var i = 0; i < 7; i++)
            if (upper == WeekDays[i] || upper.Length is 2 or 3 && WeekDays[i].StartsWith(upper, StringComparison.Ordinal)) return i;
        throw new SparkException("ILLEGAL_DAY_OF_WEEK", $"Illegal input for day of week: {text}. Use a name such as MONDAY, MON or MO.");
    }

    private static TypedCall MonthsBetween(CallSite s)
    {
        if (s.Count is not (2 or 3)) throw s.WrongCount("[2, 3]");
        var round = s.Count == 3 ? s.Coerce(2, ArgumentType.Boolean) : TypedLiteral.Of(true);
        TypedExpression[] arguments = [s.Coerce(0, ArgumentType.Timestamp), s.Coerce(1, ArgumentType.Timestamp), round];
        return s.Typed(DataType.Double, arguments.Any(a => a.Nullable), arguments);
    }

    private static double Months(long first, long second, bool round, TimeZoneRules zone)
    {
        int a = CalendarMath.DayOf(first, zone), b = CalendarMath.DayOf(second, zone);
        IsoDate.FromDays(a, out var year1, out var month1, out var day1);
        IsoDate.FromDays(b, out var year2, out var month2, out var day2);
        var months = (double)((year1 - year2) * 12 + month1 - month2);
        if (day1 == day2 || day1 == IsoDate.DaysInMonth(year1, month1) && day2 == IsoDate.DaysInMonth(year2, month2)) return months;
        // Whole seconds since the day began, over months of 31 days.
        var seconds = (day1 - day2) * 86_400L + (first - CalendarMath.StartOf(a, zone)) / IsoDate.MicrosPerSecond - (second - CalendarMath.StartOf(b, zone)) / IsoDate.MicrosPerSecond;
        var difference = months + seconds / 2_678_400.0;
        return round ? Math.Floor(difference * 1e8 + 0.5) / 1e8 : difference;
    }

    /// <summary>timestampadd and timestampdiff, whose unit is a word that the parser hands over as a text.</summary>
    private static TypedCall Unit(CallSite s, string name, DataType? quantity)
    {
        if (s.Count != 3 || s.Syntax[0] is not Literal { Value: string unit } || !Units.Contains(unit.ToUpperInvariant()))
            throw new SparkException("UNRESOLVED_ROUTINE", $"Cannot resolve routine `{name}` with these arguments; its first is one of the words {string.Join(", ", Units)}, without quotes.", s.Span);
        if (quantity is null && Scope.Same(unit, "DAYOFYEAR"))
            throw new SparkException("INVALID_PARAMETER_VALUE.DATETIME_UNIT", $"The value of parameter(s) `unit` in `{name}` is invalid: there is no distance in DAYOFYEAR; use DAY.", s.Span);
        var first = s.Coerce(1, quantity is null ? ArgumentType.AnyTimestamp : ArgumentType.Of(quantity));
        var moment = s.Coerce(2, ArgumentType.AnyTimestamp);
        return new TypedCall(s.Function, name, [TypedLiteral.Of(unit.ToUpperInvariant()), first, moment], quantity is null ? DataType.Long : moment.Type, first.Nullable || moment.Nullable)
        {
            Pretty = $"{name}({unit}, {PrettyName.Of(s[1])}, {PrettyName.Of(s[2])})", Span = s.Span,
        };
    }

    private static readonly string[] Units = ["YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAYOFYEAR", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND"];

    private static long Add(string unit, long quantity, long micros, TimeZoneRules zone)
    {
        try
        {
            checked
            {
                return unit switch
                {
                    "YEAR" => CalendarMath.Shift(micros, (int)(quantity * 12), 0, 0, zone),
                    "QUARTER" => CalendarMath.Shift(micros, (int)(quantity * 3), 0, 0, zone),
                    "MONTH" => CalendarMath.Shift(micros, (int)quantity, 0, 0, zone),
                    "WEEK" or "DAY" or "DAYOFYEAR" => CalendarMath.Shift(micros, quantity * Length(unit), zone),
                    _ => micros + quantity * Length(unit),
                };
            }
        }
        catch (OverflowException e)
        {
            throw new SparkException("DATETIME_OVERFLOW", $"Datetime operation overflow: add {quantity}L {unit} to TIMESTAMP '{DateTimeText.Timestamp(zone.ToLocal(micros))}'.", e);
        }
    }

    private static long Length(string unit) => unit switch
    {
        "WEEK" => 7 * IsoDate.MicrosPerDay,
        "DAY" or "DAYOFYEAR" => IsoDate.MicrosPerDay,
        "HOUR" => 3600 * IsoDate.MicrosPerSecond,
        "MINUTE" => 60 * IsoDate.MicrosPerSecond,
        "SECOND" => IsoDate.MicrosPerSecond,
        "MILLISECOND" => 1000,
        _ => 1,
    };

    private static long Difference(string unit, long start, long end) => unit switch
    {
        "YEAR" => CalendarMath.MonthsBetween(start, end) / 12,
        "QUARTER" => CalendarMath.MonthsBetween(start, end) / 3,
        "MONTH" => CalendarMath.MonthsBetween(start, end),
        _ => checked(end - start) / Length(unit),
    };
}
