using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Plans;

/// <summary>A query as it was written or built: what gives rows. <c>SELECT * FROM x</c> is x itself, so that a plan can be printed and read back unchanged.</summary>
internal abstract record Relation
{
    public SourceSpan Span { get; init; }
}

/// <summary>A table or view by name; also a file: <c>csv.`path`</c>.</summary>
internal sealed record Table(Seq<string> Name) : Relation;

/// <summary>A function in FROM: <c>range(10)</c>, <c>explode(…)</c>.</summary>
internal sealed record TableFunction(FunctionCall Call) : Relation;

/// <summary>One row without columns: SELECT without FROM.</summary>
internal sealed record OneRow : Relation;

/// <summary><c>VALUES (1, 'a'), (2, 'b')</c>; columns are col1, col2, ….</summary>
internal sealed record InlineTable(Seq<Seq<Expression>> Rows) : Relation;

/// <summary>SELECT's list. It may hold aggregate functions (then it is one group), generators, windows and stars.</summary>
internal sealed record Project(Relation Child, Seq<Expression> Expressions) : Relation
{
    /// <summary>From <c>|> SELECT</c> or <c>|> EXTEND</c>, where Spark refuses aggregate functions (PIPE_OPERATOR_CONTAINS_AGGREGATE_FUNCTION).</summary>
    public bool Piped { get; init; }
}

internal sealed record Filter(Relation Child, Expression Condition) : Relation;

/// <summary>GROUP BY with its select list and HAVING.</summary>
internal sealed record Aggregate(Relation Child, Grouping Grouping, Seq<Expression> Expressions, Expression? Having) : Relation
{
    /// <summary>From the DataFrame API the output begins with the grouping columns; in SQL it is the list alone.</summary>
    public bool WithGroupingColumns { get; init; }
}

/// <summary>GROUP BY's items, one after the other; a set of sets for each ROLLUP, CUBE or GROUPING SETS. GROUP BY ALL has <see cref="All"/>.</summary>
internal sealed record Grouping(Seq<GroupingItem> Items, bool All = false);

internal enum GroupingKind { Expression, Rollup, Cube, Sets }

/// <summary>One item of GROUP BY: an expression is one set of one; ROLLUP (a, (b, c)) has the sets [a], [b, c].</summary>
internal sealed record GroupingItem(GroupingKind Kind, Seq<Seq<Expression>> Sets);

internal sealed record Distinct(Relation Child) : Relation;

/// <summary>ORDER BY; with <paramref name="Global"/> false SORT BY.</summary>
internal sealed record Sort(Relation Child, Seq<SortOrder> Orders, bool Global = true) : Relation;

/// <summary>LIMIT; an expression, as Spark allows constants of any form.</summary>
internal sealed record Limit(Relation Child, Expression Count) : Relation;

internal sealed record Offset(Relation Child, Expression Count) : Relation;

internal enum SetKind { Union, Intersect, Except }

/// <summary>UNION, INTERSECT, EXCEPT (MINUS); with <paramref name="ByName"/> columns are matched by name, and with <see cref="AllowMissing"/> those that one side lacks are NULL.</summary>
internal sealed record SetOperation(SetKind Kind, bool All, bool ByName, Relation Left, Relation Right) : Relation
{
    public bool AllowMissing { get; init; }
}

internal enum JoinKind { Inner, Cross, LeftOuter, RightOuter, FullOuter, LeftSemi, LeftAnti }

/// <summary>A join; <paramref name="Using"/> and <paramref name="Natural"/> merge columns. Lateral: the right side sees the left one's columns.</summary>
internal sealed record Join(Relation Left, Relation Right, JoinKind Kind, Expression? Condition, Seq<string> Using, bool Natural, bool Lateral) : Relation;

/// <summary><c>(…) AS name (a, b)</c>.</summary>
internal sealed record SubqueryAlias(Relation Child, string Alias, Seq<string> Columns) : Relation;

/// <summary>WITH. Common table expressions that come later see the earlier ones.</summary>
internal sealed record With(Seq<CommonTable> Tables, Relation Child, bool Recursive) : Relation;

internal sealed record CommonTable(string Name, Seq<string> Columns, Relation Query);

/// <summary>LATERAL VIEW [OUTER] generator(…) table AS a, b.</summary>
internal sealed record LateralView(Relation Child, FunctionCall Generator, bool Outer, string TableAlias, Seq<string> ColumnAliases) : Relation;

/// <summary>PIVOT (aggregates FOR columns IN (values)). Values are row constructors where several columns are pivoted; an alias names the column.
/// From the DataFrame API <paramref name="GroupBy"/> is given; in SQL it is null: all columns that stand nowhere else.</summary>
internal sealed record Pivot(Relation Child, Seq<Expression> Aggregates, Seq<Expression> Columns, Seq<Expression> Values, Seq<Expression>? GroupBy = null) : Relation;

/// <summary>UNPIVOT. Each item is a set of columns (one name each where one value column is) with an optional alias.</summary>
internal sealed record Unpivot(Relation Child, Seq<string> ValueColumns, string NameColumn, Seq<UnpivotItem> Items, bool IncludeNulls) : Relation
{
    /// <summary>From the DataFrame API: the columns that stay; in SQL null: all the others.</summary>
    public Seq<Expression>? Ids { get; init; }
}

internal sealed record UnpivotItem(Seq<Expression> Columns, string? Alias);

/// <summary>TABLESAMPLE (n PERCENT | n ROWS) [REPEATABLE (seed)].</summary>
internal sealed record Sample(Relation Child, double? Percent, long? Rows, long? Seed, bool WithReplacement = false) : Relation;

/// <summary>Rows of files: <c>spark.Read</c>, or a view made with USING. Options are by lower-case name.</summary>
internal sealed record FileSource(string Format, Seq<string> Paths, StructType? Schema, Seq<KeyValuePair<string, string>> Options) : Relation
{
    /// <summary>Its columns once they are known, for all that a DataFrame is derived into; null to ask for each query.</summary>
    public Analysis.InferredSchemas? Schemas { get; init; }
}

/// <summary>Rows that the program has in memory, in <see cref="LocalRows"/>'s form.</summary>
internal sealed record LocalData(StructType Schema, LocalRows Rows) : Relation;

/// <summary>Rows in memory; equal only to itself. Values as <see cref="Engines.ColumnVector"/> shows them, of exactly the schema's types:
/// a struct and an array are object?[], a map is KeyValuePair&lt;object, object?&gt;[].</summary>
internal sealed class LocalRows(IReadOnlyList<object?[]> rows)
{
    public IReadOnlyList<object?[]> Rows { get; } = rows;
}

/// <summary>The child with columns added, or replaced where the name is there already (DataFrame.WithColumns).</summary>
internal sealed record WithColumns(Relation Child, Seq<Alias> Columns) : Relation
{
    /// <summary>From <c>|> SET</c>: each of the columns must be there already.</summary>
    public bool Existing { get; init; }
}

/// <summary>The child without the named columns; unknown names are no error (DataFrame.Drop).</summary>
internal sealed record DropColumns(Relation Child, Seq<Expression> Columns) : Relation;

/// <summary>The child with columns renamed; unknown names are no error (DataFrame.WithColumnRenamed).</summary>
internal sealed record RenameColumns(Relation Child, Seq<KeyValuePair<string, string>> Names) : Relation;

/// <summary>The child with all its columns named anew (DataFrame.ToDF).</summary>
internal sealed record ToNames(Relation Child, Seq<string> Names) : Relation;

/// <summary>One row for each value of the columns (DataFrame.DropDuplicates).</summary>
internal sealed record DropDuplicates(Relation Child, Seq<string> Columns) : Relation;

/// <summary>The child's rows spread anew (DataFrame.Repartition, Coalesce): over so many partitions, by the values of expressions. It changes how fast an
/// answer comes and how many files are written, on a Spark of several machines; never the rows.</summary>
internal sealed record Repartitioned(Relation Child, int? Count, Seq<Expression> By, bool Shuffle) : Relation;

/// <summary>The child, with aggregates of its rows that are told aside once they have been read (DataFrame.Observe).</summary>
internal sealed record Observed(Relation Child, Observation Observation, Seq<Expression> Metrics) : Relation;

/// <summary>Advice to the optimizer (DataFrame.Hint); it never changes the rows.</summary>
internal sealed record Hinted(Relation Child, string Name, Seq<Expression> Parameters) : Relation;

/// <summary>A plan with the views as they were when it was made: a DataFrame keeps its meaning when a view is replaced.</summary>
internal sealed record Captured(Relation Child, Analysis.ViewSnapshot Views) : Relation
{
    /// <summary>The columns of files, inferred once for the plan.</summary>
    public Analysis.InferredSchemas Schemas { get; init; } = new();

    /// <summary>Whether it sees the views of whoever uses it instead: the query of a view that SQL made.</summary>
    public bool Late { get; init; }
}
