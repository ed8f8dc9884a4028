using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>INTERVAL constants.</summary>
internal static class IntervalLiterals
{
    private static readonly string[] DayTimeFields = ["DAY", "HOUR", "MINUTE", "SECOND"];

    public static TypedExpression Build(ExpressionAnalyzer analyzer, IntervalLiteral literal)
    {
        var parts = literal.Parts.Select(p => (Value: analyzer.Analyze(p.Value) is TypedLiteral { Value: { } v } ? v : throw Invalid(literal, "its value must be a constant"), p.Unit)).ToList();
        if (literal.To is { } to) return Range(literal, Text(parts[0].Value), parts[0].Unit!, to);
        if (parts.Exists(p => p.Unit is null)) throw SparkException.Unsupported("An INTERVAL whose units stand in its text", literal.Span);
        var units = parts.Select(p => p.Unit!).ToList();
        if (units.TrueForAll(u => u is "YEAR" or "MONTH"))
        {
            var months = checked((int)parts.Sum(p => Whole(literal, p.Value) * (p.Unit == "YEAR" ? 12 : 1)));
            var fields = units.Select(u => u == "YEAR" ? 0 : 1).ToList();
            return new TypedLiteral(months, new YearMonthIntervalType(fields.Min(), fields.Max()));
        }
        if (units.TrueForAll(u => u is "WEEK" or "DAY" or "HOUR" or "MINUTE" or "SECOND" or "MILLISECOND" or "MICROSECOND"))
        {
            long micros = 0;
            foreach (var (value, unit) in parts)
            {
                micros = checked(micros + unit switch
                {
                    "WEEK" => Whole(literal, value) * 7 * 86_400_000_000,
                    "DAY" => Whole(literal, value) * 86_400_000_000,
                    "HOUR" => Whole(literal, value) * 3_600_000_000,
                    "MINUTE" => Whole(literal, value) * 60_000_000,
                    "SECOND" => Seconds(literal, Text(value)),
                    "MILLISECOND" => Whole(literal, value) * 1000,
                    _ => Whole(literal, value),
                });
            }
            var fields = units.Select(u => u switch { "WEEK" or "DAY" => 0, "HOUR" => 1, "MINUTE" => 2, _ => 3 }).ToList();
            return new TypedLiteral(micros, new DayTimeIntervalType(fields.Min(), fields.Max()));
        }
        throw Invalid(literal, "years and months cannot be mixed with days and times");
    }

    private static TypedLiteral Range(IntervalLiteral literal, string text, string from, string to)
    {
        text = text.Trim();
        var negative = text.StartsWith('-');
        var digits = text.TrimStart('+', '-');
        if (from == "YEAR" && to == "MONTH")
        {
            var parts = digits.Split('-');
            if (parts.Length != 2 || !int.TryParse(parts[0], out var years) || !int.TryParse(parts[1], out var months) || months > 11) throw Invalid(literal, $"'{text}' is not of the form y-m");
            var all = checked(years * 12 + months);
            return new TypedLiteral(negative ? -all : all, new YearMonthIntervalType(0, 1));
        }
        var (first, last) = (Array.IndexOf(DayTimeFields, from), Array.IndexOf(DayTimeFields, to));
        if (first < 0 || last <= first) throw Invalid(literal, $"there is no interval from {from} to {to}");
        var pieces = digits.Split(' ', ':');
        if (pieces.Length != last - first + 1) throw Invalid(literal, $"'{text}' does not have the fields {from} to {to}");
        long micros = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            var field = first + i;
            if (field == 3) { micros += Seconds(literal, pieces[i]); continue; }
            if (!long.TryParse(pieces[i], out var n) || i > 0 && n >= (field == 1 ? 24 : 60)) throw Invalid(literal, $"'{pieces[i]}' is no {DayTimeFields[field]}");
            micros = checked(micros + n * field switch { 0 => 86_400_000_000, 1 => 3_600_000_000, _ => 60_000_000 });
        }
        return new TypedLiteral(negative ? -micros : micros, new DayTimeIntervalType(first, last));
    }

    private static string Text(object value) => value switch { string s => s, IFormattable f => f.ToString(null, System.Globalization.CultureInfo.InvariantCulture), _ => value.ToString()! };

    private static long Whole(IntervalLiteral literal, object value) => long.TryParse(Text(value).Trim(), System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : throw Invalid(literal, $"'{Text(value)}' is no whole number");

    private static long Seconds(IntervalLiteral literal, string text)
    {
        if (!decimal.TryParse(text.Trim(), System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var seconds)) throw Invalid(literal, $"'{text}' is no number of seconds");
        return (long)decimal.Truncate(seconds * 1_000_000);
    }

    private static SparkException Invalid(IntervalLiteral literal, string why) => new("INVALID_INTERVAL_FORMAT.INVALID_VALUE", $"Error parsing an INTERVAL: {why}.", literal.Span);
}
