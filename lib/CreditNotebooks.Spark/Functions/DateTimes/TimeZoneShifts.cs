using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Clock times of one time zone as those of another.</summary>
internal static class TimeZoneShifts
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("from_utc_timestamp").Fails().Takes(ArgumentType.Timestamp, ArgumentType.String).Gives(DataType.Timestamp)
            .Compute((long micros, string zone) => Zone(zone).ToLocal(micros)),
        Scalar("to_utc_timestamp").Fails().Takes(ArgumentType.Timestamp, ArgumentType.String).Gives(DataType.Timestamp)
            .Compute((long micros, string zone) => Zone(zone).ToInstant(micros)),
        Scalar("convert_timezone").Fails().Build(Convert).Takes(ArgumentType.String, ArgumentType.String, ArgumentType.TimestampNTZ).Gives(DataType.TimestampNTZ)
            .Compute((string from, string to, long local) => Zone(to).ToLocal(Zone(from).ToInstant(local))),
    ];

    private static TypedCall Convert(CallSite s)
    {
        if (s.Count is not (2 or 3)) throw s.WrongCount("[2, 3]");
        var from = s.Count == 3 ? s.Coerce(0, ArgumentType.String) : s.Invoke("current_timezone");
        TypedExpression[] arguments = [from, s.Coerce(s.Count - 2, ArgumentType.String), s.Coerce(s.Count - 1, ArgumentType.TimestampNTZ)];
        return s.Typed(DataType.TimestampNTZ, arguments.Any(a => a.Nullable), arguments);
    }

    public static TimeZoneRules Zone(string id) => TimeZoneRules.Find(id) ?? throw new SparkException("INVALID_TIMEZONE",
        $"The timezone: {id} is invalid. The timezone must be either a region-based zone ID such as 'America/Los_Angeles' or a zone offset such as '-08' or '+01:00'.");
}
