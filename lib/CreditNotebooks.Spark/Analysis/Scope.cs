using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>The names that an expression can use: the columns of the plan below, earlier aliases of its own select list, and for a subquery the query around.</summary>
internal sealed class Scope(IReadOnlyList<ColumnReference> columns, Scope? outer = null)
{
    public IReadOnlyList<ColumnReference> Columns { get; } = columns;
    public Scope? Outer { get; } = outer;

    /// <summary>Whether the outer scope is what is below in the same query, not a query around.</summary>
    public bool SeesBelow { get; init; }

    /// <summary>The names of this query alone: a subquery sees the one around it, and none further out.</summary>
    public Scope OfOneQuery() => new(Columns, SeesBelow ? Outer!.OfOneQuery() : null) { SeesBelow = SeesBelow };

    /// <summary>Aliases to the left in the same select list (Spark's lateral column aliases).</summary>
    public List<KeyValuePair<string, TypedExpression>> Aliases { get; } = [];

    /// <summary>The column, or field of a column, of that name; null when there is none in this scope or around.</summary>
    public TypedExpression? Find(Seq<string> parts, SourceSpan span)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.FindHere(parts, span) is { } found) return found;
        }
        return null;
    }

    private TypedExpression? FindHere(Seq<string> parts, SourceSpan span)
    {
        // The longest qualifier first: a.b is column b of table a before it is field b of column a.
        for (var qualifiers = parts.Count - 1; qualifiers >= 0; qualifiers--)
        {
            var matches = Columns.Where(c => Same(c.Name, parts[qualifiers]) && (qualifiers == 0 ? !c.Hidden : EndsWith(c.Qualifier, parts, qualifiers))).DistinctBy(c => c.Id).ToList();
            if (matches.Count > 1)
                throw new SparkException("AMBIGUOUS_REFERENCE", $"Reference {Identifier.QuoteAlways(parts)} is ambiguous, could be: [{string.Join(", ", matches.Select(Qualified))}].", span);
            if (matches.Count == 1) return Fields.Path(matches[0] with { Name = parts[qualifiers], Span = span }, parts.Skip(qualifiers + 1), span);
        }
        if (Aliases.Count(a => Same(a.Key, parts[0])) is > 1 and var several)
            throw new SparkException("AMBIGUOUS_LATERAL_COLUMN_ALIAS", $"Lateral column alias {Identifier.QuoteAlways([parts[0]])} is ambiguous and has {several} matches.", span);
        var alias = Aliases.FindLast(a => Same(a.Key, parts[0]));
        // A generator's column stands for itself.
        if (alias.Value is ColumnReference generated && Same(generated.Name, alias.Key)) return Fields.Path(generated, parts.Skip(1), span);
        return alias.Key is null ? null : Fields.Path(new Rewritten($"lateralAliasReference({alias.Key})", alias.Value) { Span = span, IsAlias = true }, parts.Skip(1), span);
    }

    /// <summary>The error for a name that is not there, with the names that come closest.</summary>
    public SparkException Unresolved(Seq<string> parts, SourceSpan span)
    {
        var name = Identifier.QuoteAlways(parts);
        var visible = Columns.Where(c => !c.Hidden).ToList();
        if (visible.Count == 0)
            return new SparkException("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", $"A column, variable, or function parameter with name {name} cannot be resolved.", span);
        var oneTable = visible.Select(c => c.Qualifier).Distinct().Count() <= 1;
        var close = visible.Select(c => oneTable ? Identifier.QuoteAlways([c.Name]) : Qualified(c)).Distinct()
            .OrderBy(c => EditDistance.Between(c.ToLowerInvariant(), name.ToLowerInvariant())).Take(5);
        return new SparkException("UNRESOLVED_COLUMN.WITH_SUGGESTION",
            $"A column, variable, or function parameter with name {name} cannot be resolved. Did you mean one of the following? [{string.Join(", ", close)}].", span);
    }

    private static string Qualified(ColumnReference c) => Identifier.QuoteAlways(c.Qualifier.Append(c.Name));

    private static bool EndsWith(Seq<string> qualifier, Seq<string> parts, int count) =>
        qualifier.Count >= count && Enumerable.Range(0, count).All(i => Same(qualifier[qualifier.Count - count + i], parts[i]));

    public static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
