using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Walks a query's relations, those in common tables and derived tables included, those in expressions not.</summary>
internal static class RelationWalk
{
    public static IEnumerable<Relation> All(Relation relation) => Children(relation).SelectMany(All).Prepend(relation);

    private static IEnumerable<Relation> Children(Relation relation) => relation switch
    {
        Project r => [r.Child], Filter r => [r.Child], Aggregate r => [r.Child], Distinct r => [r.Child], Sort r => [r.Child], Limit r => [r.Child], Offset r => [r.Child],
        SetOperation r => [r.Left, r.Right], Join r => [r.Left, r.Right], SubqueryAlias r => [r.Child], With r => r.Tables.Select(t => t.Query).Append(r.Child),
        LateralView r => [r.Child], Pivot r => [r.Child], Unpivot r => [r.Child], Sample r => [r.Child], WithColumns r => [r.Child], DropColumns r => [r.Child],
        RenameColumns r => [r.Child], ToNames r => [r.Child], DropDuplicates r => [r.Child], Captured r => [r.Child],
        Repartitioned r => [r.Child], Hinted r => [r.Child], Observed r => [r.Child],
        _ => [],
    };
}
