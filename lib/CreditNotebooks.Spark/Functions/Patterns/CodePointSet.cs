using System.Globalization;
using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A set of code points as sorted ranges that do not touch: what a character class of a regular expression means.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private readonly List<(int From, int To)> ranges;

    private CodePointSet(List<(int From, int To)> ranges) => this.ranges = ranges;

    public static CodePointSet All { get; } = new([(0, Last)]);
    public static CodePointSet Digits { get; } = Of('0', '9');
    public static CodePointSet Word { get; } = Of('0', '9').Or(Of('A', 'Z')).Or(Of('_', '_')).Or(Of('a', 'z'));
    public static CodePointSet Space { get; } = Of('\t', '\r').Or(Of(' ', ' '));
    public static CodePointSet HorizontalSpace { get; } = Of(' ', ' ').Or(Of('\t', '\t')).Or(Of(0xA0, 0xA0)).Or(Of(0x1680, 0x1680)).Or(Of(0x180E, 0x180E)).Or(Of(0x2000, 0x200A)).Or(Of(0x202F, 0x202F)).Or(Of(0x205F, 0x205F)).Or(Of(0x3000, 0x3000));
    public static CodePointSet VerticalSpace { get; } = Of('\n', '\r').Or(Of(0x85, 0x85)).Or(Of(0x2028, 0x2029));
    public static CodePointSet LineEnds { get; } = Of('\n', '\n').Or(Of('\r', '\r')).Or(Of(0x85, 0x85)).Or(Of(0x2028, 0x2029));

    public static CodePointSet Of(int from, int to) => new([(from, to)]);

    /// <summary>All characters of Unicode's general categories that begin with the letters.</summary>
    public static CodePointSet OfCategory(Func<UnicodeCategory, bool> wanted)
    {
        var ranges = new List<(int, int)>();
        for (int c = 0, start = -1; c <= Last + 1; c++)
        {
            var has = c <= Last && wanted(CharUnicodeInfo.GetUnicodeCategory(c));
            if (has && start < 0) start = c;
            if (has || start < 0) continue;
            ranges.Add((start, c - 1));
            start = -1;
        }
        return new CodePointSet(ranges);
    }

    public CodePointSet Or(CodePointSet other)
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in ranges.Concat(other.ranges).OrderBy(r => r.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            else merged.Add(range);
        }
        return new CodePointSet(merged);
    }

    public CodePointSet Not()
    {
        var rest = new List<(int, int)>();
        var next = 0;
        foreach (var (from, to) in ranges)
        {
            if (from > next) rest.Add((next, from - 1));
            next = to + 1;
        }
        if (next <= Last) rest.Add((next, Last));
        return new CodePointSet(rest);
    }

    public CodePointSet And(CodePointSet other) => Not().Or(other.Not()).Not();

    /// <summary>With the other case of each ASCII letter in it: Java's CASE_INSENSITIVE.</summary>
    public CodePointSet IgnoringCase()
    {
        var all = this;
        for (var c = 'a'; c <= 'z'; c++)
        {
            if (Contains(c)) all = all.Or(Of(c - 32, c - 32));
            if (Contains(c - 32)) all = all.Or(Of(c, c));
        }
        return all;
    }

    public bool Contains(int c) => ranges.Exists(r => c >= r.From && c <= r.To);

    /// <summary>As a class of .NET that is right for texts of ASCII without line ends.</summary>
    public string ToPlainClass()
    {
        var ascii = And(Of(0, 9).Or(Of(11, 12)).Or(Of(14, 127)));
        var missing = ascii.Not().And(Of(0, 9).Or(Of(11, 12)).Or(Of(14, 127)));
        if (missing.ranges.Count == 0) return "[\\s\\S]";
        if (ascii.ranges.Count == 0) return "(?!)";
        return missing.Size < ascii.Size ? $"[^{Items(missing.ranges)}]" : $"[{Items(ascii.ranges)}]";
    }

    /// <summary>As an expression of .NET that is right for every well-formed text: characters beyond the basic plane are pairs of surrogates.</summary>
    public string ToWideClass()
    {
        var basic = And(Of(0, 0xD7FF).Or(Of(0xE000, 0xFFFF)));
        var beyond = And(Of(0x10000, Last)).ranges;
        var parts = new List<string>();
        if (basic.ranges.Count > 0) parts.Add($"[{Items(basic.ranges)}]");
        foreach (var (from, to) in beyond) AddPairs(parts, from, to);
        return parts.Count switch { 0 => "(?!)", 1 => parts[0].StartsWith('[') && parts[0].IndexOf(']') == parts[0].Length - 1 ? parts[0] : $"(?:{parts[0]})", _ => $"(?:{string.Join('|', parts)})" };
    }

    private int Size => ranges.Sum(r => r.To - r.From + 1);

    private static void AddPairs(List<string> parts, int from, int to)
    {
        static (int, int) Split(int c) => (0xD800 + ((c - 0x10000) >> 10), 0xDC00 + ((c - 0x10000) & 0x3FF));
        var ((high, low), (lastHigh, lastLow)) = (Split(from), Split(to));
        if (high < lastHigh && low > 0xDC00) { parts.Add($"{Unit(high)}[{Unit(low)}-\\uDFFF]"); (high, low) = (high + 1, 0xDC00); }
        var whole = lastLow == 0xDFFF ? lastHigh : lastHigh - 1;
        if (high <= whole && high < lastHigh || high == lastHigh && low == 0xDC00 && lastLow == 0xDFFF)
        {
            parts.Add($"[{Unit(high)}-{Unit(whole)}][\\uDC00-\\uDFFF]");
            high = whole + 1;
            low = 0xDC00;
        }
        if (high == lastHigh) parts.Add($"{Unit(high)}[{Unit(low)}-{Unit(lastLow)}]");
    }

    private static string Items(IEnumerable<(int From, int To)> items)
    {
        var text = new StringBuilder();
        foreach (var (from, to) in items) text.Append(from == to ? Unit(from) : $"{Unit(from)}-{Unit(to)}");
        return text.ToString();
    }

    private static string Unit(int c) => string.Create(CultureInfo.InvariantCulture, $"\\u{c:X4}");
}
