using System.Globalization;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

// Describe and Summary.
public sealed partial class DataFrame
{
    private static readonly string[] DescribeStatistics = ["count", "mean", "stddev", "min", "max"];
    private static readonly string[] SummaryStatistics = ["count", "mean", "stddev", "min", "25%", "50%", "75%", "max"];

    /// <summary>Count, mean, standard deviation, minimum and maximum of the named columns, or of all numeric and text columns, as text.
    /// Mean and deviation of text are those of the numbers in it. Runs a query now.</summary>
    public DataFrame Describe(params string[] cols) =>
        Summarize(cols.Length == 0 ? this : Select([.. cols.Select(Functions.Col)]), DescribeStatistics);

    /// <summary>Statistics of all numeric and text columns, as text: of <c>count</c>, <c>count_distinct</c>, <c>approx_count_distinct</c>,
    /// <c>mean</c>, <c>stddev</c>, <c>min</c>, <c>max</c> and percentages (<c>75%</c>) those named, else the usual eight. Runs a query
    /// now.</summary>
    public DataFrame Summary(params string[] statistics) => Summarize(this, statistics.Length == 0 ? SummaryStatistics : statistics);

    private static DataFrame Summarize(DataFrame df, string[] statistics)
    {
        var columns = df.Schema().Fields.Where(f => f.DataType.IsNumeric || f.DataType is StringType).ToList();
        var schema = new StructType(columns.Select(c => c.Name).Prepend("summary").Select(n => new StructField(n, DataType.String)));
        var percentages = statistics.Where(s => s.EndsWith('%')).Distinct().ToList();
        var cells = columns.SelectMany(c => statistics.Select(s => Statistic(c, s, percentages).Cast(DataType.String))).ToArray();
        Row? values = null;
        if (cells.Length > 0)
        {
            // Names could repeat, so each cell gets a number.
            var numbered = cells.Select((c, i) => c.Alias($"c{i}")).ToArray();
            values = df.Agg(numbered[0], numbered[1..]).First();
        }
        var rows = statistics.Select((s, i) => (object?[])[s, .. columns.Select((_, c) => values![(c * statistics.Length) + i])]).ToList();
        return new DataFrame(df.Session, new LocalData(schema, new LocalRows(rows)));
    }

    private static Column Statistic(StructField field, string statistic, List<string> percentages)
    {
        var column = Functions.Col(Identifier.QuoteAlways(field.Name));
        var number = field.DataType is StringType ? column.TryCast(DataType.Double) : column;
        return statistic.ToLowerInvariant() switch
        {
            "count" => Functions.Count(column),
            "count_distinct" => Functions.CountDistinct(column),
            "approx_count_distinct" => Functions.Call("approx_count_distinct", column),
            "mean" => Functions.Call("avg", number),
            "stddev" => Functions.Call("stddev_samp", number),
            "min" => Functions.Call("min", column),
            "max" => Functions.Call("max", column),
            // Of a decimal Spark gives the digits of a double here: 2.5, not 2.50.
            // All percentages of a column are one aggregate.
            _ => Functions.Call("percentile_approx", field.DataType is DecimalType ? column.Cast(DataType.Double) : number,
                Functions.Array([.. (percentages.Contains(statistic) ? percentages : [statistic]).Select(p => Functions.Lit(Percentage(p)))]))
                .GetItem(Math.Max(0, percentages.IndexOf(statistic))),
        };
    }

    private static double Percentage(string statistic) =>
        statistic.EndsWith('%') && double.TryParse(statistic[..^1], CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0 and <= 100
            ? percent / 100
            : throw new SparkException("UNRECOGNIZED_STATISTIC",
                $"The statistic '{statistic}' is not recognized. Valid statistics include `count`, "
                + "`count_distinct`, `approx_count_distinct`, `mean`, `stddev`, `min`, `max`, and percentile values. "
                + "Percentile must be a numeric value followed by '%', within the range 0% to 100%.");
}
