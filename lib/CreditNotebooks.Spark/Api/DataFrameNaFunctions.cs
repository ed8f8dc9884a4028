using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>What to do about NULL, and about NaN in FLOAT and DOUBLE columns, which counts as NULL here. Made by
/// <see cref="DataFrame.Na"/>.</summary>
public sealed class DataFrameNaFunctions
{
    private readonly DataFrame _df;

    internal DataFrameNaFunctions(DataFrame df) => _df = df;

    /// <summary>The rows without NULL: with <c>"any"</c> those where no column is NULL, with <c>"all"</c> those where not every column
    /// is.</summary>
    public DataFrame Drop(string how = "any") => Drop(how, _df.Columns());

    /// <summary>The rows without NULL in any of the named columns.</summary>
    public DataFrame Drop(IEnumerable<string> columns) => Drop("any", columns);

    /// <summary>The rows without NULL in the named columns: in any of them, or in all.</summary>
    public DataFrame Drop(string how, IEnumerable<string> columns)
    {
        var names = columns.ToList();
        return how.ToLowerInvariant() switch
        {
            "any" => Drop(names.Count, names),
            "all" => Drop(1, names),
            _ => throw new ArgumentException($"Na().Drop knows 'any' and 'all', not '{how}'.", nameof(how)),
        };
    }

    /// <summary>The rows in which at least so many columns are not NULL.</summary>
    public DataFrame Drop(int minNonNulls) => Drop(minNonNulls, _df.Columns());

    /// <summary>The rows in which at least so many of the named columns are not NULL.</summary>
    public DataFrame Drop(int minNonNulls, IEnumerable<string> columns)
    {
        var present = columns.Select(name => Present(Resolve(name))).ToList();
        if (present.Count == 0 || minNonNulls <= 0) return _df;
        if (minNonNulls == present.Count) return _df.Filter(present.Aggregate((a, b) => a & b));
        return _df.Filter(present.Select(p => Functions.When(p, 1).Otherwise(0)).Aggregate((a, b) => a + b) >= minNonNulls);
    }

    /// <summary>A number in place of NULL and NaN in all numeric columns, cast to each column's type.</summary>
    public DataFrame Fill(long value) => FillAll(value, _df.Columns());

    /// <summary>A number in place of NULL and NaN in all numeric columns, cast to each column's type.</summary>
    public DataFrame Fill(double value) => FillAll(value, _df.Columns());

    /// <summary>A text in place of NULL in all STRING columns.</summary>
    public DataFrame Fill(string value) => FillAll(value, _df.Columns());

    /// <summary>A truth in place of NULL in all BOOLEAN columns.</summary>
    public DataFrame Fill(bool value) => FillAll(value, _df.Columns());

    /// <summary>A number in place of NULL and NaN in those of the named columns that are numeric.</summary>
    public DataFrame Fill(long value, IEnumerable<string> columns) => FillAll(value, columns);

    /// <summary>A number in place of NULL and NaN in those of the named columns that are numeric.</summary>
    public DataFrame Fill(double value, IEnumerable<string> columns) => FillAll(value, columns);

    /// <summary>A text in place of NULL in those of the named columns that are STRING.</summary>
    public DataFrame Fill(string value, IEnumerable<string> columns) => FillAll(value, columns);

    /// <summary>A truth in place of NULL in those of the named columns that are BOOLEAN.</summary>
    public DataFrame Fill(bool value, IEnumerable<string> columns) => FillAll(value, columns);

    /// <summary>A value of its own for each named column, cast to the column's type.</summary>
    /// <exception cref="SparkException">A name is unknown.</exception>
    public DataFrame Fill(IReadOnlyDictionary<string, object> valueMap)
    {
        var values = valueMap.ToDictionary(v => Resolve(v.Key), v => v.Value);
        return Project(f => values.TryGetValue(f, out var value) ? Filled(f, value) : null);
    }

    /// <summary>Values for values in the named columns (<c>*</c>: all), old to new: numbers in numeric columns, texts in STRING, truths in
    /// BOOLEAN columns.</summary>
    public DataFrame Replace<T>(IEnumerable<string> columnNames, IReadOnlyDictionary<T, T> replacement) where T : notnull
    {
        if (replacement.Count == 0) return _df;
        var names = columnNames.ToList();
        var fields = names.Contains("*") ? [.. _df.Schema().Fields] : names.Select(Resolve).ToHashSet();
        var sample = replacement.Keys.First();
        return Project(f => fields.Contains(f) && Takes(f.DataType, sample) ? Replaced(f, replacement) : null);
    }

    /// <summary>Values for values in the named column, old to new.</summary>
    public DataFrame Replace<T>(string columnName, IReadOnlyDictionary<T, T> replacement) where T : notnull =>
        Replace([columnName], replacement);

    private DataFrame FillAll(object value, IEnumerable<string> columns)
    {
        var fields = columns.Select(Resolve).ToHashSet();
        return Project(f => fields.Contains(f) && Takes(f.DataType, value) ? Filled(f, value) : null);
    }

    private static bool Takes(DataType type, object value) => value switch
    {
        string => type is StringType,
        bool => type is BooleanType,
        _ => type.IsNumeric,
    };

    private static Column Filled(StructField field, object value)
    {
        var column = Column(field);
        if (field.DataType is FloatType or DoubleType) column = Functions.Call("nanvl", column, Functions.Lit(null).Cast(field.DataType));
        return Functions.Call("coalesce", column, Functions.Lit(value).Cast(field.DataType));
    }

    private static Column Replaced<T>(StructField field, IReadOnlyDictionary<T, T> replacement) where T : notnull
    {
        var branches = replacement.Select(r => new WhenBranch(Cast(r.Key), Cast(r.Value))).ToSeq();
        return new Column(new Case(Column(field).Expression, branches, Column(field).Expression));

        Expression Cast(T value) => Functions.Lit(value).Cast(field.DataType).Expression;
    }

    // Present is what is neither NULL nor NaN.
    private static Column Present(StructField field) => field.DataType is FloatType or DoubleType
        ? Column(field).IsNotNull() & !Column(field).IsNaN()
        : Column(field).IsNotNull();

    private static Column Column(StructField field) => Functions.Col(Identifier.QuoteAlways(field.Name));

    private DataFrame Project(Func<StructField, Column?> change) =>
        _df.Select([.. _df.Schema().Fields.Select(f => change(f)?.Alias(f.Name) ?? Column(f))]);

    private StructField Resolve(string name)
    {
        var plain = ColumnNames.Parts(name) is [var part] ? part : name;
        if (_df.Schema().Fields.FirstOrDefault(f => f.Name.Equals(plain, StringComparison.OrdinalIgnoreCase)) is { } field) return field;
        _ = _df.Col(name);
        throw new SparkException("UNSUPPORTED_FEATURE.REPLACE_NESTED_COLUMN",
            $"The replace function does not support nested column {Identifier.QuoteAlways(name)}.");
    }
}
