using System.Globalization;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// FROM: tables, functions, derived tables, inline tables, joins, samples and their aliases.
internal sealed partial class Parser
{
    private Relation ParseFromClause()
    {
        Expect("FROM");
        var start = position;
        var left = At("LATERAL") && Peek().Key != "VIEW" ? new OneRow() : ParseRelation();
        if (left is OneRow) left = ParseLateralRelation(left, start);
        while (Accept(","))
        {
            left = At("LATERAL") && Peek().Key != "VIEW"
                ? ParseLateralRelation(left, start)
                : new Join(left, ParseRelation(), JoinKind.Inner, null, [], Natural: false, Lateral: false) { Span = SpanFrom(start) };
        }
        while (At("LATERAL", "VIEW")) left = ParseLateralView(left, start);
        while (AtPivot()) left = ParsePivot(left, start);
        return left;
    }

    private Relation ParseLateralRelation(Relation left, int start)
    {
        Expect("LATERAL");
        var right = ParseRelationPrimary();
        Relation relation = new Join(left, right, JoinKind.Inner, null, [], Natural: false, Lateral: true) { Span = SpanFrom(start) };
        return ParseExtensions(relation, start);
    }

    private Relation ParseRelation()
    {
        EnterLevel();
        var start = position;
        return ParseExtensions(ParseRelationPrimary(), start);
    }

    private Relation ParseExtensions(Relation relation, int start)
    {
        while (true)
        {
            if (AtPivot()) relation = ParsePivot(relation, start);
            else if (ParseJoinKind() is var (kind, natural)) relation = ParseJoin(relation, kind, natural, start);
            else return relation;
        }
    }

    /// <summary>The words in front of JOIN, and JOIN; null where no join follows.</summary>
    private (JoinKind Kind, bool Natural)? ParseJoinKind()
    {
        var start = position;
        var natural = Accept("NATURAL");
        var kind = Current.Key switch
        {
            "CROSS" => JoinKind.Cross,
            "LEFT" when Peek().Key == "SEMI" => JoinKind.LeftSemi,
            "LEFT" when Peek().Key == "ANTI" => JoinKind.LeftAnti,
            "SEMI" => JoinKind.LeftSemi,
            "ANTI" => JoinKind.LeftAnti,
            "LEFT" => JoinKind.LeftOuter,
            "RIGHT" => JoinKind.RightOuter,
            "FULL" => JoinKind.FullOuter,
            _ => JoinKind.Inner,
        };
        if (Current.Key is "LEFT" or "RIGHT" or "FULL")
        {
            position++;
            if (AtAny("OUTER", "SEMI") || At("ANTI")) position++;
        }
        else if (Current.Key is "CROSS" or "INNER" or "SEMI" or "ANTI") position++;
        if (Accept("JOIN")) return (kind, natural);
        if (position > start) throw SyntaxError();
        return null;
    }

    private Join ParseJoin(Relation left, JoinKind kind, bool natural, int start)
    {
        var lateral = Accept("LATERAL");
        var right = ParseRelationPrimary();
        if (natural && kind == JoinKind.Cross) throw new SparkException("INCOMPATIBLE_JOIN_TYPES", "The join types \"NATURAL\" and \"CROSS\" are incompatible.", SpanFrom(start));
        Expression? condition = null;
        Seq<string> columns = [];
        if (!natural && Accept("ON")) condition = ParseExpression();
        else if (!natural && At("USING", "("))
        {
            position++;
            columns = InParentheses(ParseName);
            if (lateral) throw new SparkException("UNSUPPORTED_FEATURE.LATERAL_JOIN_USING", "The feature is not supported: JOIN USING with LATERAL correlation.", SpanFrom(start));
        }
        return new Join(left, right, kind, condition, columns, natural, lateral) { Span = SpanFrom(start) };
    }

    private Relation ParseRelationPrimary()
    {
        var start = position;
        if (At("VALUES") && BeginsOperand(Peek())) return ParseInlineTable();
        if (At("("))
        {
            Relation inner;
            if (IsQueryAt(position) && !IsJoinOfValues()) inner = ParseQueryInParentheses();
            else
            {
                Expect("(");
                inner = ParseRelation();
                Expect(")");
            }
            return ParseAlias(ParseSample(inner, start), start);
        }
        if (!Current.IsName) throw SyntaxError();
        if (At("STREAM") && Peek().IsName && tokens[position + 2].Key is not "(") throw Unsupported("STREAM", start);
        if (!At("IDENTIFIER") && IsCall()) return ParseAlias(new TableFunction(ParseCall()) { Span = SpanFrom(start) }, start);
        Relation table = new Table(ParseReference()) { Span = SpanFrom(start) };
        if (IsTimeTravel()) throw Unsupported("Time travel (VERSION AS OF, TIMESTAMP AS OF)", start);
        return ParseAlias(ParseSample(table, start), start);
    }

    /// <summary>Whether the parentheses here hold inline tables that are joined, rather than one that is a query.</summary>
    private bool IsJoinOfValues()
    {
        if (Peek().Key != "VALUES") return false;
        for (var i = position + 2; i < closing[position]; i++)
        {
            if (closing[i] >= 0) i = closing[i];
            else if (tokens[i].Key == "JOIN") return true;
            else if (tokens[i].Key is "UNION" or "EXCEPT" or "INTERSECT" or "MINUS" or "|>") return false;
        }
        return false;
    }

    private bool IsTimeTravel()
    {
        var i = At("FOR") ? position + 1 : position;
        return tokens[i].Key is "VERSION" or "SYSTEM_VERSION" or "TIMESTAMP" or "SYSTEM_TIME" && tokens[i + 1].Key == "AS" && tokens[i + 2].Key == "OF";
    }

    private Relation ParseAlias(Relation relation, int start)
    {
        if (!(At("AS") && Peek().IsName && Accept("AS")))
        {
            if (!Current.IsName) return relation;
            if (Current.Kind == TokenKind.Word && (Keywords.NoTableAlias.Contains(Current.Key) || !IsBareTableAlias())) return relation;
        }
        if (Current.Kind == TokenKind.Word && Keywords.NoTableAlias.Contains(Current.Key)) throw SyntaxError();
        var alias = ParseIdentifier();
        Seq<string> columns = At("(") ? InParentheses(ParseName) : [];
        return new SubqueryAlias(relation, alias, columns) { Span = SpanFrom(start) };
    }

    /// <summary>A word that begins a clause is an alias only where no clause can follow.</summary>
    private bool IsBareTableAlias()
    {
        if (!Keywords.Continue.Contains(Current.Key) && !IsTimeTravel()) return true;
        var next = Peek();
        return Current.Key switch
        {
            "SELECT" or "INSERT" or "SET" or "WITH" => !BeginsOperand(next),
            "WINDOW" => !IsWindowClause(position),
            "ROWS" or "RANGE" or "PERCENT" or "PRECEDING" or "FOLLOWING" or "IGNORE" or "RESPECT" or "PARTITION" or "GROUPING" or "ESCAPE" or "VALUES" => true,
            _ => next.Kind == TokenKind.End || next.Key is "," or ")" or ";",
        };
    }

    private Relation ParseSample(Relation child, int start)
    {
        if (!At("TABLESAMPLE", "(")) return child;
        position += 2;
        if (At(")")) throw new SparkException("_LEGACY_ERROR_TEMP_0014", "TABLESAMPLE does not accept empty inputs.", SpanFrom(start));
        double? percent = null;
        Expression? rows = null;
        if (Current.Key == "BUCKET")
        {
            position++;
            var part = double.Parse(Take().Text, CultureInfo.InvariantCulture);
            Expect("OUT");
            Expect("OF");
            percent = 100 * part / double.Parse(Take().Text, CultureInfo.InvariantCulture);
            if (At("ON")) throw Unsupported("TABLESAMPLE (BUCKET … ON …)", start);
        }
        else
        {
            var value = ParseExpression();
            if (Accept("PERCENT") && value is Literal { Value: var number and (int or long or Types.DecimalValue) })
                percent = Convert.ToDouble(number is Types.DecimalValue d ? d.ToDouble() : number, CultureInfo.InvariantCulture);
            else if (Accept("ROWS")) rows = value;
            else if (At(")"))
            {
                var bytes = value is Name { Parts: [var size] } && size.EndsWith("b", StringComparison.OrdinalIgnoreCase);
                throw new SparkException(bytes ? "_LEGACY_ERROR_TEMP_0015" : "_LEGACY_ERROR_TEMP_0016",
                    "TABLESAMPLE takes a number of ROWS or PERCENT, or BUCKET x OUT OF y; not a size in bytes.", SpanFrom(start));
            }
            else throw SyntaxError();
        }
        Expect(")");
        long? seed = null;
        if (Accept("REPEATABLE", "("))
        {
            if (Current.Kind != TokenKind.Integer) throw SyntaxError();
            seed = long.Parse(Take().Text, CultureInfo.InvariantCulture);
            Expect(")");
        }
        if (percent is < 0 or > 100) throw new SparkException("_LEGACY_ERROR_TEMP_0064", "The fraction of a sample must be between 0 and 100 percent.", SpanFrom(start));
        // A sample of rows is LIMIT in Spark too.
        return rows is null ? new Sample(child, percent, null, seed) { Span = SpanFrom(start) } : new Limit(child, rows) { Span = SpanFrom(start) };
    }

    private Relation ParseInlineTable()
    {
        var start = position;
        Expect("VALUES");
        var rows = ListOf(() => ParseExpression() switch
        {
            RowConstructor row => row.Items,
            FunctionCall { Name: [var name], Over: null } call when name.Equals("struct", StringComparison.OrdinalIgnoreCase) => call.Arguments,
            var single => [single],
        });
        return ParseAlias(new InlineTable(rows.ToSeq()) { Span = SpanFrom(start) }, start);
    }

    private LateralView ParseLateralView(Relation child, int start)
    {
        position += 2;
        var outer = At("OUTER") && Peek().Key != "(" && Accept("OUTER");
        var here = position;
        if (!Current.IsName) throw SyntaxError();
        var name = new List<string> { ParseIdentifier() };
        while (Accept(".")) name.Add(ParseIdentifier());
        Expect("(");
        Seq<Expression> arguments = At(")") ? [] : ListOf(ParseExpression).ToSeq();
        Expect(")");
        var call = new FunctionCall(name.ToSeq(), arguments) { Span = SpanFrom(here) };
        var alias = ParseIdentifier();
        Seq<string> columns = [];
        if (Accept("AS") || Current.IsName && IsBareTableAlias() && !Keywords.NoTableAlias.Contains(Current.Key)) columns = ListOf(ParseIdentifier).ToSeq();
        return new LateralView(child, call, outer, alias, columns) { Span = SpanFrom(start) };
    }
}
