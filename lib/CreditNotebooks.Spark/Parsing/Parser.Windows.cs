using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// Sort items, window specifications, and named windows, which are put in where they are used.
internal sealed partial class Parser
{
    private Dictionary<string, WindowSpecification> windows = new(StringComparer.OrdinalIgnoreCase);

    public SortOrder ParseSortItem()
    {
        var operand = ParseExpression();
        var descending = Accept("DESC");
        if (!descending) Accept("ASC");
        bool? nullsFirst = null;
        if (At("NULLS") && Peek().Key is "FIRST" or "LAST")
        {
            nullsFirst = Peek().Key == "FIRST";
            position += 2;
        }
        return new SortOrder(operand, descending, nullsFirst);
    }

    private WindowSpecification ParseWindow()
    {
        if (!At("(")) return NamedWindow(ParseName());
        Expect("(");
        if (Current.IsName && Peek().Key == ")")
        {
            var named = NamedWindow(ParseName());
            Expect(")");
            return named;
        }
        Seq<Expression> partition = [];
        Seq<SortOrder> order = [];
        if (Accept("CLUSTER", "BY")) partition = ListOf(ParseExpression).ToSeq();
        else
        {
            if (Accept("PARTITION", "BY") || Accept("DISTRIBUTE", "BY")) partition = ListOf(ParseExpression).ToSeq();
            if (Accept("ORDER", "BY") || Accept("SORT", "BY")) order = ListOf(ParseSortItem).ToSeq();
        }
        var frame = AtAny("ROWS", "RANGE") ? ParseFrame() : null;
        Expect(")");
        return new WindowSpecification(partition, order, frame);
    }

    private WindowFrame ParseFrame()
    {
        var unit = Take().Key == "ROWS" ? FrameUnit.Rows : FrameUnit.Range;
        if (!Accept("BETWEEN")) return new WindowFrame(unit, ParseBound(), new FrameBound(FrameBoundKind.CurrentRow));
        var start = ParseBound();
        Expect("AND");
        return new WindowFrame(unit, start, ParseBound());
    }

    private FrameBound ParseBound()
    {
        if (Accept("CURRENT", "ROW")) return new FrameBound(FrameBoundKind.CurrentRow);
        if (Accept("UNBOUNDED", "PRECEDING")) return new FrameBound(FrameBoundKind.UnboundedPreceding);
        if (Accept("UNBOUNDED", "FOLLOWING")) return new FrameBound(FrameBoundKind.UnboundedFollowing);
        var offset = ParseExpression();
        if (Accept("PRECEDING")) return new FrameBound(FrameBoundKind.Preceding, offset);
        Expect("FOLLOWING");
        return new FrameBound(FrameBoundKind.Following, offset);
    }

    private WindowSpecification NamedWindow(string name) => windows.TryGetValue(name, out var found)
        ? found
        : throw new SparkException("MISSING_WINDOW_SPECIFICATION", $"Window specification is not defined in the WINDOW clause for `{name}`. For more information about WINDOW clauses, please refer to the WINDOW clause's page of Spark's SQL reference.", tokens[position - 1].Span);

    /// <summary>Reads the WINDOW clause that belongs to the query whose SELECT stands here, before the calls that name its windows are read.</summary>
    private void ReadWindowsAhead()
    {
        var here = position;
        for (var i = position; i < tokens.Count; i++)
        {
            if (closing[i] >= 0) i = closing[i];
            else if (tokens[i].Key is ")" or "UNION" or "EXCEPT" or "INTERSECT" or "MINUS" or "|>" && !(tokens[i].Key == "EXCEPT" && tokens[i - 1].Key == "*")) break;
            else if (IsWindowClause(i))
            {
                position = i;
                windows = new(windows, StringComparer.OrdinalIgnoreCase);
                ParseWindowClause();
                break;
            }
        }
        position = here;
    }

    private bool IsWindowClause(int i) => tokens[i].Key == "WINDOW" && i + 2 < tokens.Count && tokens[i + 1].IsName && tokens[i + 2].Key == "AS";

    private void ParseWindowClause()
    {
        Expect("WINDOW");
        do
        {
            var name = ParseName();
            Expect("AS");
            windows[name] = ParseWindow();
        }
        while (Accept(","));
    }
}
