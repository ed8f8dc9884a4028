using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>The time of the query, which is one for all of it, and the session's time zone.</summary>
internal static class CurrentTime
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Now("current_date", DataType.Date, s => CalendarMath.DayOf(s.Context.Now, s.Context.Zone), "curdate"),
        Now("current_timestamp", DataType.Timestamp, s => s.Context.Now),
        Now("now", DataType.Timestamp, s => s.Context.Now),
        Now("localtimestamp", DataType.TimestampNTZ, s => s.Context.Zone.ToLocal(s.Context.Now)),
        .. new[] { "current_time", "make_time", "time", "time_diff", "time_trunc", "to_time", "try_to_time" }.Select(name => Scalar(name).NotSupported("there is no type TIME here; use TIMESTAMP")),
        Now("current_timezone", DataType.String, s => s.Context.Settings["spark.sql.session.timeZone"] ?? "UTC"),
    ];

    private static FunctionEntry Now(string name, DataType type, Func<CallSite, object> value, params string[] aliases) => Scalar(name, aliases).Build(s =>
        s.Count != 0 ? throw s.WrongCount("0") : new Rewritten($"{name}()", new TypedLiteral(value(s), type)) { Span = s.Span });
}
