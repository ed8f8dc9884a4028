using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Dates and timestamps out of their fields.</summary>
internal static class DateTimeMakers
{
    private static readonly ArgumentType Seconds = ArgumentType.Of(new DecimalType(16, 6));

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("make_date").Fails().Takes(ArgumentType.Int, ArgumentType.Int, ArgumentType.Int).Gives(DataType.Date).Compute((int year, int month, int day) => Date(year, month, day)),
        Maker("make_timestamp", DataType.Timestamp, false), Maker("make_timestamp_ltz", DataType.Timestamp, false), Maker("make_timestamp_ntz", DataType.TimestampNTZ, false),
        Maker("try_make_timestamp", DataType.Timestamp, true), Maker("try_make_timestamp_ltz", DataType.Timestamp, true), Maker("try_make_timestamp_ntz", DataType.TimestampNTZ, true),
    ];

    private static FunctionEntry Maker(string name, DataType type, bool attempt) => Scalar(name).Fails().Build(s =>
    {
        if (s.Count == 1 && s[0].Type is DateType) return s.Rewrite(s.Cast(s[0], type));
        if (s.Count is 1 or 2 or 3 && type is TimestampType || s.Count is 1 or 2 && type is TimestampNTZType) throw s.Unsupported($"{name} of a DATE and a TIME");
        var zoned = type is TimestampType && s.Count == 7;
        if (s.Count != 6 && !zoned) throw s.WrongCount(type is TimestampType ? name.EndsWith("_ltz", StringComparison.Ordinal) ? "[2, 3, 6, 7]" : "[1, 2, 3, 6, 7]" : "[2, 6]");
        var arguments = Enumerable.Range(0, s.Count).Select(i => s.Coerce(i, i == 5 ? Seconds : i == 6 ? ArgumentType.String : ArgumentType.Int)).ToSeq();
        // Spark leaves the zone out of the column's name here.
        var shown = name == "try_make_timestamp" ? s.Arguments.Take(6) : s.Arguments;
        return new TypedCall(s.Function, s.Name, arguments, type, attempt || arguments.Any(a => a.Nullable)) { Pretty = PrettyName.Call(s.Name, shown), Span = s.Span };
    }).Calls((w, c) =>
    {
        var zone = type is TimestampNTZType ? TimeZoneRules.Utc : w.Zone;
        return w.Kernel(name, c.Arguments.Count == 7
            ? ZonedKernels.Get(name, TimeZoneRules.Utc, "zone", _ => (int y, int m, int d, int h, int min, DecimalValue s, string z) => Timestamp(y, m, d, h, min, s, TimeZoneShifts.Zone(z), attempt))
            : ZonedKernels.Get(name, zone, "", z => (int y, int m, int d, int h, int min, DecimalValue s) => Timestamp(y, m, d, h, min, s, z, attempt)), c.Type, c.Arguments);
    });

    private static int Date(int year, int month, int day)
    {
        if (Problem(year, month, day) is { } problem) throw OutOfBounds(problem);
        var days = IsoDate.ToDays(year, month, day);
        return days == (int)days ? (int)days : throw new SparkException("DATETIME_OVERFLOW", $"The year {year} is past the ends of what a DATE holds.");
    }

    private static long? Timestamp(int year, int month, int day, int hour, int minute, DecimalValue seconds, TimeZoneRules zone, bool attempt)
    {
        var micros = (long)seconds.Unscaled;
        var whole = (int)IsoDate.FloorDiv(micros, IsoDate.MicrosPerSecond);
        var fraction = IsoDate.FloorMod(micros, IsoDate.MicrosPerSecond);
        var leap = whole == 60;
        if (leap && fraction != 0)
            return attempt ? null : throw new SparkException("INVALID_FRACTION_OF_SECOND", $"Valid range for seconds is [0, 60] (inclusive), but the provided value is {seconds}. To avoid this error, use `try_make_timestamp`, which returns NULL on error.");
        var problem = Problem(year, month, day)
            ?? (hour is < 0 or > 23 ? $"Invalid value for HourOfDay (valid values 0 - 23): {hour}"
            : minute is < 0 or > 59 ? $"Invalid value for MinuteOfHour (valid values 0 - 59): {minute}"
            : !leap && whole is < 0 or > 59 && !leap ? $"Invalid value for SecondOfMinute (valid values 0 - 59): {whole}" : null);
        if (problem is not null) return attempt ? null : throw OutOfBounds(problem);
        // The 60th second is the next minute.
        var time = (hour * 3600L + minute * 60 + whole) * IsoDate.MicrosPerSecond + fraction;
        return IsoDate.TryToMicros(IsoDate.ToDays(year, month, day), time, out var local) ? zone.ToInstant(local)
            : throw new SparkException("DATETIME_OVERFLOW", $"The year {year} is past the ends of what a TIMESTAMP holds.");
    }

    private static string? Problem(int year, int month, int day) =>
        year is < -999_999_999 or > 999_999_999 ? $"Invalid value for Year (valid values -999999999 - 999999999): {year}"
        : month is < 1 or > 12 ? $"Invalid value for MonthOfYear (valid values 1 - 12): {month}"
        : day is < 1 or > 31 ? $"Invalid value for DayOfMonth (valid values 1 - 28/31): {day}"
        : day > IsoDate.DaysInMonth(year, month) ? $"Invalid date: the month {month} of {year} has no day {day}" : null;

    private static SparkException OutOfBounds(string problem) => new("DATETIME_FIELD_OUT_OF_BOUNDS.WITH_SUGGESTION", $"{problem}.");
}
