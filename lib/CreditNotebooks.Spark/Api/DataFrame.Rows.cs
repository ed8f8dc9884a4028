using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

// What changes rows: filters, groups, joins, sets, order.
public sealed partial class DataFrame
{
    /// <summary>The rows for which the condition is true; neither false nor NULL.</summary>
    public DataFrame Filter(Column condition) => Derive(new Filter(Plan, condition.Expression));

    /// <summary>The rows for which the SQL condition is true: <c>Filter("Age BETWEEN 14 AND 100")</c>.</summary>
    public DataFrame Filter(string conditionExpr) => Filter(Functions.Expr(conditionExpr));

    /// <summary>The same as <see cref="Filter(Column)"/>.</summary>
    public DataFrame Where(Column condition) => Filter(condition);

    /// <summary>The same as <see cref="Filter(string)"/>.</summary>
    public DataFrame Where(string conditionExpr) => Filter(conditionExpr);

    /// <summary>Each different row once.</summary>
    public DataFrame Distinct() => Derive(new Distinct(Plan));

    /// <summary>One row for each combination of the named columns' values, which one is not said; without names each different row
    /// once.</summary>
    public DataFrame DropDuplicates(params string[] columns) =>
        columns.Length == 0 ? Distinct() : Derive(new DropDuplicates(Plan, new Seq<string>(columns)));

    /// <summary>Groups of rows that have the columns' values in common; without columns all rows are one group.</summary>
    public RelationalGroupedDataset GroupBy(params Column[] columns) => RelationalGroupedDataset.Of(this, GroupingKind.Expression, columns);

    /// <summary>Groups of rows that have the named columns' values in common.</summary>
    public RelationalGroupedDataset GroupBy(string column, params string[] columns) => GroupBy(Named(column, columns));

    /// <summary>Groups by all columns, and subtotals by all but the last, and so on to the grand total.</summary>
    public RelationalGroupedDataset Rollup(params Column[] columns) => RelationalGroupedDataset.Of(this, GroupingKind.Rollup, columns);

    /// <summary>Groups by all named columns, and subtotals by all but the last, and so on to the grand total.</summary>
    public RelationalGroupedDataset Rollup(string column, params string[] columns) => Rollup(Named(column, columns));

    /// <summary>Groups by every subset of the columns.</summary>
    public RelationalGroupedDataset Cube(params Column[] columns) => RelationalGroupedDataset.Of(this, GroupingKind.Cube, columns);

    /// <summary>Groups by every subset of the named columns.</summary>
    public RelationalGroupedDataset Cube(string column, params string[] columns) => Cube(Named(column, columns));

    /// <summary>Aggregates over all rows: one row.</summary>
    public DataFrame Agg(Column expr, params Column[] exprs) => GroupBy().Agg(expr, exprs);

    /// <summary>Aggregates over all rows by name: <c>new() { ["Age"] = "max" }</c>.</summary>
    public DataFrame Agg(IReadOnlyDictionary<string, string> exprs) => GroupBy().Agg(exprs);

    /// <summary>Every row beside every row of the other: an inner join without condition.</summary>
    public DataFrame Join(DataFrame right) => JoinOn(right, JoinKind.Inner, null, []);

    /// <summary>Rows with the same value in a column that both have; it stands once in the outcome.</summary>
    public DataFrame Join(DataFrame right, string usingColumn) => Join(right, [usingColumn]);

    /// <summary>Rows with the same values in columns that both have; they stand once in the outcome.</summary>
    /// <param name="right">The other DataFrame.</param>
    /// <param name="usingColumns">Names that both have.</param>
    /// <param name="joinType">inner, cross, outer (full), left, right, semi or anti, also in Spark's longer spellings.</param>
    public DataFrame Join(DataFrame right, IEnumerable<string> usingColumns, string joinType = "inner") =>
        JoinOn(right, Joins.Kind(joinType), null, usingColumns.ToSeq());

    /// <summary>Rows for which the condition is true: <c>a.Join(b, a["id"] == b["id"], "left")</c>.</summary>
    /// <param name="right">The other DataFrame.</param>
    /// <param name="joinExpr">The condition.</param>
    /// <param name="joinType">inner, cross, outer (full), left, right, semi or anti, also in Spark's longer spellings.</param>
    public DataFrame Join(DataFrame right, Column joinExpr, string joinType = "inner") =>
        JoinOn(right, Joins.Kind(joinType), joinExpr.Expression, []);

    /// <summary>Every row beside every row of the other.</summary>
    public DataFrame CrossJoin(DataFrame right) => JoinOn(right, JoinKind.Cross, null, []);

    /// <summary>The rows of both, duplicates too; columns are matched by position.</summary>
    public DataFrame Union(DataFrame other) => Set(SetKind.Union, true, other);

    /// <summary>The same as <see cref="Union"/>.</summary>
    public DataFrame UnionAll(DataFrame other) => Union(other);

    /// <summary>The rows of both, duplicates too; columns are matched by name, and with <paramref name="allowMissingColumns"/> those that
    /// one side lacks are NULL there.</summary>
    public DataFrame UnionByName(DataFrame other, bool allowMissingColumns = false) =>
        Derive(new SetOperation(SetKind.Union, true, true, Plan, other.Plan) { AllowMissing = allowMissingColumns });

    /// <summary>The different rows that both have.</summary>
    public DataFrame Intersect(DataFrame other) => Set(SetKind.Intersect, false, other);

    /// <summary>The rows that both have, as often as the one that has them less often.</summary>
    public DataFrame IntersectAll(DataFrame other) => Set(SetKind.Intersect, true, other);

    /// <summary>The different rows that the other does not have.</summary>
    public DataFrame Except(DataFrame other) => Set(SetKind.Except, false, other);

    /// <summary>The rows that are left when each row of the other takes one away.</summary>
    public DataFrame ExceptAll(DataFrame other) => Set(SetKind.Except, true, other);

    /// <summary>All rows in order; NULL comes first in ascending order and last in descending.</summary>
    public DataFrame OrderBy(params Column[] columns) => Derive(new Sort(Plan, columns.Select(c => c.ToSortOrder()).ToSeq()));

    /// <summary>All rows in ascending order of the named columns.</summary>
    public DataFrame OrderBy(string column, params string[] columns) => OrderBy(Named(column, columns));

    /// <summary>The same as <see cref="OrderBy(Column[])"/>.</summary>
    public DataFrame Sort(params Column[] columns) => OrderBy(columns);

    /// <summary>The same as <see cref="OrderBy(string, string[])"/>.</summary>
    public DataFrame Sort(string column, params string[] columns) => OrderBy(column, columns);

    /// <summary>Rows in order within each partition.</summary>
    public DataFrame SortWithinPartitions(params Column[] columns) =>
        Derive(new Sort(Plan, columns.Select(c => c.ToSortOrder()).ToSeq(), Global: false));

    /// <summary>Rows in ascending order of the named columns within each partition.</summary>
    public DataFrame SortWithinPartitions(string column, params string[] columns) => SortWithinPartitions(Named(column, columns));

    /// <summary>At most so many rows.</summary>
    public DataFrame Limit(int n) => Derive(new Limit(Plan, Literals.From(n)));

    /// <summary>The rows behind so many.</summary>
    public DataFrame Offset(int n) => Derive(new Offset(Plan, Literals.From(n)));

    /// <summary>About that fraction of the rows, each chosen on its own.</summary>
    /// <param name="fraction">0 to 1.</param>
    /// <param name="withReplacement">Whether a row may be chosen several times; then the fraction may be above 1.</param>
    /// <param name="seed">For the same choice every time.</param>
    public DataFrame Sample(double fraction, bool withReplacement = false, long? seed = null)
    {
        if (fraction < 0 || (!withReplacement && fraction > 1) || double.IsNaN(fraction))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A sample's fraction lies between 0 and 1.");
        }
        return Derive(new Sample(Plan, fraction * 100, null, seed, withReplacement));
    }

    /// <summary>The rows at random in several DataFrames, in proportion to the weights.</summary>
    public DataFrame[] RandomSplit(double[] weights, long? seed = null)
    {
        var sum = weights.Sum();
        if (weights.Length == 0 || sum <= 0 || weights.Any(w => w < 0))
        {
            throw new ArgumentException("RandomSplit takes weights that are not negative and sum up to more than zero.", nameof(weights));
        }
        // All parts have to see the same numbers, so they are drawn once and kept.
        var numbered = WithColumn("__split", Functions.Call("rand", seed ?? Random.Shared.NextInt64())).Cache();
        var parts = new DataFrame[weights.Length];
        var low = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            var high = i == parts.Length - 1 ? 1.0 : low + (weights[i] / sum);
            parts[i] = numbered.Filter(Functions.Col("__split") >= low & Functions.Col("__split") < high).Drop("__split");
            low = high;
        }
        return parts;
    }

    /// <summary>The same rows; the next action on them also computes the aggregates, for <see cref="Observation.Get"/>. The embedded engine computes them
    /// by a query of their own.</summary>
    public DataFrame Observe(Observation observation, Column expr, params Column[] exprs)
    {
        var metrics = exprs.Prepend(expr).Select(e => e.Expression).ToSeq();
        // Their names and types are checked here, not in the middle of an action.
        _ = Agg(expr, exprs);
        return Derive(new Observed(Plan, observation, metrics));
    }

    /// <summary>A hint for Spark's planner; accepted, and without effect on the embedded engine.</summary>
    public DataFrame Hint(string name, params object[] parameters) =>
        Derive(new Hinted(Plan, name, parameters.Select(Literals.From).ToSeq()));

    /// <summary>Another number of partitions; accepted, and without effect on the embedded engine.</summary>
    public DataFrame Repartition(int numPartitions) => Derive(new Repartitioned(Plan, numPartitions, [], Shuffle: true));

    /// <summary>Partitions by columns; accepted, and without effect on the embedded engine.</summary>
    public DataFrame Repartition(params Column[] partitionExprs) =>
        Derive(new Repartitioned(Plan, null, partitionExprs.Select(c => c.Expression).ToSeq(), Shuffle: true));

    /// <summary>Partitions by columns; accepted, and without effect on the embedded engine.</summary>
    public DataFrame Repartition(int numPartitions, params Column[] partitionExprs) =>
        Derive(new Repartitioned(Plan, numPartitions, partitionExprs.Select(c => c.Expression).ToSeq(), Shuffle: true));

    /// <summary>Fewer partitions; accepted, and without effect on the embedded engine.</summary>
    public DataFrame Coalesce(int numPartitions) => Derive(new Repartitioned(Plan, numPartitions, [], Shuffle: false));

    private DataFrame JoinOn(DataFrame right, JoinKind kind, Expression? condition, Seq<string> columns) =>
        Derive(new Join(Plan, right.Plan, kind, condition, columns, false, false));

    private DataFrame Set(SetKind kind, bool all, DataFrame other) => Derive(new SetOperation(kind, all, false, Plan, other.Plan));

    private static Column[] Named(string first, string[] others) => [.. others.Prepend(first).Select(Functions.Col)];
}
