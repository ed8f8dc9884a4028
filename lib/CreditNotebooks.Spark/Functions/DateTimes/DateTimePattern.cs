using System.Collections.Concurrent;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>A pattern of dates and times such as <c>yyyy-MM-dd HH:mm</c>, as Spark takes it: Java's DateTimeFormatter of the US, strict, in any case of letters.</summary>
/// <remarks>See "Datetime Patterns for Formatting and Parsing" in Spark's documentation. A compiled pattern is immutable and may be used by threads at once.</remarks>
internal sealed class DateTimePattern
{
    private static readonly ConcurrentDictionary<(string, bool), DateTimePattern> Compiled = new();

    private readonly PatternElement[] elements;

    private DateTimePattern(PatternElement[] elements) => this.elements = elements;

    /// <summary>Compiles a pattern for parsing, where E, F, q and Q are not allowed and S stands for up to so many digits, or for formatting.</summary>
    /// <exception cref="SparkException">It is no pattern, or one that Spark 2 read otherwise.</exception>
    public static DateTimePattern Compile(string pattern, bool forParsing)
    {
        if (Compiled.TryGetValue((pattern, forParsing), out var known)) return known;
        var converted = PatternRules.Convert(pattern, forParsing);
        try
        {
            var elements = PatternCompiler.Compile(converted, forParsing && converted.Contains('S'));
            var compiled = new DateTimePattern(elements);
            // A column of patterns must not fill the memory.
            if (Compiled.Count < 1000) Compiled.TryAdd((pattern, forParsing), compiled);
            return compiled;
        }
        catch (PatternCompiler.InvalidPatternException e)
        {
            throw PatternRules.Refusal(pattern, e);
        }
    }

    /// <summary>A timestamp in UTC microseconds. What the text does not say is 1970-01-01 00:00:00; without a zone in it, it is of <paramref name="zone"/>.</summary>
    public bool TryParseTimestamp(ReadOnlySpan<char> text, TimeZoneRules zone, out long micros)
    {
        micros = 0;
        return TryParseFields(text, out var fields) && FieldResolution.TryResolve(fields, true, out var days, out var time)
            && TryToInstant(fields, zone, days, time, out micros);
    }

    /// <summary>As <see cref="TryParseTimestamp(ReadOnlySpan{char}, TimeZoneRules, out long)"/>, but with fields taken as they stand, as Spark does where it
    /// only asks whether a text is a timestamp (inference): 13 PM is one.</summary>
    public bool TryParseUnresolved(ReadOnlySpan<char> text, TimeZoneRules zone, out long micros)
    {
        micros = 0;
        return TryParseFields(text, out var fields) && FieldResolution.TryResolve(fields, false, out var days, out var time)
            && TryToInstant(fields, zone, days, time, out micros);
    }

    /// <summary>A timestamp without zone; a zone in the text is ignored, or refused when it is not allowed.</summary>
    public bool TryParseTimestampNtz(ReadOnlySpan<char> text, bool allowZone, out long micros)
    {
        micros = 0;
        return TryParseFields(text, out var fields) && (allowZone || fields.Zone is null && !fields.Has(DateTimeField.Offset))
            && FieldResolution.TryResolve(fields, true, out var days, out var time) && IsoDate.TryToMicros(days, time, out micros);
    }

    /// <summary>A date, as days since 1970-01-01.</summary>
    public bool TryParseDate(ReadOnlySpan<char> text, out int days)
    {
        days = 0;
        if (!TryParseFields(text, out var fields) || !FieldResolution.TryResolve(fields, true, out var wide, out _)) return false;
        days = (int)wide;
        return days == wide;
    }

    /// <summary>The sentence that Spark's CANNOT_PARSE_TIMESTAMP carries for a text.</summary>
    public string DescribeFailure(string text)
    {
        var end = Parse(text, out _);
        return end < 0 ? $"Text '{text}' could not be parsed at index {~end}"
            : end < text.Length ? $"Text '{text}' could not be parsed, unparsed text found at index {end}"
            : $"Text '{text}' could not be parsed: a field is out of its range";
    }

    /// <summary>An instant as text, in a time zone.</summary>
    public string Format(long micros, TimeZoneRules zone)
    {
        var offset = zone.OffsetAtInstant(micros);
        var fields = LocalFields(micros + offset * IsoDate.MicrosPerSecond);
        fields.Set(DateTimeField.Offset, offset);
        fields.Zone = zone;
        return Format(fields);
    }

    /// <summary>A timestamp without zone as text; letters for zones are an error outside of [ ].</summary>
    public string FormatNtz(long micros) => Format(LocalFields(micros));

    /// <summary>A date as text; letters for times are an error outside of [ ].</summary>
    public string FormatDate(int days)
    {
        var fields = default(DateTimeFields);
        fields.SetDate(days);
        return Format(fields);
    }

    private static DateTimeFields LocalFields(long micros)
    {
        var fields = default(DateTimeFields);
        fields.SetDate(IsoDate.FloorDiv(micros, IsoDate.MicrosPerDay));
        fields.SetTime(IsoDate.FloorMod(micros, IsoDate.MicrosPerDay));
        return fields;
    }

    private string Format(in DateTimeFields fields)
    {
        var target = new StringBuilder();
        foreach (var element in elements)
            if (!element.Format(fields, target))
                throw new SparkException("UNSUPPORTED_TEMPORAL_FIELD", "The pattern has a letter for a field that this type does not have; take it out of the pattern.");
        return target.ToString();
    }

    private static bool TryToInstant(in DateTimeFields fields, TimeZoneRules zone, long days, long time, out long micros)
    {
        micros = 0;
        if (!IsoDate.TryToMicros(days, time, out var local)) return false;
        if (fields.Zone is not null) micros = fields.Zone.ToInstant(local);
        else if (fields.Has(DateTimeField.Offset))
        {
            var offset = fields[DateTimeField.Offset];
            if (Math.Abs(offset) > 18 * 3600) return false;
            micros = local - offset * IsoDate.MicrosPerSecond;
        }
        else micros = zone.ToInstant(local);
        return true;
    }

    private bool TryParseFields(ReadOnlySpan<char> text, out DateTimeFields fields) => Parse(text, out fields) == text.Length;

    private int Parse(ReadOnlySpan<char> text, out DateTimeFields fields)
    {
        fields = default;
        var at = 0;
        foreach (var element in elements)
        {
            at = element.Parse(text, at, ref fields);
            if (at < 0) break;
        }
        return at;
    }
}
