using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Windows of time to group by.</summary>
internal static class TimeWindows
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("window").NotSupported("group by date_trunc or by timestamp_seconds(unix_seconds(ts) div 600 * 600) instead"),
        Scalar("session_window").NotSupported("sessions need the rows before; compute them with lag and a running sum"),
        // The last microsecond of a window.
        Scalar("window_time").NotSupported("there are no windows of time"),
    ];
}
