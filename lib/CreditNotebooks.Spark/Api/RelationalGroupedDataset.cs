using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Rows in groups, waiting for what is to be computed of each. Made by <see cref="DataFrame.GroupBy(Column[])"/> and its
/// sisters.</summary>
public sealed class RelationalGroupedDataset
{
    private const int MaxPivotValues = 10_000;

    private readonly DataFrame _df;
    private readonly Grouping _grouping;
    private readonly (Column Column, Seq<Expression> Values)? _pivot;

    internal RelationalGroupedDataset(DataFrame df, Grouping grouping, (Column Column, Seq<Expression> Values)? pivot = null)
    {
        _df = df;
        _grouping = grouping;
        _pivot = pivot;
    }

    internal static RelationalGroupedDataset Of(DataFrame df, GroupingKind kind, IEnumerable<Column> columns)
    {
        var sets = columns.Select(c => new Seq<Expression>([c.Expression])).ToSeq();
        var items = kind == GroupingKind.Expression ? sets.Select(s => new GroupingItem(kind, [s])).ToSeq()
            : sets.Count == 0 ? [] : [new GroupingItem(kind, sets)];
        return new RelationalGroupedDataset(df, new Grouping(items));
    }

    /// <summary>A row a group: the grouping columns, then the given aggregates.</summary>
    public DataFrame Agg(Column expr, params Column[] exprs)
    {
        var aggregates = exprs.Prepend(expr).Select(e => e.Expression).ToSeq();
        if (_pivot is not { } pivot)
        {
            return _df.Derive(new Aggregate(_df.Plan, _grouping, aggregates, null) { WithGroupingColumns = true });
        }
        var groupBy = _grouping.Items.Select(i => i.Sets[0][0]).ToSeq();
        return _df.Derive(new Pivot(_df.Plan, aggregates, [pivot.Column.Expression], pivot.Values, groupBy));
    }

    /// <summary>Aggregates by name, each on one column: <c>new() { ["Age"] = "max", ["*"] = "count" }</c>. The outcome is called
    /// <c>max(Age)</c>.</summary>
    public DataFrame Agg(IReadOnlyDictionary<string, string> exprs)
    {
        if (exprs.Count == 0) throw new ArgumentException("Agg needs at least one column with the name of its aggregate.", nameof(exprs));
        var aggregates = exprs.Select(e => e.Value.ToLowerInvariant() switch
        {
            "count" => Functions.Count(e.Key),
            "avg" or "average" or "mean" => Functions.Call("avg", Functions.Col(e.Key)),
            "stddev" or "std" => Functions.Call("stddev", Functions.Col(e.Key)),
            "first" => Functions.First(e.Key),
            var name => Functions.Call(name, Functions.Col(e.Key)),
        }).ToArray();
        return Agg(aggregates[0], aggregates[1..]);
    }

    /// <summary>How many rows each group has, as column <c>count</c>.</summary>
    public DataFrame Count() => Agg(Functions.Count(Functions.Lit(1)).Alias("count"));

    /// <summary>The sum of each named column, or of all numeric ones.</summary>
    public DataFrame Sum(params string[] colNames) => Each("sum", colNames);

    /// <summary>The mean of each named column, or of all numeric ones.</summary>
    public DataFrame Avg(params string[] colNames) => Each("avg", colNames);

    /// <summary>The same as <see cref="Avg"/>.</summary>
    public DataFrame Mean(params string[] colNames) => Avg(colNames);

    /// <summary>The smallest value of each named column, or of all numeric ones.</summary>
    public DataFrame Min(params string[] colNames) => Each("min", colNames);

    /// <summary>The greatest value of each named column, or of all numeric ones.</summary>
    public DataFrame Max(params string[] colNames) => Each("max", colNames);

    /// <summary>A column for each value of the named one. The values are looked up now, which runs a query; naming them is
    /// faster.</summary>
    public RelationalGroupedDataset Pivot(string pivotColumn) => Pivot(Functions.Col(pivotColumn));

    /// <summary>A column for each of the given values of the named one; others are left out.</summary>
    public RelationalGroupedDataset Pivot(string pivotColumn, IEnumerable<object?> values) => Pivot(Functions.Col(pivotColumn), values);

    /// <summary>A column for each value of the expression, looked up now.</summary>
    /// <exception cref="SparkException">There are more than 10,000 values.</exception>
    public RelationalGroupedDataset Pivot(Column pivotColumn)
    {
        var values = _df.Select(pivotColumn.Alias("value")).Distinct().Sort("value").Take(MaxPivotValues + 1).Select(r => r[0]).ToList();
        if (values.Count > MaxPivotValues)
        {
            throw new SparkException("TOO_MANY_PIVOT_VALUES",
                $"The pivot column {pivotColumn} has more than {MaxPivotValues} distinct values: name those that are wanted.");
        }
        return Pivot(pivotColumn, values);
    }

    /// <summary>A column for each of the given values of the expression; others are left out.</summary>
    public RelationalGroupedDataset Pivot(Column pivotColumn, IEnumerable<object?> values)
    {
        if (_pivot is not null)
        {
            throw new SparkException("REPEATED_CLAUSE", "The PIVOT clause may be used at most once per SUBQUERY operation.");
        }
        if (_grouping.Items.Any(i => i.Kind != GroupingKind.Expression))
        {
            throw new SparkException("UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY", "A pivot can only follow GroupBy, not Rollup or Cube.");
        }
        return new RelationalGroupedDataset(_df, _grouping, (pivotColumn, values.Select(Column.Operand).ToSeq()));
    }

    private DataFrame Each(string function, string[] names)
    {
        IEnumerable<Column> columns = names.Length > 0
            ? names.Select(n => Functions.Call(function, Functions.Col(n)))
            : _df.Schema().Fields.Where(f => f.DataType.IsNumeric)
                .Select(f => Functions.Call(function, Functions.Col(Identifier.QuoteAlways(f.Name))));
        var aggregates = columns.ToArray();
        return aggregates.Length == 0
            ? _df.Derive(new Aggregate(_df.Plan, _grouping, [], null) { WithGroupingColumns = true })
            : Agg(aggregates[0], aggregates[1..]);
    }
}
