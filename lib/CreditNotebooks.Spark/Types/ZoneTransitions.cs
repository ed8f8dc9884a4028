using System.Buffers.Binary;
using System.Text;

namespace CreditNotebooks.Spark.Types;

/// <summary>A region's offsets from UTC through time, from the time zone database's own file (RFC 9636): to the second and for all years,
/// where .NET's <see cref="TimeZoneInfo"/> rounds old offsets to minutes.</summary>
internal sealed class ZoneTransitions
{
    private const int LastYear = 2500;
    private const long SecondsPerDay = 86_400;

    /// <summary>The Gregorian calendar repeats after 400 years.</summary>
    private const long Cycle = 146_097 * SecondsPerDay;

    private readonly long[] instants;
    private readonly int[] offsets;
    private readonly long end;

    private ZoneTransitions(List<(long Instant, int Offset)> changes, int first)
    {
        instants = [.. changes.Select(c => c.Instant)];
        offsets = [first, .. changes.Select(c => c.Offset)];
        end = IsoDate.ToDays(LastYear, 1, 1) * SecondsPerDay;
    }

    /// <summary>The region's transitions; null where this system has no such database, or no such region in it.</summary>
    public static ZoneTransitions? Load(string id)
    {
        var folder = Environment.GetEnvironmentVariable("TZDIR") is { Length: > 0 } set ? set : "/usr/share/zoneinfo";
        var path = Path.Combine(folder, id);
        if (id.Contains("..", StringComparison.Ordinal) || !File.Exists(path)) return null;
        var data = File.ReadAllBytes(path);
        return data.Length > 44 && data.AsSpan(0, 4).SequenceEqual("TZif"u8) && data[4] >= '2' ? Read(data) : null;
    }

    /// <summary>The offset in seconds at an instant in seconds.</summary>
    public int OffsetAt(long second)
    {
        if (second >= end) second = end - Cycle + IsoDate.FloorMod(second - end, Cycle);
        var at = Array.BinarySearch(instants, second);
        return offsets[at >= 0 ? at + 1 : ~at];
    }

    private static ZoneTransitions Read(ReadOnlySpan<byte> data)
    {
        // The first block has 32-bit times; what counts is the second, with 64 bits, behind it.
        data = data[(44 + Size(data, 4))..];
        int Count(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadInt32BigEndian(header[at..]);
        var (times, types) = (Count(data, 32), Count(data, 36));
        var footer = Encoding.ASCII.GetString(data[(44 + Size(data, 8))..]).Trim('\n');
        var body = data[44..];
        var typeBase = times * 9;
        var changes = new List<(long, int)>(times);
        for (var i = 0; i < times; i++)
            changes.Add((BinaryPrimitives.ReadInt64BigEndian(body[(i * 8)..]), BinaryPrimitives.ReadInt32BigEndian(body[(typeBase + body[times * 8 + i] * 6)..])));
        var first = types > 0 ? BinaryPrimitives.ReadInt32BigEndian(body[typeBase..]) : 0;
        // Some files begin with a change at the beginning of time.
        while (changes.Count > 0 && changes[0].Item1 < -(1L << 58)) { first = changes[0].Item2; changes.RemoveAt(0); }
        if (PosixRule.Parse(footer) is { } rule) Extend(changes, rule);
        return new ZoneTransitions(changes, first);
    }

    private static int Size(ReadOnlySpan<byte> header, int timeSize)
    {
        Span<int> counts = stackalloc int[6];
        for (var i = 0; i < 6; i++) counts[i] = BinaryPrimitives.ReadInt32BigEndian(header[(20 + i * 4)..]);
        var (utc, standard, leaps, times, types, letters) = (counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
        return times * (timeSize + 1) + types * 6 + letters + leaps * (timeSize + 4) + standard + utc;
    }

    /// <summary>The yearly rule behind the last change, written out for so many years that the calendar repeats.</summary>
    private static void Extend(List<(long Instant, int Offset)> changes, PosixRule rule)
    {
        var last = changes.Count > 0 ? changes[^1].Instant : long.MinValue;
        if (rule.Summer is null)
        {
            if (changes.Count == 0) changes.Add((last, rule.Standard));
            return;
        }
        IsoDate.FromDays(Math.Max(last, IsoDate.ToDays(1900, 1, 1) * SecondsPerDay) / SecondsPerDay, out var year, out _, out _);
        for (; year <= LastYear; year++)
        {
            var (start, stop) = (rule.SummerStart(year), rule.SummerEnd(year));
            foreach (var change in start < stop ? new[] { (start, rule.Summer.Value), (stop, rule.Standard) } : [(stop, rule.Standard), (start, rule.Summer.Value)])
                if (change.Item1 > last) changes.Add(change);
        }
    }
}
