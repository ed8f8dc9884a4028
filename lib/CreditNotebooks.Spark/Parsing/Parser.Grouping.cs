using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// GROUP BY with ROLLUP, CUBE and GROUPING SETS; PIVOT and UNPIVOT.
internal sealed partial class Parser
{
    private Grouping ParseGrouping()
    {
        Expect("GROUP");
        Expect("BY");
        var items = ListOf(ParseGroupingItem);
        if (items is [{ Kind: GroupingKind.Expression, Sets: [[Name { Parts: [var only], Span: var span }]] }] && only.Equals("ALL", StringComparison.OrdinalIgnoreCase) && sql[span.Start] != '`')
            return new Grouping([], All: true);
        if (Accept("WITH", "ROLLUP")) return new Grouping([new GroupingItem(GroupingKind.Rollup, Columns(items))]);
        if (Accept("WITH", "CUBE")) return new Grouping([new GroupingItem(GroupingKind.Cube, Columns(items))]);
        // GROUP BY a, b GROUPING SETS (…): the sets say which of the columns group.
        if (At("GROUPING", "SETS")) return new Grouping([ParseGroupingItem()]);
        return new Grouping(items.ToSeq());
    }

    private static Seq<Seq<Expression>> Columns(List<GroupingItem> items) => items.SelectMany(item => item.Sets).ToSeq();

    private GroupingItem ParseGroupingItem()
    {
        if (AtAny("ROLLUP", "CUBE") && Peek().Key == "(")
        {
            var kind = Take().Key == "CUBE" ? GroupingKind.Cube : GroupingKind.Rollup;
            return new GroupingItem(kind, InParentheses(ParseGroupingSet));
        }
        if (Accept("GROUPING", "SETS")) return new GroupingItem(GroupingKind.Sets, InParentheses(ParseGroupingElement).SelectMany(sets => sets).ToSeq());
        return new GroupingItem(GroupingKind.Expression, [[ParseExpression()]]);
    }

    /// <summary>An element of GROUPING SETS; ROLLUP, CUBE and GROUPING SETS among them are written out as their sets.</summary>
    private Seq<Seq<Expression>> ParseGroupingElement()
    {
        var analytics = At("GROUPING", "SETS") || AtAny("ROLLUP", "CUBE") && Peek().Key == "(";
        if (!analytics) return [ParseGroupingSet()];
        var item = ParseGroupingItem();
        return item.Kind switch
        {
            GroupingKind.Rollup => Enumerable.Range(0, item.Sets.Count + 1).Select(dropped => Merge(item.Sets.Take(item.Sets.Count - dropped))).ToSeq(),
            GroupingKind.Cube => Subsets(item.Sets),
            _ => item.Sets,
        };
    }

    private Seq<Seq<Expression>> Subsets(Seq<Seq<Expression>> sets)
    {
        if (sets.Count > 12) throw Unsupported("CUBE of more than 12 columns", position - 1);
        // From all columns to none, as Spark lists them; the order has no effect on the rows.
        return Enumerable.Range(0, 1 << sets.Count).Reverse().Select(mask => Merge(sets.Where((_, i) => (mask >> (sets.Count - 1 - i) & 1) == 1))).ToSeq();
    }

    private static Seq<Expression> Merge(IEnumerable<Seq<Expression>> sets) => sets.SelectMany(set => set).ToSeq();

    private Seq<Expression> ParseGroupingSet()
    {
        if (At("(", ")"))
        {
            position += 2;
            return [];
        }
        // (a, b) is a set of two columns here, not a struct.
        return ParseExpression() is var item && item is RowConstructor row ? row.Items : [item];
    }

    private bool AtPivot() => At("PIVOT", "(") || At("UNPIVOT") && Peek().Key is "(" or "INCLUDE" or "EXCLUDE";

    private Relation ParsePivot(Relation child, int start)
    {
        if (Accept("UNPIVOT")) return ParseUnpivot(child, start);
        Expect("PIVOT");
        Expect("(");
        var aggregates = ListOf(ParseNamedExpression).ToSeq();
        Expect("FOR");
        Seq<Expression> columns = At("(") ? InParentheses(ParsePivotColumn) : [ParsePivotColumn()];
        Expect("IN");
        var values = InParentheses(ParsePivotValue);
        Expect(")");
        return new Pivot(child, aggregates, columns, values) { Span = SpanFrom(start) };
    }

    private Expression ParsePivotColumn()
    {
        var start = position;
        return new Name([ParseName()]) { Span = SpanFrom(start) };
    }

    private Expression ParsePivotValue()
    {
        var start = position;
        var value = ParseExpression();
        return Accept("AS") || Current.IsName ? new Alias(value, [ParseName()]) { Span = SpanFrom(start) } : value;
    }

    private Relation ParseUnpivot(Relation child, int start)
    {
        var includeNulls = Accept("INCLUDE", "NULLS");
        if (!includeNulls) Accept("EXCLUDE", "NULLS");
        Expect("(");
        var several = At("(");
        Seq<string> values = several ? InParentheses(ParseIdentifier) : [ParseIdentifier()];
        Expect("FOR");
        var name = ParseIdentifier();
        Expect("IN");
        var items = InParentheses(() =>
        {
            Seq<Expression> columns = several ? InParentheses<Expression>(ParseColumnName) : [ParseColumnName()];
            return new UnpivotItem(columns, Accept("AS") || Current.IsName ? ParseName() : null);
        });
        Expect(")");
        var unpivot = new Unpivot(child, values, name, items, includeNulls) { Span = SpanFrom(start) };
        if (Accept("AS") || Current.IsName && !Keywords.NoTableAlias.Contains(Current.Key) && IsBareTableAlias()) return new SubqueryAlias(unpivot, ParseName(), []) { Span = SpanFrom(start) };
        return unpivot;
    }
}
