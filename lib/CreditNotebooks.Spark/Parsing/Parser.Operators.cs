using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// Operators, from the loosest to the tightest: OR, AND, NOT, one predicate, comparisons, |, ^, &, shifts, + - ||, * / % DIV, signs.
internal sealed partial class Parser
{
    private static readonly Dictionary<string, (int Level, BinaryOperator Operator)> BinaryOperators = new()
    {
        ["="] = (0, BinaryOperator.Equal),
        ["=="] = (0, BinaryOperator.Equal),
        ["<=>"] = (0, BinaryOperator.NullSafeEqual),
        ["<>"] = (0, BinaryOperator.NotEqual),
        ["!="] = (0, BinaryOperator.NotEqual),
        ["<"] = (0, BinaryOperator.Less),
        ["<="] = (0, BinaryOperator.LessOrEqual),
        ["!>"] = (0, BinaryOperator.LessOrEqual),
        [">"] = (0, BinaryOperator.Greater),
        [">="] = (0, BinaryOperator.GreaterOrEqual),
        ["!<"] = (0, BinaryOperator.GreaterOrEqual),
        ["|"] = (1, BinaryOperator.BitOr),
        ["^"] = (2, BinaryOperator.BitXor),
        ["&"] = (3, BinaryOperator.BitAnd),
        ["<<"] = (4, BinaryOperator.ShiftLeft),
        [">>"] = (4, BinaryOperator.ShiftRight),
        [">>>"] = (4, BinaryOperator.ShiftRightUnsigned),
        ["+"] = (5, BinaryOperator.Add),
        ["-"] = (5, BinaryOperator.Subtract),
        ["||"] = (5, BinaryOperator.Concatenate),
        ["*"] = (6, BinaryOperator.Multiply),
        ["/"] = (6, BinaryOperator.Divide),
        ["%"] = (6, BinaryOperator.Modulo),
        ["DIV"] = (6, BinaryOperator.IntegralDivide),
    };

    /// <summary>An expression with an alias, if it has one: <c>e</c>, <c>e AS a</c>, <c>e a</c>, <c>e AS (a, b)</c>.</summary>
    public Expression ParseNamedExpression()
    {
        var start = position;
        var expression = ParseExpression();
        if (At("AS") && (Peek().IsName || Peek().Key == "(") && Accept("AS")) return new Alias(expression, At("(") ? InParentheses(ParseName) : [ParseName()]) { Span = SpanFrom(start) };
        if (AtBareAlias()) return new Alias(expression, [ParseName()]) { Span = SpanFrom(start) };
        if (At("(") && Peek().IsName && Peek(2).Key is "," or ")") return new Alias(expression, InParentheses(ParseName)) { Span = SpanFrom(start) };
        return expression;
    }

    /// <summary>A word that goes on elsewhere in the grammar is an alias only where the text ends or a list goes on behind it.</summary>
    private bool AtBareAlias()
    {
        if (!Current.IsName) return false;
        if (Current.Kind == TokenKind.QuotedName || !Keywords.Continue.Contains(Current.Key)) return true;
        var next = Peek();
        return next.Kind == TokenKind.End || next.Key is "," or ")" or ";" || next.Key is "FROM" or "WHERE" && Peek(2).IsName && !At("FROM");
    }

    public Expression ParseExpression()
    {
        EnterLevel();
        var start = position;
        var left = ParseAnd();
        while (Accept("OR")) left = Combine(BinaryOperator.Or, left, ParseAnd(), start);
        return left;
    }

    private Expression ParseAnd()
    {
        var start = position;
        var left = ParseNot();
        while (Accept("AND")) left = Combine(BinaryOperator.And, left, ParseNot(), start);
        return left;
    }

    private Expression ParseNot()
    {
        var start = position;
        if (At("!") || At("NOT") && BeginsOperand(Peek()))
        {
            EnterLevel();
            position++;
            return new Unary(UnaryOperator.Not, ParseNot()) { Span = SpanFrom(start) };
        }
        if (At("EXISTS", "(") && IsQueryAt(position + 1))
        {
            position++;
            return new Exists(ParseQueryInParentheses()) { Span = SpanFrom(start) };
        }
        return ParsePredicate(ParseValue(), start);
    }

    /// <summary>Whether a token may begin an operand; a word such as NOT in front of it is then an operator, else a name.</summary>
    private static bool BeginsOperand(Token token) =>
        token.Kind is not (TokenKind.Symbol or TokenKind.End or TokenKind.Unknown) && !(token.Key is "FROM" or "AS" or "IN" or "LIKE" or "RLIKE" or "IS" or "BETWEEN" or "AND" or "OR")
        || token.Key is "(" or "-" or "+" or "~" or "!" or "?" or ":" or "*";

    private Expression ParseValue() => ParseBinary(0);

    /// <summary>Operators of the given level and tighter ones. Chains loop, so that a sum of thousands of terms needs no stack.</summary>
    private Expression ParseBinary(int level)
    {
        var start = position;
        var left = ParseSigned();
        while (BinaryOperators.TryGetValue(Current.Key, out var found) && found.Level >= level && !(At("DIV") && !BeginsOperand(Peek())))
        {
            position++;
            left = Combine(found.Operator, left, ParseBinary(found.Level + 1), start);
        }
        return left;
    }

    private Binary Combine(BinaryOperator @operator, Expression left, Expression right, int start) => new(@operator, left, right) { Span = SpanFrom(start) };

    private Expression ParseSigned()
    {
        var start = position;
        UnaryOperator? sign = Current.Key switch
        {
            "-" when !Peek().IsNumber => UnaryOperator.Minus,
            "+" => UnaryOperator.Plus,
            "~" => UnaryOperator.BitNot,
            _ => null,
        };
        if (sign is null) return ParsePrimary();
        EnterLevel();
        position++;
        return new Unary(sign.Value, ParseSigned()) { Span = SpanFrom(start) };
    }

    private Expression ParsePredicate(Expression operand, int start)
    {
        if (At("IS")) return ParseIs(operand, start);
        var negated = AtAny("NOT", "!") && Peek().Key is "BETWEEN" or "IN" or "LIKE" or "ILIKE" or "RLIKE" or "REGEXP";
        if (negated && At("!")) throw BangEqualsNot();
        switch (negated ? Peek().Key : Current.Key)
        {
            case "BETWEEN" when negated || BeginsOperand(Peek()):
                position += negated ? 2 : 1;
                var low = ParseValue();
                Expect("AND");
                return new Between(operand, low, ParseValue(), negated) { Span = SpanFrom(start) };
            case "IN" when negated || Peek().Key == "(":
                position += negated ? 2 : 1;
                return ParseIn(operand, negated, start);
            case "LIKE" or "ILIKE" or "RLIKE" or "REGEXP" when negated || BeginsOperand(Peek()):
                position += negated ? 1 : 0;
                return ParseLike(operand, negated, start);
            default:
                return operand;
        }
    }

    private SparkException BangEqualsNot() =>
        new("SYNTAX_DISCONTINUED.BANG_EQUALS_NOT", "The '!' keyword is only supported as an alias for the prefix operator 'NOT'. Use the 'NOT' keyword instead for infix clauses such as NOT LIKE, NOT IN, NOT BETWEEN.", Current.Span);

    private Expression ParseIs(Expression operand, int start)
    {
        Expect("IS");
        if (At("!")) throw BangEqualsNot();
        var negated = Accept("NOT");
        switch (Take().Key)
        {
            case "NULL": return new IsNull(operand, negated) { Span = SpanFrom(start) };
            case "TRUE": return new IsTruth(operand, true, negated) { Span = SpanFrom(start) };
            case "FALSE": return new IsTruth(operand, false, negated) { Span = SpanFrom(start) };
            case "UNKNOWN": return new IsTruth(operand, null, negated) { Span = SpanFrom(start) };
            case "DISTINCT":
                Expect("FROM");
                return new IsDistinctFrom(operand, ParseValue(), negated) { Span = SpanFrom(start) };
            default:
                if (position > 0 && Current.Kind != TokenKind.End) position--;
                throw SyntaxError();
        }
    }

    private Expression ParseIn(Expression operand, bool negated, int start)
    {
        if (IsQueryAt(position) && !IsQueryInMoreParentheses(position))
        {
            var query = ParseQueryInParentheses();
            var operands = operand is RowConstructor row ? row.Items : [operand];
            return new InSubquery(operands, query, negated) { Span = SpanFrom(start) };
        }
        return new In(operand, InParentheses(ParseExpression), negated) { Span = SpanFrom(start) };
    }

    private Expression ParseLike(Expression operand, bool negated, int start)
    {
        var kind = Take().Key switch { "LIKE" => LikeKind.Like, "ILIKE" => LikeKind.ILike, _ => LikeKind.RLike };
        if (kind != LikeKind.RLike && Current.Key is "ANY" or "SOME" or "ALL" && Peek().Key == "(")
        {
            var quantifier = Take().Key == "ALL" ? LikeQuantifier.All : LikeQuantifier.Any;
            if (At("(", ")")) throw new SparkException("_LEGACY_ERROR_TEMP_0064", "Expected something between '(' and ')'.", Current.Span);
            return new Like(kind, quantifier, operand, InParentheses(ParseExpression), null, negated) { Span = SpanFrom(start) };
        }
        var pattern = ParseValue();
        char? escape = null;
        if (kind != LikeKind.RLike && At("ESCAPE"))
        {
            position++;
            var text = ExpectString();
            if (text.Length != 1)
                throw new SparkException("INVALID_ESC", $"The escape character of LIKE should be a string literal of length one, but got \"{text}\".", tokens[position - 1].Span);
            escape = text[0];
        }
        return new Like(kind, LikeQuantifier.One, operand, [pattern], escape, negated) { Span = SpanFrom(start) };
    }
}
