using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Statistics of columns, computed at once. Made by <see cref="DataFrame.Stat"/>.</summary>
public sealed class DataFrameStatFunctions
{
    private readonly DataFrame _df;

    internal DataFrameStatFunctions(DataFrame df) => _df = df;

    /// <summary>For each probability the column's value below which that share of its values lies; NULL and NaN are left out.</summary>
    /// <param name="columnName">A numeric column.</param>
    /// <param name="probabilities">0 (the minimum) to 1 (the maximum).</param>
    /// <param name="relativeError">How far the rank may be off; 0 is exact.</param>
    public double[] ApproxQuantile(string columnName, IEnumerable<double> probabilities, double relativeError)
    {
        var shares = probabilities.ToArray();
        if (shares.Any(p =>
            p is < 0 or > 1 or double.NaN)) throw new ArgumentException("A probability lies between 0 and 1.", nameof(probabilities));
        if (relativeError is < 0 or double.NaN) throw new ArgumentException("The relative error is not negative.", nameof(relativeError));
        if (shares.Length == 0) return [];
        var accuracy = relativeError <= 1.0 / int.MaxValue ? int.MaxValue : (int)Math.Ceiling(1 / relativeError);
        var column = Number(columnName, "quantile");
        var present = _df.Filter(column.IsNotNull() & !column.IsNaN());
        var row = present.Agg(Functions.Call("percentile_approx", column, shares, accuracy).Alias("q")).First();
        return row[0] is object?[] values ? [.. values.Select(v => (double)v!)] : [];
    }

    /// <summary>Pearson's correlation of two numeric columns, -1 to 1, with 0 in place of NULL (SQL's <c>corr</c> leaves such rows out);
    /// NaN where it has no meaning.</summary>
    public double Corr(string column1, string column2, string method = "pearson") =>
        method.Equals("pearson", StringComparison.OrdinalIgnoreCase)
        ? One("corr", "correlation", column1, column2) ?? double.NaN
        : throw new ArgumentException($"Corr knows the method 'pearson', not '{method}'.", nameof(method));

    /// <summary>The sample covariance of two numeric columns, with 0 in place of NULL (SQL's <c>covar_samp</c> leaves such rows
    /// out).</summary>
    public double Cov(string column1, string column2) => One("covar_samp", "covariance", column1, column2) ?? 0;

    /// <summary>How often each pair of values occurs: a row for each value of the first column, a column for each value of the
    /// second.</summary>
    public DataFrame Crosstab(string column1, string column2)
    {
        var first = $"{column1}_{column2}";
        var text = _df.Select(Text(column1).Alias(first), Text(column2).Alias("__second"));
        return text.GroupBy(first).Pivot("__second").Agg(Functions.Count(Functions.Lit(1))).Na().Fill(0);
    }

    /// <summary>The rows of some values of a column by chance, each value with a share of its own; values without one are left
    /// out.</summary>
    public DataFrame SampleBy<T>(string columnName, IReadOnlyDictionary<T, double> fractions, long seed) where T : notnull
    {
        var column = Functions.Col(columnName);
        Column share = Functions.Lit(0.0);
        foreach (var (value, fraction) in fractions.Reverse()) share = Functions.When(column == value, fraction).Otherwise(share);
        return _df.Filter(Functions.Call("rand", seed) < share);
    }

    private Column Number(string name, string what)
    {
        var type = _df.Select(_df.Col(name)).Schema().Fields[0].DataType;
        return type.IsNumeric ? Functions.Col(name).Cast(DataType.Double)
            : throw new ArgumentException(
                $"Currently {what} calculation for columns with dataType {type.SimpleString} not supported: column {name}.", nameof(name));
    }

    private double? One(string function, string what, string column1, string column2)
    {
        var (a, b) = (Functions.Call("coalesce", Number(column1, what), 0.0), Functions.Call("coalesce", Number(column2, what), 0.0));
        return _df.Agg(Functions.Call(function, a, b).Alias("v")).First()[0] as double?;
    }

    private Column Text(string name) => Functions.Call("coalesce", _df.Col(name).Cast(DataType.String), "null");
}
