using System.Globalization;

namespace CreditNotebooks.Spark.Types;

/// <summary>Months, days and microseconds side by side, a value of <see cref="CalendarIntervalType"/>. It has no order: a month has no fixed number of days.</summary>
/// <param name="Months">Whole months.</param>
/// <param name="Days">Whole days.</param>
/// <param name="Microseconds">The rest, less or more than a day.</param>
public readonly record struct CalendarInterval(int Months, int Days, long Microseconds)
{
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>In Spark's words: <c>1 years 2 months 3 days 4 hours 5.5 seconds</c>; without anything, <c>0 seconds</c>.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        Add(Months / 12, "years");
        Add(Months % 12, "months");
        Add(Days, "days");
        Add(Microseconds / (3600 * MicrosecondsPerSecond), "hours");
        var rest = Microseconds % (3600 * MicrosecondsPerSecond);
        Add(rest / (60 * MicrosecondsPerSecond), "minutes");
        rest %= 60 * MicrosecondsPerSecond;
        if (rest != 0)
        {
            var seconds = (decimal)rest / MicrosecondsPerSecond;
            parts.Add(seconds.ToString("0.######", CultureInfo.InvariantCulture) + " seconds");
        }
        return parts.Count == 0 ? "0 seconds" : string.Join(" ", parts);

        void Add(long count, string unit)
        {
            if (count != 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {unit}"));
        }
    }
}
