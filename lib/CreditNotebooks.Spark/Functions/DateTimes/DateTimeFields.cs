using System.Runtime.CompilerServices;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>The fields of java.time that patterns name.</summary>
internal enum DateTimeField
{
    Era, YearOfEra, Year, Quarter, Month, Day, DayOfYear, DayOfWeek, AlignedDay, ModifiedJulianDay,
    HalfDay, Hour, ClockHour, HourOfHalfDay, ClockHourOfHalfDay, Minute, Second, Nano, Offset,
    Count,
}

/// <summary>Field values by field: what parsing has found so far, or what there is to format.</summary>
internal struct DateTimeFields
{
    [InlineArray((int)DateTimeField.Count)]
    private struct Slots
    {
        private long first;
    }

    private Slots values;
    private uint present;

    /// <summary>The zone itself: parsed by id or name, or the zone to format in.</summary>
    public TimeZoneRules? Zone;

    public readonly bool Has(DateTimeField field) => (present & 1u << (int)field) != 0;

    public readonly long this[DateTimeField field] => values[(int)field];

    public readonly long Or(DateTimeField field, long missing) => Has(field) ? values[(int)field] : missing;

    /// <summary>False when the field has another value already.</summary>
    public bool Set(DateTimeField field, long value)
    {
        if (Has(field)) return values[(int)field] == value;
        values[(int)field] = value;
        present |= 1u << (int)field;
        return true;
    }

    public void Remove(DateTimeField field) => present &= ~(1u << (int)field);

    public void SetDate(long days)
    {
        IsoDate.FromDays(days, out var year, out var month, out var day);
        Set(DateTimeField.Year, year);
        Set(DateTimeField.Era, year > 0 ? 1 : 0);
        Set(DateTimeField.YearOfEra, year > 0 ? year : 1 - year);
        Set(DateTimeField.Quarter, (month + 2) / 3);
        Set(DateTimeField.Month, month);
        Set(DateTimeField.Day, day);
        Set(DateTimeField.DayOfYear, days - IsoDate.ToDays(year, 1, 1) + 1);
        Set(DateTimeField.DayOfWeek, IsoDate.FloorMod(days + 3, 7) + 1);
        Set(DateTimeField.AlignedDay, (day - 1) % 7 + 1);
        Set(DateTimeField.ModifiedJulianDay, days + 40_587);
    }

    public void SetTime(long microsOfDay)
    {
        var hour = microsOfDay / (3600 * IsoDate.MicrosPerSecond);
        Set(DateTimeField.Hour, hour);
        Set(DateTimeField.ClockHour, hour == 0 ? 24 : hour);
        Set(DateTimeField.HalfDay, hour / 12);
        Set(DateTimeField.HourOfHalfDay, hour % 12);
        Set(DateTimeField.ClockHourOfHalfDay, hour % 12 == 0 ? 12 : hour % 12);
        Set(DateTimeField.Minute, microsOfDay / (60 * IsoDate.MicrosPerSecond) % 60);
        Set(DateTimeField.Second, microsOfDay / IsoDate.MicrosPerSecond % 60);
        Set(DateTimeField.Nano, microsOfDay % IsoDate.MicrosPerSecond * 1000);
    }
}
