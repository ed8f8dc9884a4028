using System.Collections.Concurrent;

namespace CreditNotebooks.Spark.Types;

/// <summary>A time zone by its id: a region, or a fixed offset from UTC. Ids as Java's <c>ZoneId.of</c> takes them, and Spark's <c>+h:mm</c> besides.</summary>
internal sealed class TimeZoneRules
{
    public static readonly TimeZoneRules Utc = new("UTC", 0, null);

    private static readonly ConcurrentDictionary<string, TimeZoneRules?> Known = new(StringComparer.Ordinal);

    /// <summary>Java's old three-letter names; the last three are offsets without summer time.</summary>
    private static readonly Dictionary<string, string> ShortIds = new()
    {
        ["ACT"] = "Australia/Darwin", ["AET"] = "Australia/Sydney", ["AGT"] = "America/Argentina/Buenos_Aires", ["ART"] = "Africa/Cairo",
        ["AST"] = "America/Anchorage", ["BET"] = "America/Sao_Paulo", ["BST"] = "Asia/Dhaka", ["CAT"] = "Africa/Harare", ["CNT"] = "America/St_Johns",
        ["CST"] = "America/Chicago", ["CTT"] = "Asia/Shanghai", ["EAT"] = "Africa/Addis_Ababa", ["ECT"] = "Europe/Paris",
        ["IET"] = "America/Indiana/Indianapolis", ["IST"] = "Asia/Kolkata", ["JST"] = "Asia/Tokyo", ["MIT"] = "Pacific/Apia", ["NET"] = "Asia/Yerevan",
        ["NST"] = "Pacific/Auckland", ["PLT"] = "Asia/Karachi", ["PNT"] = "America/Phoenix", ["PRT"] = "America/Puerto_Rico",
        ["PST"] = "America/Los_Angeles", ["SST"] = "Pacific/Guadalcanal", ["VST"] = "Asia/Ho_Chi_Minh",
        ["EST"] = "-05:00", ["MST"] = "-07:00", ["HST"] = "-10:00",
    };

    private readonly int offsetSeconds;
    private readonly TimeZoneInfo? region;
    private readonly ZoneTransitions? transitions;

    private TimeZoneRules(string id, int offsetSeconds, TimeZoneInfo? region)
    {
        Id = id;
        this.offsetSeconds = offsetSeconds;
        this.region = region;
        if (region is not null) transitions = ZoneTransitions.Load(id);
    }

    /// <summary>The id as Java shows it.</summary>
    public string Id { get; }

    /// <summary>Whether the offset is the same at any time.</summary>
    public bool IsFixed => region is null;

    public static TimeZoneRules Fixed(int seconds) => new(OffsetText(seconds), seconds, null);

    /// <summary>The zone of an id; null when there is no such zone.</summary>
    public static TimeZoneRules? Find(string id) => Known.GetOrAdd(id, Create);

    /// <summary>As <see cref="Find"/>; a region in another case of letters is found too, under its own id.</summary>
    public static TimeZoneRules? FindIgnoringCase(string id)
    {
        if (Find(id) is { } zone) return zone;
        if (Find(id.ToUpperInvariant()) is { } upper) return upper;
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var region) ? Find(region.Id) : null;
    }

    /// <summary>The offset from UTC in seconds at an instant.</summary>
    public int OffsetAtInstant(long micros)
    {
        if (region is null) return offsetSeconds;
        if (transitions is not null) return transitions.OffsetAt(IsoDate.FloorDiv(micros, IsoDate.MicrosPerSecond));
        return (int)region.GetUtcOffset(ClampedTime(micros, DateTimeKind.Utc)).TotalSeconds;
    }

    /// <summary>The instant of a local time. In a gap the time moves forward by the gap's length; where a time comes twice the first is taken, as Java does.</summary>
    public long ToInstant(long localMicros)
    {
        if (region is null) return localMicros - offsetSeconds * IsoDate.MicrosPerSecond;
        if (transitions is not null) return localMicros - LocalOffset(transitions, localMicros) * IsoDate.MicrosPerSecond;
        var local = ClampedTime(localMicros, DateTimeKind.Unspecified);
        if (region.IsAmbiguousTime(local)) return localMicros - (long)region.GetAmbiguousTimeOffsets(local).Max().TotalSeconds * IsoDate.MicrosPerSecond;
        if (region.IsInvalidTime(local))
            return localMicros - (long)region.GetUtcOffset(local.AddHours(-3)).TotalSeconds * IsoDate.MicrosPerSecond;
        return localMicros - (long)region.GetUtcOffset(local).TotalSeconds * IsoDate.MicrosPerSecond;
    }

    /// <summary>The offset that holds at a local time. Offsets are less than 16 hours, so that what holds 16 hours before and after are the candidates.</summary>
    private static int LocalOffset(ZoneTransitions transitions, long localMicros)
    {
        var local = IsoDate.FloorDiv(localMicros, IsoDate.MicrosPerSecond);
        var (before, after) = (transitions.OffsetAt(local - 57_600), transitions.OffsetAt(local + 57_600));
        // In a gap neither holds and the one from before moves the time forward; where both hold, the first of the two instants has the one from before.
        return before == after || transitions.OffsetAt(local - before) == before || transitions.OffsetAt(local - after) != after ? before : after;
    }

    /// <summary>The instant of a local time; where a time comes twice, the one of the offset from before is kept, as Java's ZonedDateTime does in arithmetic.</summary>
    public long ToInstant(long localMicros, int preferredOffset)
    {
        if (region is null) return localMicros - offsetSeconds * IsoDate.MicrosPerSecond;
        var kept = localMicros - preferredOffset * IsoDate.MicrosPerSecond;
        return OffsetAtInstant(kept) == preferredOffset ? kept : ToInstant(localMicros);
    }

    public long ToLocal(long instantMicros) => instantMicros + OffsetAtInstant(instantMicros) * IsoDate.MicrosPerSecond;

    /// <summary>An offset as Java's ZoneOffset shows it: <c>Z</c>, <c>+05:30</c>, <c>-00:00:15</c>.</summary>
    public static string OffsetText(int seconds)
    {
        if (seconds == 0) return "Z";
        var all = Math.Abs(seconds);
        var text = $"{(seconds < 0 ? '-' : '+')}{all / 3600:00}:{all / 60 % 60:00}";
        return all % 60 == 0 ? text : $"{text}:{all % 60:00}";
    }

    private static DateTime ClampedTime(long micros, DateTimeKind kind)
    {
        var ticks = (Int128)micros * 10 + DateTime.UnixEpoch.Ticks;
        var clamped = (long)Int128.Clamp(ticks, TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay);
        return new DateTime(clamped, kind);
    }

    private static TimeZoneRules? Create(string id)
    {
        var text = WithTwoDigits(id);
        if (ShortIds.TryGetValue(text, out var real)) text = real;
        if (text is "Z") return new TimeZoneRules("Z", 0, null);
        if (text.Length < 2) return null;
        if (text[0] is '+' or '-') return TryOffset(text, out var seconds) ? Fixed(seconds) : null;
        foreach (var prefix in (ReadOnlySpan<string>)["UTC", "GMT", "UT"])
        {
            if (text == prefix) return new TimeZoneRules(prefix, 0, null);
            if (!text.StartsWith(prefix, StringComparison.Ordinal) || text[prefix.Length] is not ('+' or '-')) continue;
            if (!TryOffset(text[prefix.Length..], out var offset)) return null;
            return new TimeZoneRules(offset == 0 ? prefix : prefix + OffsetText(offset), offset, null);
        }
        if (!char.IsAsciiLetter(text[0]) || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+' or '.' or '~')) return null;
        if (text is "localtime" or "posixrules" or "Factory" || text.StartsWith("posix/", StringComparison.Ordinal) || text.StartsWith("right/", StringComparison.Ordinal)) return null;
        // Java's ids have one case only, .NET's any.
        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && (zone.Id == text || !zone.Id.Equals(text, StringComparison.OrdinalIgnoreCase)) ? new TimeZoneRules(text, 0, zone) : null;
    }

    /// <summary><c>+h:mm</c> and <c>+hh:m</c> were allowed by older Sparks and still are.</summary>
    private static string WithTwoDigits(string id)
    {
        if (id.Length < 3 || id[0] is not ('+' or '-') || !char.IsAsciiDigit(id[1])) return id;
        if (id[2] == ':') id = $"{id[0]}0{id[1..]}";
        return id.Length == 5 && char.IsAsciiDigit(id[2]) && id[3] == ':' && char.IsAsciiDigit(id[4]) ? $"{id[..4]}0{id[4]}" : id;
    }

    /// <summary>+h, +hh, +hh:mm, +hhmm, +hh:mm:ss or +hhmmss, up to 18 hours.</summary>
    internal static bool TryOffset(string text, out int seconds)
    {
        seconds = 0;
        var digits = text[1..];
        if (digits.Contains(':'))
        {
            if (digits.Length is not (5 or 8) || digits[2] != ':' || digits.Length == 8 && digits[5] != ':') return false;
            digits = digits.Replace(":", "");
        }
        if (digits.Length == 1) digits = "0" + digits;
        if (digits.Length is not (2 or 4 or 6) || !digits.All(char.IsAsciiDigit)) return false;
        int Part(int at) => digits.Length > at ? (digits[at] - '0') * 10 + digits[at + 1] - '0' : 0;
        if (Part(0) > 18 || Part(2) > 59 || Part(4) > 59) return false;
        seconds = Part(0) * 3600 + Part(2) * 60 + Part(4);
        if (seconds > 18 * 3600) return false;
        if (text[0] == '-') seconds = -seconds;
        return true;
    }
}
