using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Writing;

/// <summary>One item of a select list: what is computed, and the quoted name that it gets.</summary>
internal sealed record SelectItem(string Sql, string Name);

/// <summary>One SELECT of the query that is being written; nodes of the plan fill its clauses as long as they fit.</summary>
internal sealed class SelectBlock
{
    public string? From { get; init; }
    public List<SelectItem>? Items { get; set; }
    public string? Where { get; set; }
    public string? GroupBy { get; set; }
    public string? OrderBy { get; set; }
    public string? LimitSql { get; set; }
    public bool Distinct { get; set; }
    public string? DistinctOn { get; set; }

    /// <summary>Its items cannot be chosen from without changing its rows or its groups.</summary>
    public bool Fixed { get; set; }

    public bool CanDistinct => !Distinct && DistinctOn is null && !Fixed && LimitSql is null && OrderBy is null && GroupBy is null;

    /// <summary>Whether it is nothing but its FROM.</summary>
    public bool IsBare => From is not null && Items is null && Where is null && GroupBy is null && OrderBy is null && LimitSql is null && !Distinct && DistinctOn is null;

    public string ToSql(Seq<ColumnReference> output)
    {
        var items = Items is null
            ? output.Select(ExpressionWriter.Column)
            : output.Select(ExpressionWriter.Column).Select(c => Items.Find(i => i.Name == c) is { } item ? (item.Sql == item.Name ? item.Sql : $"{item.Sql} AS {item.Name}") : c);
        if (GroupBy is not null && !GroupBy.StartsWith("GROUPING", StringComparison.Ordinal) && Items is not null) items = Items.Select(i => i.Sql == i.Name ? i.Sql : $"{i.Sql} AS {i.Name}");
        return $"SELECT {(DistinctOn is null ? Distinct ? "DISTINCT " : "" : $"DISTINCT ON ({DistinctOn}) ")}{string.Join(", ", items.DefaultIfEmpty("1 AS one"))}"
            + (From is null ? "" : $" FROM {From}")
            + (Where is null ? "" : $" WHERE {Where}")
            + (GroupBy is null ? "" : $" GROUP BY {GroupBy}")
            + (OrderBy is null ? "" : $" ORDER BY {OrderBy}")
            + LimitSql;
    }
}
