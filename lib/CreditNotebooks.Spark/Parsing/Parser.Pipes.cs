using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Parsing;

// SQL pipes: query |> operator |> operator.
internal sealed partial class Parser
{
    private Relation ParsePipe(Relation input, int start)
    {
        switch (Current.Key)
        {
            case "SELECT": return ParseSelect(input, piped: true);
            case "WHERE":
                position++;
                return new Filter(input, ParseExpression()) { Span = SpanFrom(start) };
            case "EXTEND":
                position++;
                Seq<Expression> all = [new Star([], [])];
                return new Project(input, [.. all, .. ListOf(ParseNamedExpression)]) { Piped = true, Span = SpanFrom(start) };
            case "SET":
                position++;
                return ParseListOfSets(input, start);
            case "DROP":
                position++;
                return new Project(input, [new Star([], ListOf(ParseColumnName).ToSeq())]) { Span = SpanFrom(start) };
            case "AS":
                position++;
                return new SubqueryAlias(input, ParseName(), []) { Span = SpanFrom(start) };
            case "AGGREGATE":
                position++;
                return ParsePipedAggregate(input, start);
            case "TABLESAMPLE": return ParseSample(input, start);
            case "UNION" or "EXCEPT" or "MINUS" or "INTERSECT":
                var kind = Take().Key switch { "UNION" => SetKind.Union, "INTERSECT" => SetKind.Intersect, _ => SetKind.Except };
                return new SetOperation(kind, ParseSetQuantifier(), ByName: false, input, ParseQueryPrimary()) { Span = SpanFrom(start) };
        }
        if (AtPivot()) return ParsePivot(input, start);
        if (ParseJoinKind() is var (join, natural)) return ParseJoin(input, join, natural, start);
        return ParseOrganization(input, start);
    }

    /// <summary>Each assignment sees the columns that the ones before it have set.</summary>
    private Relation ParseListOfSets(Relation input, int start)
    {
        do
        {
            var here = position;
            var column = ParseName();
            Expect("=");
            input = new WithColumns(input, [new Alias(ParseExpression(), [column]) { Span = SpanFrom(here) }]) { Existing = true, Span = SpanFrom(start) };
        }
        while (Accept(","));
        return input;
    }

    private Relation ParsePipedAggregate(Relation input, int start)
    {
        Seq<Expression> list = At("GROUP", "BY") ? [] : ListOf(ParseNamedExpression).ToSeq();
        if (!At("GROUP", "BY")) return new Aggregate(input, new Grouping([]), list, null) { Span = SpanFrom(start) };
        position += 2;
        var keys = ListOf(ParseNamedExpression);
        // The output begins with the grouping columns, under the names that they are given there.
        var items = keys.Select(key => new GroupingItem(GroupingKind.Expression, [[key is Alias alias ? alias.Operand : key]])).ToSeq();
        return new Aggregate(input, new Grouping(items), [.. keys, .. list], null) { Span = SpanFrom(start) };
    }
}
