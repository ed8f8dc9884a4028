using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>A query whose names are looked up; <see cref="Output"/> are its columns.</summary>
internal abstract record TypedPlan(Seq<ColumnReference> Output);

/// <summary>A computed column: the expression, and the column it becomes.</summary>
internal sealed record ComputedColumn(TypedExpression Expression, ColumnReference Column);

/// <summary>One row without columns.</summary>
internal sealed record OneRowPlan() : TypedPlan([]);

internal sealed record ProjectPlan(TypedPlan Child, Seq<ComputedColumn> Columns) : TypedPlan(Columns.Select(c => c.Column).ToSeq());

internal sealed record FilterPlan(TypedPlan Child, TypedExpression Condition) : TypedPlan(Child.Output);

/// <summary>Groups. <paramref name="Sets"/> are grouping sets as indexes into <paramref name="Groupings"/>, or null for the one set of all.
/// <paramref name="GroupingId"/> is the column of Spark's grouping_id, where it is asked for.</summary>
internal sealed record AggregatePlan(TypedPlan Child, Seq<ComputedColumn> Groupings, Seq<ComputedColumn> Aggregates, Seq<Seq<int>>? Sets, ColumnReference? GroupingId)
    : TypedPlan(Groupings.Concat(Aggregates).Select(c => c.Column).Concat(GroupingId is null ? [] : [GroupingId]).ToSeq())
{
    public bool Equals(AggregatePlan? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

internal sealed record DistinctPlan(TypedPlan Child) : TypedPlan(Child.Output);

/// <summary>One row, the first, for each value of the keys.</summary>
internal sealed record DistinctOnPlan(TypedPlan Child, Seq<ColumnReference> Keys) : TypedPlan(Child.Output);

internal sealed record SortPlan(TypedPlan Child, Seq<TypedOrder> Orders) : TypedPlan(Child.Output);

internal sealed record LimitPlan(TypedPlan Child, long? Count, long Offset) : TypedPlan(Child.Output);

/// <summary>A join; a semi or anti join has the left side's columns alone.</summary>
internal sealed record JoinPlan(TypedPlan Left, TypedPlan Right, JoinKind Kind, TypedExpression? Condition, bool Lateral, Seq<ColumnReference> Output) : TypedPlan(Output);

/// <summary>A set operation; both sides have the same types, and <paramref name="Output"/> new ids.</summary>
internal sealed record SetPlan(SetKind Kind, bool All, TypedPlan Left, TypedPlan Right, Seq<ColumnReference> Output) : TypedPlan(Output);

/// <summary>Rows of constants or other expressions.</summary>
internal sealed record ValuesPlan(Seq<Seq<TypedExpression>> Rows, Seq<ColumnReference> Output) : TypedPlan(Output);

/// <summary>The numbers from <paramref name="Start"/> to before <paramref name="End"/>.</summary>
internal sealed record RangePlan(long Start, long End, long Step, Seq<ColumnReference> Output) : TypedPlan(Output);

/// <summary>The child's rows, each repeated for what the generator gives; then the generator's columns.</summary>
internal sealed record GeneratePlan(TypedPlan Child, TypedGenerator Generator, Seq<ColumnReference> Generated) : TypedPlan(Child.Output.Concat(Generated).ToSeq());

/// <summary>Rows of files.</summary>
internal sealed record FilePlan(FileSource Source, Seq<ColumnReference> Output) : TypedPlan(Output);

/// <summary>Rows in memory.</summary>
internal sealed record LocalPlan(LocalData Data, Seq<ColumnReference> Output) : TypedPlan(Output);

/// <summary>Rows that were computed before and kept in a table of the engine.</summary>
internal sealed record CachedPlan(string TableName, Seq<string> ColumnNames, Seq<ColumnReference> Output) : TypedPlan(Output);

/// <summary>A part of the rows, chosen by chance.</summary>
internal sealed record SamplePlan(TypedPlan Child, double? Percent, long? Rows, long? Seed) : TypedPlan(Child.Output);

/// <summary>A recursive common table expression: the first rows, and how further ones come from those before.</summary>
internal sealed record RecursivePlan(int Id, TypedPlan Anchor, TypedPlan Step, bool All, Seq<ColumnReference> Output) : TypedPlan(Output);

/// <summary>Inside a recursive common table expression: the rows of the step before.</summary>
internal sealed record RecursiveReferencePlan(int Id, Seq<string> ColumnNames, Seq<ColumnReference> Output) : TypedPlan(Output);
