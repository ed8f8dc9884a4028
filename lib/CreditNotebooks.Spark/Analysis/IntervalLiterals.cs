using System.Globalization;
using System.Text.RegularExpressions;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>INTERVAL constants: values with units, from a unit to another, or a text that holds both.</summary>
internal static partial class IntervalLiterals
{
    private static readonly string[] DayTimeFields = ["DAY", "HOUR", "MINUTE", "SECOND"];

    public static TypedExpression Build(ExpressionAnalyzer analyzer, IntervalLiteral literal)
    {
        if (literal.To is { } to) return Range(literal, literal.Parts[0].Unit!, to);
        if (literal.Parts is [{ Unit: null } whole]) return InText(literal, Text(whole.Value, literal));
        var text = string.Concat(literal.Parts.Select(p => $" {Value(p, literal)} {p.Unit}"));
        return OfUnits(literal, IntervalParsing.Units(text), literal.Parts.Select(p => p.Unit!));
    }

    private static TypedLiteral InText(IntervalLiteral literal, string text)
    {
        CalendarInterval interval;
        try
        {
            interval = IntervalParsing.Units(text);
        }
        catch (SparkException e)
        {
            throw new SparkException("INVALID_TYPED_LITERAL", $"The value of the typed literal \"INTERVAL\" is invalid: '{text}'.", literal.Span, e);
        }
        var units = Word().Matches(text).Select(m => m.Value.ToUpperInvariant()).Where(w => w != "INTERVAL").Select(w => w.TrimEnd('S'));
        return OfUnits(literal, interval, units);
    }

    private static TypedLiteral OfUnits(IntervalLiteral literal, CalendarInterval interval, IEnumerable<string> units)
    {
        var list = units.ToList();
        var years = list.Where(u => u is "YEAR" or "MONTH").Select(u => u == "YEAR" ? 0 : 1).ToList();
        var days = list.Where(u => u is not ("YEAR" or "MONTH")).Select(u => u switch { "WEEK" or "DAY" => 0, "HOUR" => 1, "MINUTE" => 2, _ => 3 }).ToList();
        if (years.Count > 0 && days.Count > 0) throw Invalid(literal, "Cannot mix year-month and day-time fields; use make_interval");
        return years.Count > 0
            ? new TypedLiteral(interval.Months, new YearMonthIntervalType(years.Min(), years.Max()))
            : new TypedLiteral(Micros(interval), new DayTimeIntervalType(days.Min(), days.Max()));
    }

    private static long Micros(CalendarInterval interval)
    {
        var micros = (Int128)interval.Days * DateTimeText.MicrosPerDay + interval.Microseconds;
        return micros == (long)micros ? (long)micros : throw new SparkException("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION",
            "Integer overflow while operating with intervals. Try devising appropriate values for the interval parameters.");
    }

    private static TypedLiteral Range(IntervalLiteral literal, string from, string to)
    {
        var part = literal.Parts[0];
        var text = part.Value switch
        {
            Literal { Value: string plain } => plain,
            Unary { Operator: UnaryOperator.Minus, Operand: Literal { Value: string negated } } => negated.StartsWith('-') ? "+" + negated[1..] : "-" + negated,
            _ => throw Invalid(literal, "The value of a from-to interval must be a string"),
        };
        if (from == "YEAR" && to == "MONTH") return new TypedLiteral(IntervalParsing.YearMonth(text, new YearMonthIntervalType()), new YearMonthIntervalType());
        var type = new DayTimeIntervalType(Array.IndexOf(DayTimeFields, from), Array.IndexOf(DayTimeFields, to));
        if (type.Start < 0 || type.End <= type.Start)
            throw new SparkException("INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION", $"Error parsing '{text}' to interval. There is no interval from {from} to {to}.", literal.Span);
        try
        {
            return new TypedLiteral(IntervalParsing.DayTime(text, type), type);
        }
        catch (OverflowException)
        {
            throw Invalid(literal, "The interval is too large");
        }
    }

    /// <summary>A part's value as text; a minus before a quoted text turns its sign.</summary>
    private static string Value(IntervalPart part, IntervalLiteral literal)
    {
        if (part.Value is not Unary { Operator: UnaryOperator.Minus, Operand: var inner })
        {
            var plain = Text(part.Value, literal);
            return part.Value is Literal { Value: string } && plain.Any(char.IsLetter) ? throw Invalid(literal, $"'{plain}' is no number") : plain;
        }
        var text = Text(inner, literal);
        if (text.Any(char.IsLetter)) throw Invalid(literal, $"'{text}' is no number");
        return text.StartsWith('-') ? text[1..] : "-" + text;
    }

    private static string Text(Expression value, IntervalLiteral literal) => value switch
    {
        Literal { Value: string s } => s,
        Literal { Value: IFormattable n } => n.ToString(null, CultureInfo.InvariantCulture),
        Literal { Value: DecimalValue d } => d.ToString(),
        _ => throw Invalid(literal, "Its value must be a constant"),
    };

    private static SparkException Invalid(IntervalLiteral literal, string why) => new("INVALID_INTERVAL_FORMAT", $"Error parsing an INTERVAL: {why}.", literal.Span);

    [GeneratedRegex(@"(?<!\S)[A-Za-z]+(?!\S)")]
    private static partial Regex Word();
}
