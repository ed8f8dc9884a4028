using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// Queries: WITH, set operations, SELECT, and what comes behind them (ORDER BY … OFFSET).
internal sealed partial class Parser
{
    public Relation ParseQuery()
    {
        EnterLevel();
        var start = position;
        var outer = windows;
        try
        {
            if (!(At("WITH") && Peek().IsName)) return ParseOrganization(ParseQueryTerm(), start);
            var (tables, recursive) = ParseCommonTables();
            var child = ParseOrganization(ParseQueryTerm(), start);
            return new With(tables, child, recursive) { Span = SpanFrom(start) };
        }
        finally
        {
            windows = outer;
        }
    }

    private (Seq<CommonTable> Tables, bool Recursive) ParseCommonTables()
    {
        Expect("WITH");
        var recursive = At("RECURSIVE") && Peek().IsName && Peek().Key != "AS";
        if (recursive) position++;
        var tables = ListOf(() =>
        {
            var name = ParseName();
            Seq<string> columns = At("(") && !IsQueryAt(position) ? InParentheses(ParseName) : [];
            if (Accept("MAX", "RECURSION")) throw Unsupported("MAX RECURSION LEVEL", position - 2);
            Accept("AS");
            return new CommonTable(name, columns, ParseQueryInParentheses());
        });
        var twice = tables.GroupBy(table => table.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new SparkException("DUPLICATED_CTE_NAMES", $"CTE definition can't have duplicate names: `{twice.Key}`.", tokens[position - 1].Span);
        return (tables.ToSeq(), recursive);
    }

    private Relation ParseQueryInParentheses()
    {
        Expect("(");
        var query = ParseQuery();
        Expect(")");
        return query;
    }

    /// <summary>Queries joined by set operators (INTERSECT binds tighter) and pipes.</summary>
    private Relation ParseQueryTerm()
    {
        var start = position;
        var left = ParseIntersections();
        while (true)
        {
            if (Current.Key is "UNION" or "EXCEPT" or "MINUS")
            {
                var kind = Take().Key == "UNION" ? SetKind.Union : SetKind.Except;
                left = new SetOperation(kind, ParseSetQuantifier(), ByName: false, left, ParseIntersections()) { Span = SpanFrom(start) };
            }
            else if (Accept("|>")) left = ParsePipe(left, start);
            else return left;
        }
    }

    private Relation ParseIntersections()
    {
        var start = position;
        var left = ParseQueryPrimary();
        while (Accept("INTERSECT")) left = new SetOperation(SetKind.Intersect, ParseSetQuantifier(), ByName: false, left, ParseQueryPrimary()) { Span = SpanFrom(start) };
        return left;
    }

    private bool ParseSetQuantifier()
    {
        if (Accept("ALL")) return true;
        Accept("DISTINCT");
        return false;
    }

    private Relation ParseQueryPrimary()
    {
        EnterLevel();
        var start = position;
        switch (Current.Key)
        {
            case "SELECT":
                if (Peek().Key == "TRANSFORM" && Peek(2).Key == "(" && IsScript(position + 2)) throw Unsupported("SELECT TRANSFORM", start);
                return ParseSelect(null);
            case "FROM": return ParseFromFirst();
            case "VALUES": return ParseInlineTable();
            case "TABLE":
                position++;
                return new Table(ParseReference()) { Span = SpanFrom(start) };
            case "(": return ParseQueryInParentheses();
            case "MAP" or "REDUCE" when BeginsOperand(Peek()): throw Unsupported(Current.Key + " … USING", start);
            default: throw SyntaxError();
        }
    }

    /// <summary>Whether TRANSFORM (…) is Spark's call of a script rather than of the function.</summary>
    private bool IsScript(int open) => closing[open] >= 0 && tokens[closing[open] + 1].Key is "USING" or "ROW" or "RECORDWRITER";

    /// <summary><c>FROM t SELECT …</c>, or FROM t alone.</summary>
    private Relation ParseFromFirst()
    {
        var start = position;
        var child = ParseFromClause();
        if (At("INSERT")) throw Unsupported("INSERT", position);
        if (!At("SELECT")) return child;
        var query = ParseOrganization(ParseSelect(child), start);
        if (At("SELECT")) throw Unsupported("FROM with several SELECTs", position);
        return query;
    }

    /// <summary>SELECT … WINDOW; <paramref name="from"/> is given where FROM came first.</summary>
    private Relation ParseSelect(Relation? from, bool piped = false)
    {
        var start = position;
        ReadWindowsAhead();
        Expect("SELECT");
        SkipHints();
        var distinct = At("DISTINCT") && BeginsOperand(Peek());
        if (distinct || At("ALL") && BeginsOperand(Peek()) && Peek().Key is not ("*" or "+" or "-" or "(")) position++;
        else if (At("ALL", "*") && tokens[position + 2].Key is "FROM" or "," or ")" or ";" or "") position++;
        var list = ListOf(ParseNamedExpression).ToSeq();
        // In SELECT a, FROM t the grammar takes FROM for a column.
        var last = list[^1] is Alias alias ? alias.Operand : list[^1];
        if (from is null && list.Count > 1 && !At("(") && Peek().Key != "(" && last is Name { Parts: [var word] } && word.Equals("FROM", StringComparison.OrdinalIgnoreCase) && sql[last.Span.Start] != '`')
            throw new SparkException("TRAILING_COMMA_IN_SELECT", "Trailing comma detected in SELECT clause. Remove the trailing comma before the FROM clause.", list[^1].Span);
        var child = from ?? (At("FROM") ? ParseFromClause() : new OneRow { Span = tokens[start].Span });
        while (At("LATERAL", "VIEW")) child = ParseLateralView(child, start);
        if (Accept("WHERE")) child = new Filter(child, ParseExpression()) { Span = SpanFrom(start) };
        var grouping = At("GROUP", "BY") ? ParseGrouping() : null;
        var having = Accept("HAVING") ? ParseExpression() : null;
        if (IsWindowClause(position)) ParseWindowClause();
        Relation query = grouping is not null || having is not null
            ? new Aggregate(child, grouping ?? new Grouping([]), list, having) { Span = SpanFrom(start) }
            : list is [Star { Qualifier.Count: 0, Except.Count: 0 }] && child is not OneRow ? child 
            : new Project(child, list) { Piped = piped, Span = SpanFrom(start) };
        return distinct ? new Distinct(query) { Span = SpanFrom(start) } : query;
    }

    /// <summary>Hints steer how Spark runs a query, never its answer.</summary>
    private void SkipHints()
    {
        while (Accept("/*+"))
        {
            do
            {
                ParseIdentifier();
                if (At("(")) InParentheses(ParsePrimary);
                Accept(",");
            }
            while (!Accept("*/"));
        }
    }

    private Relation ParseOrganization(Relation query, int start)
    {
        var ordered = Accept("ORDER", "BY");
        if (ordered) query = new Sort(query, ListOf(ParseSortItem).ToSeq()) { Span = SpanFrom(start) };
        var clustered = Accept("CLUSTER", "BY");
        if (clustered) query = new Sort(query, ListOf(() => new SortOrder(ParseExpression(), false, null)).ToSeq(), Global: false) { Span = SpanFrom(start) };
        // How rows are spread over machines has no effect on the answer.
        var distributed = Accept("DISTRIBUTE", "BY");
        if (distributed) ListOf(ParseExpression);
        var sorted = Accept("SORT", "BY");
        if (sorted) query = new Sort(query, ListOf(ParseSortItem).ToSeq(), Global: false) { Span = SpanFrom(start) };
        if (ordered && (clustered || distributed || sorted) || clustered && (distributed || sorted))
            throw new SparkException("UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES", "Combination of ORDER BY/SORT BY/DISTRIBUTE BY/CLUSTER BY is not supported; keep one of them.", SpanFrom(start));
        if (IsWindowClause(position)) ParseWindowClause();
        Expression? limit = null;
        if (Accept("LIMIT") && !(At("ALL") && Accept("ALL"))) limit = ParseExpression();
        if (Accept("OFFSET")) query = new Offset(query, ParseExpression()) { Span = SpanFrom(start) };
        return limit is null ? query : new Limit(query, limit) { Span = SpanFrom(start) };
    }

    /// <summary>Whether the parentheses at <paramref name="open"/> hold a query rather than an expression or a relation.</summary>
    private bool IsQueryAt(int open)
    {
        if (tokens[open].Key != "(") return false;
        var inner = open;
        while (tokens[inner + 1].Key == "(") inner++;
        if (!BeginsQuery(inner + 1)) return false;
        // ((SELECT …) + 1) holds an expression, ((SELECT …) UNION …) a query.
        for (; inner > open; inner--)
        {
            var close = closing[inner];
            if (close < 0) return true;
            var next = tokens[close + 1].Key;
            if (Keywords.ContinueQuery.Contains(next))
            {
                if (closing[inner - 1] < 0 || inner - 1 == open) return true;
                inner--;
                if (inner == open) return true;
                inner++;
                continue;
            }
            if (next != ")") return false;
        }
        return true;
    }

    private bool BeginsQuery(int i)
    {
        var next = tokens[Math.Min(i + 1, tokens.Count - 1)];
        return tokens[i].Key switch
        {
            "SELECT" => BeginsOperand(next) || next.Key == "/*+",
            "WITH" or "FROM" => next.IsName || tokens[i].Key == "FROM" && next.Key == "(",
            "TABLE" => next.IsName,
            "VALUES" => BeginsOperand(next) && next.Key is not ("+" or "-" or "*"),
            _ => false,
        };
    }

    /// <summary>Whether the parentheses hold nothing but a query in parentheses.</summary>
    private bool IsQueryInMoreParentheses(int open) => tokens[open + 1].Key == "(" && closing[open + 1] + 1 == closing[open];
}
