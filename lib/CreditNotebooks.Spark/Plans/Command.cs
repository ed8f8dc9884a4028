using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Plans;

/// <summary>A statement: a query, or something that changes the session.</summary>
internal abstract record Statement
{
    public SourceSpan Span { get; init; }
}

internal sealed record Query(Relation Relation) : Statement;

/// <summary>CREATE [OR REPLACE] [GLOBAL] TEMPORARY VIEW name (columns) AS query.</summary>
internal sealed record CreateView(Seq<string> Name, Seq<string> Columns, Relation Query, bool Replace, bool IfNotExists, bool Global) : Statement;

internal sealed record DropView(Seq<string> Name, bool IfExists) : Statement;

/// <summary>SET key = value; SET key (value is null) shows one; SET (both null) shows all.</summary>
internal sealed record SetConfiguration(string? Key, string? Value) : Statement;

/// <summary>RESET, or RESET key.</summary>
internal sealed record ResetConfiguration(string? Key) : Statement;

/// <summary>EXPLAIN [EXTENDED | FORMATTED | …] query.</summary>
internal sealed record Explain(Relation Query, string Mode) : Statement;

/// <summary>DESCRIBE of a table or query.</summary>
internal sealed record Describe(Relation Query) : Statement;

/// <summary>SHOW TABLES | VIEWS | FUNCTIONS | COLUMNS …; <paramref name="What"/> in upper case.</summary>
internal sealed record Show(string What, Seq<string> Of, string? Pattern) : Statement;

/// <summary>CACHE TABLE name [AS query].</summary>
internal sealed record CacheTable(Seq<string> Name, Relation? Query, bool Lazy) : Statement;

/// <summary>UNCACHE TABLE name; CLEAR CACHE where the name is null.</summary>
internal sealed record UncacheTable(Seq<string>? Name, bool IfExists) : Statement;
