using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// INTERVAL literals: several values with units, one value from a unit to another, or a text that holds both.
internal sealed partial class Parser
{
    /// <summary>Whether INTERVAL begins a literal here; else it is a name like another.</summary>
    private bool IsInterval()
    {
        var value = AtSign(1) ? 2 : 1;
        var token = Peek(value);
        if (token.Kind == TokenKind.String) return true;
        return token.Kind is TokenKind.Integer or TokenKind.Decimal && Keywords.IntervalUnits.ContainsKey(Peek(value + 1).Key);
    }

    private bool AtSign(int ahead) => Peek(ahead).Key is "+" or "-";

    private IntervalLiteral ParseInterval()
    {
        var start = position;
        Expect("INTERVAL");
        var parts = new List<IntervalPart>();
        string? to = null;
        do
        {
            var value = ParseIntervalValue();
            if (parts.Count == 0 && value is Literal { Value: string } && !Keywords.IntervalUnits.ContainsKey(Current.Key))
                return new IntervalLiteral([new IntervalPart(value, null)], null) { Span = SpanFrom(start) };
            if (!Keywords.IntervalUnits.TryGetValue(Current.Key, out var unit)) throw SyntaxError();
            position++;
            parts.Add(new IntervalPart(value, unit));
            if (At("TO") && Keywords.IntervalUnits.ContainsKey(Peek().Key))
            {
                if (parts.Count > 1) throw InvalidInterval("Can only have a single from-to unit in the interval literal syntax", start);
                position++;
                to = Keywords.IntervalUnits[Take().Key];
                if (AtIntervalValue()) throw InvalidInterval("Can only have a single from-to unit in the interval literal syntax", start);
                break;
            }
        }
        while (AtIntervalValue());
        var yearly = parts.Count(part => part.Unit is "YEAR" or "MONTH");
        if (yearly > 0 && yearly < parts.Count) throw new SparkException("_LEGACY_ERROR_TEMP_0029", "Cannot mix year-month and day-time fields in one interval.", SpanFrom(start));
        if (to is not null && !IsRange(parts[0].Unit!, to))
            throw new SparkException("INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION", $"Error parsing the interval: INTERVAL {parts[0].Unit} TO {to} is no range that intervals have.", SpanFrom(start));
        return new IntervalLiteral(parts.ToSeq(), to) { Span = SpanFrom(start) };
    }

    private static bool IsRange(string from, string to) =>
        (from, to) is ("YEAR", "MONTH") or ("DAY", "HOUR" or "MINUTE" or "SECOND") or ("HOUR", "MINUTE" or "SECOND") or ("MINUTE", "SECOND");

    private SparkException InvalidInterval(string reason, int start) => new("_LEGACY_ERROR_TEMP_0024", $"Error parsing the interval: {reason}.", SpanFrom(start));

    private bool AtIntervalValue()
    {
        var value = AtSign(0) ? 1 : 0;
        return Peek(value).Kind is TokenKind.Integer or TokenKind.Decimal or TokenKind.String && Keywords.IntervalUnits.ContainsKey(Peek(value + 1).Key);
    }

    private Expression ParseIntervalValue()
    {
        var start = position;
        var sign = AtAny("+", "-") ? Take().Key : "";
        if (Current.Kind == TokenKind.String)
        {
            var text = Take().Text;
            var value = new Literal(text, Types.DataType.String) { Span = SpanFrom(start) };
            return sign == "-" ? new Unary(UnaryOperator.Minus, value) { Span = SpanFrom(start) } : value;
        }
        if (Current.Kind is not (TokenKind.Integer or TokenKind.Decimal)) throw SyntaxError();
        if (sign == "-") position--;
        return ParseNumber();
    }
}
