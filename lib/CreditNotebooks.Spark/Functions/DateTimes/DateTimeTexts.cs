using System.Text;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Between texts and dates or timestamps, by patterns: to_date, to_timestamp, date_format, unix_timestamp and their like.</summary>
internal static class DateTimeTexts
{
    private const string DefaultPattern = "yyyy-MM-dd HH:mm:ss";

    /// <summary>Reads one text; null where it cannot be read.</summary>
    private delegate long? Read(ReadOnlySpan<char> text);

    private static readonly ArgumentType Moment = ArgumentType.OneOf(ArgumentType.String, ArgumentType.Date, ArgumentType.Timestamp, ArgumentType.TimestampNTZ);

    private static readonly ArgumentType OnlyMoment = ArgumentType.Only("STRING\" or \"DATE\" or \"TIMESTAMP\" or \"TIMESTAMP_NTZ", DataType.String, t => t is StringType or DateType || t.IsTimestamp);

    // What parses a text by a pattern: to TIMESTAMP, to TIMESTAMP_NTZ, to whole seconds; the name is what the error says to use instead.
    private static readonly FunctionEntry ParseTimestamp = Parser("parse_timestamp", "try_to_timestamp", false, Micros);
    private static readonly FunctionEntry TryParseTimestamp = Parser("try_parse_timestamp", "", true, Micros);
    private static readonly FunctionEntry ParseForDate = Parser("parse_date", "try_to_date", false, Micros);
    private static readonly FunctionEntry ParseLocal = Parser("parse_timestamp_ntz", "try_to_timestamp", false, Local);
    private static readonly FunctionEntry ParseSeconds = Parser("parse_seconds", "try_to_timestamp", false, Seconds);

    private static readonly FunctionEntry WholeSeconds = Scalar("whole_seconds").Takes(ArgumentType.Any).Gives(DataType.Long).Compute((long micros) => micros / IsoDate.MicrosPerSecond);

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("to_date").Build(s => ToDate(s, false)),
        Scalar("try_to_date").Build(s => ToDate(s, true)),
        Scalar("to_timestamp").Build(s => ToTimestamp(s, DataType.Timestamp, CastMode.Ansi, ParseTimestamp)),
        Scalar("to_timestamp_ltz").Build(s => ToTimestamp(s, DataType.Timestamp, CastMode.Ansi, ParseTimestamp)),
        Scalar("to_timestamp_ntz").Build(s => ToTimestamp(s, DataType.TimestampNTZ, CastMode.Ansi, ParseLocal)),
        Scalar("try_to_timestamp").Build(s => ToTimestamp(s, DataType.Timestamp, CastMode.Try, TryParseTimestamp)),
        Scalar("unix_timestamp").Build(s => ToSeconds(s, 0)),
        Scalar("to_unix_timestamp").Build(s => ToSeconds(s, 1)),
        Scalar("date_format").Fails().Takes(ArgumentType.Timestamp, ArgumentType.String).Gives(DataType.String).Calls(ZonedKernels.WithConstant("date_format", 1,
            (pattern, zone) => Formatter(pattern, zone),
            zone => (long micros, string pattern) => DateTimePattern.Compile(pattern, false).Format(micros, zone))),
        Scalar("from_unixtime").Fails().Build(FromSeconds).Calls(ZonedKernels.WithConstant("from_unixtime", 1,
            (pattern, zone) =>
            {
                var format = Formatter(pattern, zone);
                return (long seconds) => format(unchecked(seconds * IsoDate.MicrosPerSecond));
            },
            zone => (long seconds, string pattern) => DateTimePattern.Compile(pattern, false).Format(unchecked(seconds * IsoDate.MicrosPerSecond), zone))),
    ];

    private static Func<long, string> Formatter(string pattern, TimeZoneRules zone)
    {
        // Compiled with the first row: a pattern that no row needs is no error.
        DateTimePattern? compiled = null;
        string Format(long micros) => (compiled ??= DateTimePattern.Compile(pattern, false)).Format(micros, zone);
        if (pattern.AsSpan().IndexOfAnyExcept("yMdLEDQqGu-/. ,") >= 0) return Format;
        // All moments of a day have one text; threads may both write it, and write the same.
        var days = new DayText?[4096];
        return micros =>
        {
            var day = CalendarMath.DayOf(micros, zone);
            var at = day & 4095;
            if (days[at] is { } known && known.Day == day) return known.Text;
            var text = Format(micros);
            days[at] = new DayText(day, text);
            return text;
        };
    }

    private sealed record DayText(int Day, string Text);

    private static Read Micros(DateTimePattern pattern, TimeZoneRules zone) => text => pattern.TryParseTimestamp(text, zone, out var micros) ? micros : null;

    private static Read Local(DateTimePattern pattern, TimeZoneRules zone) => text => pattern.TryParseTimestampNtz(text, true, out var micros) ? micros : null;

    private static Read Seconds(DateTimePattern pattern, TimeZoneRules zone) =>
        text => pattern.TryParseTimestamp(text, zone, out var micros) ? micros / IsoDate.MicrosPerSecond : null;

    private static FunctionEntry Parser(string name, string tolerant, bool attempt, Func<DateTimePattern, TimeZoneRules, Read> reader)
    {
        var entry = Scalar(name).Calls(ZonedKernels.WithConstant(name, 1,
            (pattern, zone) =>
            {
                DateTimePattern? compiled = null;
                Read? read = null;
                var plain = pattern == "yyyy-MM-dd" && zone.IsFixed;
                return (Utf8 text) =>
                {
                    if (read is null)
                    {
                        compiled = DateTimePattern.Compile(pattern, true);
                        read = reader(compiled, zone);
                    }
                    // The common pattern, without a walk through its elements.
                    if (plain && TryPlainDate(text.Bytes, out var days))
                    {
                        var start = zone.ToInstant(days * IsoDate.MicrosPerDay);
                        return name switch { "parse_seconds" => start / IsoDate.MicrosPerSecond, "parse_timestamp_ntz" => days * IsoDate.MicrosPerDay, _ => start };
                    }
                    return Parsed(text, compiled!, read, tolerant, attempt);
                };
            },
            zone => (Utf8 text, string pattern) =>
            {
                var compiled = DateTimePattern.Compile(pattern, true);
                return Parsed(text, compiled, reader(compiled, zone), tolerant, attempt);
            }));
        return attempt ? entry : entry.Fails();
    }

    private static long? Parsed(Utf8 text, DateTimePattern pattern, Read read, string tolerant, bool attempt)
    {
        Span<char> buffer = stackalloc char[128];
        var value = text.Length <= buffer.Length ? read(buffer[..Encoding.UTF8.GetChars(text.Bytes, buffer)]) : read(text.ToString());
        return value is not null || attempt ? value : throw new SparkException("CANNOT_PARSE_TIMESTAMP",
            $"{pattern.DescribeFailure(text.ToString())}. Use `{tolerant}` to tolerate invalid input string and return NULL instead.");
    }

    private static bool TryPlainDate(ReadOnlySpan<byte> t, out long days)
    {
        days = 0;
        if (t.Length != 10 || t[4] != '-' || t[7] != '-') return false;
        foreach (var i in (ReadOnlySpan<int>)[0, 1, 2, 3, 5, 6, 8, 9])
            if ((uint)(t[i] - '0') > 9) return false;
        var year = (t[0] - '0') * 1000 + (t[1] - '0') * 100 + (t[2] - '0') * 10 + t[3] - '0';
        var (month, day) = ((t[5] - '0') * 10 + t[6] - '0', (t[8] - '0') * 10 + t[9] - '0');
        if (!IsoDate.IsValid(year, month, day)) return false;
        days = IsoDate.ToDays(year, month, day);
        return true;
    }

    private static TypedExpression ToDate(CallSite s, bool attempt)
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        var source = s.Coerce(0, Moment);
        if (s.Count == 1) return s.Rewrite(Cast(source, DataType.Date, attempt ? CastMode.Try : CastMode.Ansi));
        var format = s.Coerce(1, ArgumentType.String);
        var moment = source.Type is StringType ? Call(attempt ? TryParseTimestamp : ParseForDate, source, format, DataType.Timestamp, attempt) : Guarded(s.Cast(source, DataType.Timestamp), format, attempt);
        return s.Rewrite(Cast(moment, DataType.Date, CastMode.Ansi));
    }

    private static TypedExpression ToTimestamp(CallSite s, DataType type, CastMode mode, FunctionEntry parser)
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        if (s.Count == 1)
        {
            var number = type is TimestampType && s[0].Type.IsNumeric;
            return s.Rewrite(Cast(number ? s[0] : s.Coerce(0, Moment), type, number ? CastMode.Ansi : mode));
        }
        var value = s.Coerce(0, Moment);
        var format = s.Coerce(1, ArgumentType.String);
        return s.Rewrite(value.Type is StringType ? Call(parser, value, format, type, mode == CastMode.Try) : Guarded(Cast(value, type, CastMode.Ansi), format, mode == CastMode.Try));
    }

    /// <summary>A value that is no text needs no pattern, but is NULL where the pattern is.</summary>
    private static TypedExpression Guarded(TypedExpression value, TypedExpression format, bool attempt)
    {
        var guarded = format is TypedLiteral { Value: not null } ? value
            : new TypedCall(IfPresent, "", [value, format], value.Type, value.Nullable || format.Nullable);
        return attempt && !guarded.Nullable ? new TypedCall(IfPresent, "", [value, format], value.Type, true) : guarded;
    }

    private static readonly FunctionEntry IfPresent = Scalar("if_present").Calls((w, c) => $"CASE WHEN {w.Write(c.Arguments[1])} IS NOT NULL THEN {w.Write(c.Arguments[0])} END");

    private static TypedExpression Cast(TypedExpression source, DataType type, CastMode mode) =>
        source.Type == type ? source : CastRules.Written(source, type, mode) is TypedCast c ? c with { Written = false } : source;

    private static TypedCall Call(FunctionEntry parser, TypedExpression text, TypedExpression format, DataType type, bool attempt) =>
        new(parser, "", [text, format], type, attempt || text.Nullable || format.Nullable);

    private static TypedExpression ToSeconds(CallSite s, int atLeast)
    {
        if (s.Count < atLeast || s.Count > 2) throw s.WrongCount(atLeast == 0 ? "[0, 1, 2]" : "[1, 2]");
        var source = s.Count == 0 ? s.Invoke("current_timestamp") : s.Coerce(0, OnlyMoment);
        var format = s.Count == 2 ? s.Coerce(1, ArgumentType.String) : TypedLiteral.Of(DefaultPattern);
        var shown = s.Count > 0 ? s[0] : source;
        var pretty = $"{s.Name}({PrettyName.Of(shown)}, {(s.Count == 2 ? PrettyName.Of(s[1]) : DefaultPattern)})";
        if (source.Type is StringType) return new Rewritten(pretty, Call(ParseSeconds, source, format, DataType.Long, false)) { Span = s.Span };
        var micros = source.Type is DateType ? s.Cast(source, DataType.Timestamp) : source;
        var seconds = new TypedCall(WholeSeconds, "", [micros], DataType.Long, micros.Nullable) { Signature = WholeSeconds.Signatures[0] };
        return new Rewritten(pretty, Guarded(seconds, format, false)) { Span = s.Span };
    }

    private static TypedCall FromSeconds(CallSite s)
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        var format = s.Count == 2 ? s.Coerce(1, ArgumentType.String) : TypedLiteral.Of(DefaultPattern);
        return s.Typed(DataType.String, true, s.Coerce(0, ArgumentType.Long), format);
    }
}
