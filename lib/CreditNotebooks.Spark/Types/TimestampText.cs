using System.Text;

namespace CreditNotebooks.Spark.Types;

/// <summary>The parts of a timestamp's text; a bare time of day has no date.</summary>
internal readonly record struct TimestampParts(bool HasDate, long Days, long MicrosOfDay, TimeZoneRules? Zone);

/// <summary>The forms of timestamps that CAST takes: a date, a date and a time, a time; digits of seconds past the sixth are cut, and a zone may follow.</summary>
internal static class TimestampText
{
    private const int Year = 0, Month = 1, Day = 2, Hour = 3, Minute = 4, Second = 5, Fraction = 6, AfterZone = 7;

    public static bool TryParse(ReadOnlySpan<byte> source, out TimestampParts parts)
    {
        parts = default;
        // Positions count from the untrimmed start, since a leading T means a bare time only at the very beginning.
        var begin = 0;
        while (begin < source.Length && source[begin] is <= 0x20 or 0x7F) begin++;
        var end = source.Length;
        while (end > begin && source[end - 1] is <= 0x20 or 0x7F) end--;
        if (begin == end) return false;
        var at = begin;
        var signed = source[at] is (byte)'-' or (byte)'+';
        var negative = source[at] == '-';
        if (signed) at++;

        Span<int> fields = [1, 1, 1, 0, 0, 0, 0, 0, 0];
        var field = Year;
        var value = 0;
        var digits = 0;
        var fractionDigits = 0;
        var hasDate = true;
        TimeZoneRules? zone = null;
        for (; at < end; at++)
        {
            var c = source[at];
            var digit = c - '0';
            if ((uint)digit <= 9)
            {
                if (field == Fraction) fractionDigits++;
                if (field != Fraction || digits < 6) value = unchecked(value * 10 + digit);
                digits++;
                continue;
            }
            if (at == 0 && c == 'T')
            {
                hasDate = false;
                field = Hour;
                continue;
            }
            if (field == Year && c == ':' && !signed)
            {
                hasDate = false;
                if (!Valid(Hour, digits)) return false;
                fields[Hour] = value;
                value = digits = 0;
                field = Minute;
                continue;
            }
            var separates = field switch
            {
                Year or Month => c == '-',
                Day => c is (byte)' ' or (byte)'T',
                Hour or Minute => c == ':',
                Second or Fraction => true,
                _ => false,
            };
            if (!separates || !Valid(field, digits)) return false;
            fields[field] = value;
            value = digits = 0;
            if (field is not (Second or Fraction) || c == '.' && field == Second)
            {
                field++;
                continue;
            }
            // Whatever follows the seconds is a zone.
            zone = TimeZoneRules.Find(Encoding.UTF8.GetString(source[at..end]).Trim());
            if (zone is null) return false;
            field = AfterZone;
            break;
        }
        if (!Valid(field, digits)) return false;
        fields[field] = value;
        for (; fractionDigits < 6; fractionDigits++) fields[Fraction] *= 10;

        var year = negative ? -fields[Year] : fields[Year];
        if (hasDate && !IsoDate.IsValid(year, fields[Month], fields[Day])) return false;
        if (fields[Hour] > 23 || fields[Minute] > 59 || fields[Second] > 59) return false;
        var seconds = fields[Hour] * 3600L + fields[Minute] * 60 + fields[Second];
        parts = new TimestampParts(hasDate, hasDate ? IsoDate.ToDays(year, fields[Month], fields[Day]) : 0, seconds * IsoDate.MicrosPerSecond + fields[Fraction], zone);
        return true;
    }

    private static bool Valid(int field, int digits) => field switch
    {
        Year => digits is >= 4 and <= 6,
        Fraction => true,
        AfterZone => digits <= 2,
        _ => digits is 1 or 2,
    };
}
