using CreditNotebooks.Spark.Catalogue.DateTimes;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Dates and timestamps.</summary>
internal static class DateTimeFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        .. CurrentTime.All,
        .. DateParts.All,
        .. DateShifts.All,
        .. DateTimeTexts.All,
        .. EpochNumbers.All,
        .. DateTimeMakers.All,
        .. TimeZoneShifts.All,
        .. TimeWindows.All,
    ];
}
