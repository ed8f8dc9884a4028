using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// Operands: names, parentheses, CASE, CAST, lambdas, and what follows them ([i], .f, ::t, COLLATE).
internal sealed partial class Parser
{
    private Expression ParsePrimary()
    {
        EnterLevel();
        var start = position;
        var operand = ParseOperand();
        while (true)
        {
            if (Accept("["))
            {
                var index = ParseValue();
                Expect("]");
                operand = new Subscript(operand, index) { Span = SpanFrom(start) };
            }
            else if (At(".") && Peek().IsName)
            {
                position++;
                var field = ParseIdentifier();
                // As in Spark (a).b is a.b: parentheses around a name mean nothing.
                operand = operand is Name name ? new Name([.. name.Parts, field]) { Span = SpanFrom(start) } : new FieldAccess(operand, field) { Span = SpanFrom(start) };
            }
            else if (At(".", "*") && operand is Name qualifier)
            {
                position += 2;
                operand = ParseStar(qualifier.Parts, start);
            }
            else if (Accept("::"))
            {
                operand = new Cast(operand, ParseDataType(), Try: false) { Span = SpanFrom(start) };
            }
            else if (At("COLLATE") && Peek().IsName)
            {
                position++;
                var collation = string.Join(".", ParseMultipartName());
                operand = new FunctionCall(["collate"], [operand, StringLiteral(collation)]) { Span = SpanFrom(start) };
            }
            else if (At(":") && Peek().IsName)
            {
                position += 2;
                throw Unsupported("The path of a variant value (a:b)", start);
            }
            else return operand;
        }
    }

    private Expression ParseOperand()
    {
        var start = position;
        switch (Current.Kind)
        {
            case TokenKind.String: return ParseStringLiteral();
            case TokenKind.Word or TokenKind.QuotedName: return ParseWord();
            case TokenKind.Symbol: break;
            case TokenKind.End or TokenKind.Unknown: throw SyntaxError();
            default: return ParseNumber();
        }
        switch (Current.Key)
        {
            case "(": return ParseParentheses();
            case "-" when Peek().IsNumber: return ParseNumber();
            case "*":
                position++;
                return ParseStar([], start);
            case "?":
                position++;
                return new Parameter(parameterCount++.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Span = SpanFrom(start) };
            case ":" when Peek().IsName:
                position++;
                return new Parameter(ParseIdentifier()) { Span = SpanFrom(start) };
            default: throw SyntaxError();
        }
    }

    private int parameterCount;

    private Star ParseStar(Seq<string> qualifier, int start)
    {
        Seq<Name> except = [];
        if (At("EXCEPT", "(") && !IsQueryAt(position + 1))
        {
            position++;
            except = InParentheses(ParseColumnName);
        }
        return new Star(qualifier, except) { Span = SpanFrom(start) };
    }

    private Name ParseColumnName()
    {
        var start = position;
        return new Name(ParseMultipartName()) { Span = SpanFrom(start) };
    }

    private Expression ParseParentheses()
    {
        var start = position;
        if (IsLambda()) return ParseLambda();
        if (IsQueryAt(position)) return new ScalarSubquery(ParseQueryInParentheses()) { Span = SpanFrom(start) };
        Expect("(");
        var first = ParseNamedExpression();
        if (At(","))
        {
            var items = new List<Expression> { first };
            while (Accept(",")) items.Add(ParseNamedExpression());
            Expect(")");
            return new RowConstructor(items.ToSeq()) { Span = SpanFrom(start) };
        }
        if (first is Alias) throw SyntaxError();
        Expect(")");
        return first;
    }

    private bool IsLambda()
    {
        if (closing[position] < 0 || tokens[closing[position] + 1].Key != "->") return false;
        for (var i = position + 1; i < closing[position]; i++)
        {
            if ((i - position) % 2 == 1 ? !tokens[i].IsName : tokens[i].Key != ",") return false;
        }
        return closing[position] > position + 2;
    }

    private Lambda ParseLambda()
    {
        var start = position;
        var parameters = At("(") ? InParentheses(ParseIdentifier) : [ParseIdentifier()];
        Expect("->");
        return new Lambda(parameters, ParseExpression()) { Span = SpanFrom(start) };
    }

    /// <summary>A word that begins an operand: a special form where its syntax goes on as such, else a call or a name.</summary>
    private Expression ParseWord()
    {
        var start = position;
        var next = Peek();
        if (next.Key == "->") return ParseLambda();
        if (Current.Kind == TokenKind.Word)
        {
            switch (Current.Key)
            {
                case "NULL":
                    position++;
                    return new Literal(null, Types.DataType.Null) { Span = SpanFrom(start) };
                case "TRUE" or "FALSE":
                    return new Literal(Take().Key == "TRUE", Types.DataType.Boolean) { Span = SpanFrom(start) };
                case "CASE" when BeginsOperand(next) && next.Key != "END": return ParseCase();
                case "CAST" or "TRY_CAST" when next.Key == "(": return ParseCast();
                case "INTERVAL" when IsInterval(): return ParseInterval();
                case "IDENTIFIER" when next.Key == "(" && Peek(2).Kind == TokenKind.String && Peek(3).Key == ")": return ParseNameInText();
            }
            if (next.Kind == TokenKind.String) return ParseTypedLiteral();
            if (next.Key == "(" && ParseSpecialCall() is { } call) return call;
        }
        if (IsCall()) return ParseCall();
        return new Name([ParseIdentifier()]) { Span = SpanFrom(start) };
    }

    /// <summary><c>IDENTIFIER('a.b')</c> is the name a.b, of a function where arguments follow.</summary>
    private Expression ParseNameInText()
    {
        var start = position;
        var name = SqlParser.ParseName(Peek(2).Text);
        position += 4;
        return At("(") ? ParseCall(name, start) : new Name(name) { Span = SpanFrom(start) };
    }

    private Case ParseCase()
    {
        var start = position;
        Expect("CASE");
        var operand = At("WHEN") ? null : ParseExpression();
        var branches = new List<WhenBranch>();
        do
        {
            Expect("WHEN");
            var when = ParseExpression();
            Expect("THEN");
            branches.Add(new WhenBranch(when, ParseExpression()));
        }
        while (At("WHEN"));
        var otherwise = Accept("ELSE") ? ParseExpression() : null;
        Expect("END");
        return new Case(operand, branches.ToSeq(), otherwise) { Span = SpanFrom(start) };
    }

    private Cast ParseCast()
    {
        var start = position;
        var isTry = Take().Key == "TRY_CAST";
        Expect("(");
        var operand = ParseExpression();
        Expect("AS");
        var type = ParseDataType();
        Expect(")");
        return new Cast(operand, type, isTry) { Span = SpanFrom(start) };
    }
}
