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
        return ParseCall(name.ToSeq(), start);
    }

    private FunctionCall ParseCall(Seq<string> name, int start)
    {
        var (arguments, distinct, ignoreNulls) = ParseArguments(name);
        var call = new FunctionCall(name, arguments) { Distinct = distinct, IgnoreNulls = ignoreNulls, Span = SpanFrom(start) };
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

    private (Seq<Expression> Arguments, bool Distinct, bool? IgnoreNulls) ParseArguments(Seq<string> name)
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
        switch (Current.Key)
        {
            case "TIMESTAMPADD" or "DATEADD" or "DATE_ADD" when IsUnitArgument(): return ParseUnitCall("timestampadd");
            case "TIMESTAMPDIFF" or "DATEDIFF" or "DATE_DIFF" or "TIMEDIFF" when IsUnitArgument(): return ParseUnitCall("timestampdiff");
            case "EXTRACT" when Peek(2).IsName && Peek(3).Key == "FROM": return ParseExtract();
            case "POSITION" when HasWord("IN"): return ParsePosition();
            case "SUBSTRING" or "SUBSTR" when HasWord("FROM"): return ParseSubstring();
            case "TRIM" when HasWord("FROM"): return ParseTrim();
            case "OVERLAY" when HasWord("PLACING"): return ParseOverlay();
            default: return null;
        }
    }

    /// <summary>Whether the word stands between the arguments of the call here, where an ordinary call would have a comma.</summary>
    private bool HasWord(string word)
    {
        var found = false;
        for (var i = position + 2; i < closing[position + 1]; i++)
        {
            if (closing[i] >= 0) i = closing[i];
            // A comma makes it an ordinary call, but for SUBSTRING (a FROM b, c).
            else if (tokens[i].Key == ",") return found && word == "FROM" && !At("TRIM");
            else if (tokens[i].Key == word && tokens[i - 1].Key != "DISTINCT" && (i > position + 2 || At("TRIM") && tokens[i + 1].Kind != TokenKind.String)) found = true;
        }
        return found;
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

    private FunctionCall ParsePosition()
    {
        var start = position;
        position += 2;
        var substring = ParseValue();
        Expect("IN");
        var text = ParseValue();
        Expect(")");
        return new FunctionCall(["locate"], [substring, text]) { Span = SpanFrom(start) };
    }

    private FunctionCall ParseSubstring()
    {
        var start = position;
        position += 2;
        var text = ParseValue();
        Expect("FROM");
        var arguments = new List<Expression> { text, ParseValue() };
        if (Accept("FOR") || Accept(",")) arguments.Add(ParseValue());
        Expect(")");
        return new FunctionCall(["substring"], arguments.ToSeq()) { Span = SpanFrom(start) };
    }

    private FunctionCall ParseTrim()
    {
        var start = position;
        position += 2;
        var function = "trim";
        if (Current.Key is "BOTH" or "LEADING" or "TRAILING" && (Peek().Key == "FROM" || BeginsOperand(Peek()))) function = Take().Key switch { "LEADING" => "ltrim", "TRAILING" => "rtrim", _ => "trim" };
        var characters = At("FROM") ? null : ParseValue();
        Expect("FROM");
        var text = ParseValue();
        Expect(")");
        return new FunctionCall([function], characters is null ? [text] : [characters, text]) { Span = SpanFrom(start) };
    }

    private FunctionCall ParseOverlay()
    {
        var start = position;
        position += 2;
        var input = ParseValue();
        Expect("PLACING");
        var arguments = new List<Expression> { input, ParseValue() };
        Expect("FROM");
        arguments.Add(ParseValue());
        if (Accept("FOR")) arguments.Add(ParseValue());
        Expect(")");
        return new FunctionCall(["overlay"], arguments.ToSeq()) { Span = SpanFrom(start) };
    }
}
