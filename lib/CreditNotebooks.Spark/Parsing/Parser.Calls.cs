using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// Calls, and the special forms that Spark turns into calls.
internal sealed partial class Parser
{
    /// <summary>Whether a qualified name and a parenthesis stand here.</summary>
    private bool IsCall()
    {
        var i = position + 1;
        while (tokens[i].Key == "." && tokens[i + 1].IsName) i += 2;
        return tokens[i].Key == "(";
    }

    private FunctionCall ParseCall()
    {
        var start = position;
        var name = new List<string> { ParseIdentifier() };
        while (Accept(".")) name.Add(ParseIdentifier());
        var (arguments, distinct, ignoreNulls) = ParseArguments(name);
        var call = new FunctionCall(name.ToSeq(), arguments) { Distinct = distinct, IgnoreNulls = ignoreNulls, Span = SpanFrom(start) };
        // first(x IGNORE NULLS) is a form of its own in Spark, that nothing may follow.
        if (ignoreNulls is not null) return call;
        var end = position;
        if (Accept("WITHIN", "GROUP"))
        {
            Expect("(");
            Expect("ORDER");
            Expect("BY");
            call = call with { WithinGroup = ListOf(ParseSortItem).ToSeq() };
            Expect(")");
        }
        if (At("FILTER", "("))
        {
            position += 2;
            Expect("WHERE");
            call = call with { Filter = ParseExpression() };
            Expect(")");
        }
        if (AtAny("IGNORE", "RESPECT") && Peek().Key == "NULLS")
        {
            call = call with { IgnoreNulls = At("IGNORE") };
            position += 2;
        }
        if (At("OVER") && (Peek().Key == "(" || Peek().IsName && !Keywords.Continue.Contains(Peek().Key)))
        {
            position++;
            call = call with { Over = ParseWindow() };
        }
        return position > end ? call with { Span = SpanFrom(start) } : call;
    }

    private (Seq<Expression> Arguments, bool Distinct, bool? IgnoreNulls) ParseArguments(List<string> name)
    {
        Expect("(");
        if (Accept(")")) return ([], false, null);
        var distinct = At("DISTINCT") && BeginsOperand(Peek());
        if (distinct || At("ALL") && BeginsOperand(Peek()) && Peek().Key is not ("(" or "*" or "-" or "+")) position++;
        var arguments = ListOf<Expression>(name is [var only] && only.Equals("struct", StringComparison.OrdinalIgnoreCase) ? ParseNamedExpression : ParseArgument);
        bool? ignoreNulls = null;
        if (arguments.Count == 1 && !distinct && name is [var single] && single.ToUpperInvariant() is "FIRST" or "LAST" or "ANY_VALUE" && Accept("IGNORE", "NULLS")) ignoreNulls = true;
        Expect(")");
        return (arguments.ToSeq(), distinct, ignoreNulls);
    }

    private Expression ParseArgument()
    {
        var start = position;
        if (At("TABLE") && Peek().IsName) throw Unsupported("A table as an argument", start);
        if (!Current.IsName || Peek().Key != "=>") return ParseExpression();
        var name = ParseIdentifier();
        Expect("=>");
        return new NamedArgument(name, ParseExpression()) { Span = SpanFrom(start) };
    }

    /// <summary>A call with words between its arguments; null where it is an ordinary call.</summary>
    private FunctionCall? ParseSpecialCall()
    {
        var start = position;
        switch (Current.Key)
        {
            case "TIMESTAMPADD" or "DATEADD" or "DATE_ADD" when IsUnitArgument(): return ParseUnitCall("timestampadd");
            case "TIMESTAMPDIFF" or "DATEDIFF" or "DATE_DIFF" or "TIMEDIFF" when IsUnitArgument(): return ParseUnitCall("timestampdiff");
            case "EXTRACT" when Peek(2).IsName && Peek(3).Key == "FROM": return ParseExtract();
            case "POSITION" when Attempt(ParsePosition) is { } position: return position;
            case "SUBSTRING" or "SUBSTR" when Attempt(ParseSubstring) is { } substring: return substring;
            case "TRIM" when Attempt(ParseTrim) is { } trim: return trim;
            case "OVERLAY" when Attempt(ParseOverlay) is { } overlay: return overlay;
            default:
                position = start;
                return null;
        }
    }

    /// <summary>Tries a form that differs from an ordinary call only behind its first argument.</summary>
    private FunctionCall? Attempt(Func<int, FunctionCall?> form)
    {
        var start = position;
        position += 2;
        var parameters = parameterCount;
        if (form(start) is { } call) return call;
        position = start;
        parameterCount = parameters;
        return null;
    }

    private bool IsUnitArgument() => (Keywords.DateTimeUnits.Contains(Peek(2).Key) || Peek(2).Kind == TokenKind.String) && Peek(3).Key == "," && HasThreeArguments();

    private bool HasThreeArguments()
    {
        var commas = 0;
        for (var i = position + 2; i < closing[position + 1]; i++)
        {
            if (closing[i] >= 0) i = closing[i];
            else if (tokens[i].Key == ",") commas++;
        }
        return commas == 2;
    }

    private FunctionCall ParseUnitCall(string function)
    {
        var start = position;
        position += 2;
        var unit = Take();
        if (unit.Kind == TokenKind.String)
        {
            var name = tokens[start].Text;
            throw new SparkException("INVALID_PARAMETER_VALUE.DATETIME_UNIT",
                $"The value of parameter(s) `unit` in `{name}` is invalid: expects one of the units without quotes YEAR, QUARTER, MONTH, WEEK, DAY, DAYOFYEAR, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, but got the string literal '{unit.Text}'.", unit.Span);
        }
        Expect(",");
        var first = ParseValue();
        Expect(",");
        var second = ParseValue();
        Expect(")");
        return new FunctionCall([function], [StringLiteral(unit.Text) with { Span = unit.Span }, first, second]) { Span = SpanFrom(start) };
    }

    private FunctionCall ParseExtract()
    {
        var start = position;
        position += 2;
        var field = Take();
        Expect("FROM");
        var source = ParseValue();
        Expect(")");
        return new FunctionCall(["extract"], [StringLiteral(field.Text) with { Span = field.Span }, source]) { Span = SpanFrom(start) };
    }

    private FunctionCall? ParsePosition(int start)
    {
        var substring = ParseValue();
        if (!Accept("IN")) return null;
        var text = ParseValue();
        Expect(")");
        return new FunctionCall(["locate"], [substring, text]) { Span = SpanFrom(start) };
    }

    private FunctionCall? ParseSubstring(int start)
    {
        if (At(")")) return null;
        var text = ParseValue();
        if (!Accept("FROM")) return null;
        var arguments = new List<Expression> { text, ParseValue() };
        if (Accept("FOR") || Accept(",")) arguments.Add(ParseValue());
        Expect(")");
        return new FunctionCall(["substring"], arguments.ToSeq()) { Span = SpanFrom(start) };
    }

    private FunctionCall? ParseTrim(int start)
    {
        var function = "trim";
        var hasSide = Current.Key is "BOTH" or "LEADING" or "TRAILING" && Peek().Key is not (")" or "," or ".");
        if (hasSide) function = Take().Key switch { "LEADING" => "ltrim", "TRAILING" => "rtrim", _ => "trim" };
        if (At(")")) return null;
        var characters = At("FROM") ? null : ParseValue();
        if (!Accept("FROM")) return hasSide ? throw SyntaxError() : null;
        var text = ParseValue();
        Expect(")");
        return new FunctionCall([function], characters is null ? [text] : [characters, text]) { Span = SpanFrom(start) };
    }

    private FunctionCall? ParseOverlay(int start)
    {
        if (At(")")) return null;
        var input = ParseValue();
        if (!Accept("PLACING")) return null;
        var arguments = new List<Expression> { input, ParseValue() };
        Expect("FROM");
        arguments.Add(ParseValue());
        if (Accept("FOR")) arguments.Add(ParseValue());
        Expect(")");
        return new FunctionCall(["overlay"], arguments.ToSeq()) { Span = SpanFrom(start) };
    }
}
