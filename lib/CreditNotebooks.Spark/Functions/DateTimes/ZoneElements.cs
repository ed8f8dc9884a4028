using System.Globalization;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>An offset such as <c>+05:30</c>: hours, then minutes and seconds as the form says; capital letters there mean that the part is required.</summary>
internal sealed class OffsetElement(string form, string zero) : PatternElement
{
    private readonly bool colon = form.Contains(':');
    private readonly bool minutesRequired = form.Contains("MM", StringComparison.Ordinal);
    private readonly bool hasSeconds = form.EndsWith("ss", StringComparison.Ordinal);

    public override int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields)
    {
        if (at == text.Length) return ~at;
        if (StartsWith(text, at, zero)) return Store(ref fields, DateTimeField.Offset, 0, at, at + zero.Length);
        if (text[at] is not ('+' or '-')) return ~at;
        var end = at + 1;
        if (!TryPart(text, ref end, false, out var hours)) return ~at;
        if (!TryPart(text, ref end, colon, out var minutes) && minutesRequired) return ~at;
        var seconds = 0;
        if (hasSeconds) TryPart(text, ref end, colon, out seconds);
        if (hours > 23) return ~at;
        var total = hours * 3600 + minutes * 60 + seconds;
        return Store(ref fields, DateTimeField.Offset, text[at] == '-' ? -total : total, at, end);
    }

    private static bool TryPart(ReadOnlySpan<char> text, ref int at, bool colon, out int value)
    {
        value = 0;
        var start = at;
        if (colon)
        {
            if (start >= text.Length || text[start] != ':') return false;
            start++;
        }
        if (start + 2 > text.Length || !char.IsAsciiDigit(text[start]) || !char.IsAsciiDigit(text[start + 1])) return false;
        var number = (text[start] - '0') * 10 + text[start + 1] - '0';
        if (number > 59) return false;
        value = number;
        at = start + 2;
        return true;
    }

    public override bool Format(in DateTimeFields fields, StringBuilder target)
    {
        if (!fields.Has(DateTimeField.Offset)) return false;
        var offset = fields[DateTimeField.Offset];
        var all = Math.Abs(offset);
        var (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
        var start = target.Length;
        target.Append(offset < 0 ? '-' : '+').Append(hours.ToString("00", CultureInfo.InvariantCulture));
        var rest = hours;
        if (minutesRequired || minutes > 0 || hasSeconds && seconds > 0)
        {
            target.Append(colon ? ":" : "").Append(minutes.ToString("00", CultureInfo.InvariantCulture));
            rest += minutes;
            if (hasSeconds && seconds > 0)
            {
                target.Append(colon ? ":" : "").Append(seconds.ToString("00", CultureInfo.InvariantCulture));
                rest += seconds;
            }
        }
        if (rest != 0) return true;
        target.Length = start;
        target.Append(zero);
        return true;
    }
}

/// <summary>An offset behind GMT: <c>GMT+8</c>, in full <c>GMT+08:00</c>.</summary>
internal sealed class LocalizedOffsetElement(bool full) : PatternElement
{
    public override int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields)
    {
        if (!StartsWith(text, at, "GMT")) return ~at;
        var end = at + 3;
        if (end == text.Length || text[end] is not ('+' or '-')) return Store(ref fields, DateTimeField.Offset, 0, at, end);
        var negative = text[end++] == '-';
        var hours = Digit(text, end);
        if (hours < 0) return ~at;
        end++;
        var second = Digit(text, end);
        if (full && second < 0) return ~at;
        if (second >= 0 && (full || hours * 10 + second <= 23))
        {
            hours = hours * 10 + second;
            end++;
        }
        var minutes = Part(text, ref end);
        if (full && minutes < 0) return ~at;
        var seconds = minutes < 0 ? 0 : Math.Max(0, Part(text, ref end));
        var total = hours * 3600 + Math.Max(0, minutes) * 60 + seconds;
        return Store(ref fields, DateTimeField.Offset, negative ? -total : total, at, end);
    }

    private static int Digit(ReadOnlySpan<char> text, int at) => at < text.Length && char.IsAsciiDigit(text[at]) ? text[at] - '0' : -1;

    private static int Part(ReadOnlySpan<char> text, ref int at)
    {
        if (at >= text.Length || text[at] != ':' || Digit(text, at + 1) < 0 || Digit(text, at + 2) < 0) return -1;
        at += 3;
        return Digit(text, at - 2) * 10 + Digit(text, at - 1);
    }

    public override bool Format(in DateTimeFields fields, StringBuilder target)
    {
        if (!fields.Has(DateTimeField.Offset)) return false;
        target.Append("GMT");
        var offset = fields[DateTimeField.Offset];
        if (offset == 0) return true;
        var all = Math.Abs(offset);
        var (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
        target.Append(offset < 0 ? '-' : '+').Append(hours.ToString(full ? "00" : "0", CultureInfo.InvariantCulture));
        if (full || minutes != 0 || seconds != 0) target.Append(':').Append(minutes.ToString("00", CultureInfo.InvariantCulture));
        if (seconds != 0) target.Append(':').Append(seconds.ToString("00", CultureInfo.InvariantCulture));
        return true;
    }
}

/// <summary>A zone's id: <c>Europe/Paris</c>, <c>UTC</c>, <c>+01:00</c>.</summary>
internal sealed class ZoneIdElement : PatternElement
{
    private static readonly OffsetElement Offset = new("+HH:MM:ss", "Z");

    public override int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields)
    {
        if (at == text.Length) return ~at;
        if (text[at] is '+' or '-') return ParseOffset(text, at, at, ref fields);
        foreach (var prefix in (ReadOnlySpan<string>)["UTC", "GMT", "UT"])
        {
            var behind = at + prefix.Length;
            if (!StartsWith(text, at, prefix) || behind == text.Length || text[behind] is not ('+' or '-')) continue;
            var read = ParseOffset(text, at, behind, ref fields);
            if (read >= 0) return read;
            fields.Zone = TimeZoneRules.Find(prefix);
            return behind;
        }
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '/' or '_' or '-' or '+' or '.' or '~')) end++;
        for (; end > at; end--)
        {
            // Java's old three-letter names are no ids here, so that the zone that was found has to have this very name.
            var id = text[at..end].ToString();
            var zone = TimeZoneRules.FindIgnoringCase(id);
            if (zone is null || !zone.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) continue;
            fields.Zone = zone;
            return end;
        }
        return ~at;
    }

    private static int ParseOffset(ReadOnlySpan<char> text, int begin, int at, ref DateTimeFields fields)
    {
        var offset = default(DateTimeFields);
        var end = Offset.Parse(text, at, ref offset);
        if (end < 0) return ~begin;
        fields.Zone = TimeZoneRules.Find(text[begin..end].ToString());
        return fields.Zone is null ? ~begin : end;
    }

    public override bool Format(in DateTimeFields fields, StringBuilder target)
    {
        if (fields.Zone is null) return false;
        target.Append(fields.Zone.Id);
        return true;
    }
}

/// <summary>A zone's name: <c>UTC</c>, <c>PST</c>, <c>Coordinated Universal Time</c>. Names are known for a few zones; others are refused.</summary>
internal sealed class ZoneNameElement(bool full, bool generic) : PatternElement
{
    public override int Parse(ReadOnlySpan<char> text, int at, ref DateTimeFields fields)
    {
        if (StartsWith(text, at, "Coordinated Universal Time"))
        {
            fields.Zone = TimeZoneRules.Utc;
            return at + "Coordinated Universal Time".Length;
        }
        var word = at;
        while (word < text.Length && (char.IsAsciiLetter(text[word]) || text[word] == '/')) word++;
        var name = text[at..word].ToString();
        if (name.Equals("UTC", StringComparison.OrdinalIgnoreCase))
        {
            fields.Zone = TimeZoneRules.Utc;
            return word;
        }
        if (word == at) return ~at;
        throw SparkException.Unsupported($"The time zone name '{name}' in a pattern with z or v");
    }

    public override bool Format(in DateTimeFields fields, StringBuilder target)
    {
        if (fields.Zone is null) return false;
        var zone = fields.Zone;
        if (zone.Id is "UTC" or "Etc/UTC" or "GMT")
        {
            var utc = zone.Id != "GMT";
            target.Append(full ? utc ? "Coordinated Universal Time" : "Greenwich Mean Time" : utc ? "UTC" : "GMT");
        }
        else if (zone.IsFixed) target.Append(zone.Id);
        else if (!generic && ZoneNames.Find(zone.Id, fields[DateTimeField.Offset], full) is { } name) target.Append(name);
        else throw SparkException.Unsupported($"The name of the time zone {zone.Id} in a pattern");
        return true;
    }
}

/// <summary>English names of the zones of the United States, as Java's locale data have them.</summary>
internal static class ZoneNames
{
    private static readonly Dictionary<string, (string Letter, string Name, int Standard)> Regions = new()
    {
        ["America/New_York"] = ("E", "Eastern", -5),
        ["America/Chicago"] = ("C", "Central", -6),
        ["America/Denver"] = ("M", "Mountain", -7),
        ["America/Los_Angeles"] = ("P", "Pacific", -8),
    };

    public static string? Find(string id, long offset, bool full)
    {
        if (!Regions.TryGetValue(id, out var region)) return null;
        var summer = offset == (region.Standard + 1) * 3600;
        if (!summer && offset != region.Standard * 3600) return null;
        return full ? $"{region.Name} {(summer ? "Daylight" : "Standard")} Time" : $"{region.Letter}{(summer ? "D" : "S")}T";
    }
}
