using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Makes a date and a time of parsed fields: java.time's strict resolution first, then Spark's defaults for what is missing.</summary>
internal static class FieldResolution
{
    /// <summary>False when fields contradict each other or are out of range. Unresolved, fields are only taken as they are.</summary>
    public static bool TryResolve(DateTimeFields fields, bool resolve, out long days, out long microsOfDay)
    {
        days = microsOfDay = 0;
        if (resolve && !(TryResolveYear(ref fields) && TryResolveHour(ref fields))) return false;
        return TryDate(fields, out days) && TryTime(fields, resolve, out microsOfDay);
    }

    private static bool TryResolveYear(ref DateTimeFields fields)
    {
        if (fields.Has(DateTimeField.Era) && fields.Has(DateTimeField.YearOfEra))
        {
            var year = fields[DateTimeField.YearOfEra];
            if (year is < 1 or > 999_999_999) return false;
            if (!fields.Set(DateTimeField.Year, fields[DateTimeField.Era] == 1 ? year : 1 - year)) return false;
        }
        return true;
    }

    private static bool TryResolveHour(ref DateTimeFields fields)
    {
        if (fields.Has(DateTimeField.ClockHour))
        {
            var hour = fields[DateTimeField.ClockHour];
            if (hour is < 1 or > 24 || !fields.Set(DateTimeField.Hour, hour == 24 ? 0 : hour)) return false;
        }
        if (fields.Has(DateTimeField.ClockHourOfHalfDay))
        {
            var hour = fields[DateTimeField.ClockHourOfHalfDay];
            if (hour is < 1 or > 12 || !fields.Set(DateTimeField.HourOfHalfDay, hour == 12 ? 0 : hour)) return false;
        }
        if (fields.Has(DateTimeField.HalfDay) && fields.Has(DateTimeField.HourOfHalfDay))
        {
            var hour = fields[DateTimeField.HourOfHalfDay];
            if (hour is < 0 or > 11 || !fields.Set(DateTimeField.Hour, fields[DateTimeField.HalfDay] * 12 + hour)) return false;
        }
        // Fields that only repeat the hour have to agree with it.
        if (!fields.Has(DateTimeField.Hour)) return true;
        var of24 = fields[DateTimeField.Hour];
        return fields.Or(DateTimeField.HalfDay, of24 / 12) == of24 / 12 && fields.Or(DateTimeField.HourOfHalfDay, of24 % 12) == of24 % 12;
    }

    private static bool TryDate(in DateTimeFields fields, out long days)
    {
        days = 0;
        if (fields.Has(DateTimeField.ModifiedJulianDay)) throw SparkException.Unsupported("Parsing with the pattern letter g");
        var year = fields.Or(DateTimeField.Year, 1970);
        if (fields.Has(DateTimeField.DayOfYear) && !(fields.Has(DateTimeField.Year) && fields.Has(DateTimeField.Month) && fields.Has(DateTimeField.Day)))
        {
            var dayOfYear = fields[DateTimeField.DayOfYear];
            if (Math.Abs(year) > 999_999_999 || dayOfYear < 1 || dayOfYear > (IsoDate.IsLeap(year) ? 366 : 365)) return false;
            days = IsoDate.ToDays(year, 1, 1) + dayOfYear - 1;
            IsoDate.FromDays(days, out _, out var actualMonth, out var actualDay);
            return fields.Or(DateTimeField.Month, actualMonth) == actualMonth && fields.Or(DateTimeField.Day, actualDay) == actualDay;
        }
        var month = fields.Or(DateTimeField.Month, 1);
        var day = fields.Or(DateTimeField.Day, 1);
        if (month is < 1 or > 12 || day is < 1 or > 31 || !IsoDate.IsValid(year, (int)month, (int)day)) return false;
        days = IsoDate.ToDays(year, (int)month, (int)day);
        return fields.Or(DateTimeField.DayOfYear, days - IsoDate.ToDays(year, 1, 1) + 1) == days - IsoDate.ToDays(year, 1, 1) + 1;
    }

    private static bool TryTime(in DateTimeFields fields, bool resolve, out long microsOfDay)
    {
        microsOfDay = 0;
        long hour;
        if (fields.Has(DateTimeField.Hour)) hour = fields[DateTimeField.Hour];
        else if (fields.Has(DateTimeField.HourOfHalfDay)) hour = fields[DateTimeField.HourOfHalfDay];
        else hour = fields.Or(DateTimeField.HalfDay, 0) == 1 ? 12 : 0;
        var minute = fields.Or(DateTimeField.Minute, 0);
        var second = fields.Or(DateTimeField.Second, 0);
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59) return false;
        if (resolve && fields.Has(DateTimeField.HourOfHalfDay) && fields[DateTimeField.HourOfHalfDay] is < 0 or > 11) return false;
        microsOfDay = ((hour * 60 + minute) * 60 + second) * IsoDate.MicrosPerSecond + fields.Or(DateTimeField.Nano, 0) / 1000;
        return true;
    }
}
