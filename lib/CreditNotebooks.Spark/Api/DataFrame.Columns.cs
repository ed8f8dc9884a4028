using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

// What changes columns.
public sealed partial class DataFrame
{
    /// <summary>The given columns. Aggregates without <see cref="GroupBy(Column[])"/> make one row of all.</summary>
    public DataFrame Select(params Column[] columns) => Derive(new Project(Plan, columns.Select(c => c.Expression).ToSeq()));

    /// <summary>The named columns; <c>*</c> is all.</summary>
    public DataFrame Select(string column, params string[] columns) => Select([.. columns.Prepend(column).Select(Functions.Col)]);

    /// <summary>The given SQL expressions: <c>SelectExpr("Age + 1 AS next", "*")</c>.</summary>
    public DataFrame SelectExpr(params string[] expressions) => Select([.. expressions.Select(Functions.Expr)]);

    /// <summary>All columns and one more, or in place of the one that has the name already.</summary>
    public DataFrame WithColumn(string colName, Column col) => Derive(new WithColumns(Plan, [new Alias(col.Expression, [colName])]));

    /// <summary>All columns and the given ones, in place of those that have the names already. Each sees only the columns from
    /// before.</summary>
    public DataFrame WithColumns(IReadOnlyDictionary<string, Column> columns) =>
        Derive(new WithColumns(Plan, columns.Select(c => new Alias(c.Value.Expression, [c.Key])).ToSeq()));

    /// <summary>The column under a new name; nothing changes where there is no such column.</summary>
    public DataFrame WithColumnRenamed(string existingName, string newName) =>
        Derive(new RenameColumns(Plan, [KeyValuePair.Create(existingName, newName)]));

    /// <summary>The columns under new names, old name to new; names that do not exist are passed over.</summary>
    public DataFrame WithColumnsRenamed(IReadOnlyDictionary<string, string> names) => Derive(new RenameColumns(Plan, names.ToSeq()));

    /// <summary>All columns named anew, as many names as there are columns.</summary>
    /// <exception cref="SparkException">There are more or fewer names than columns.</exception>
    public DataFrame ToDF(params string[] colNames)
    {
        if (colNames.Length == 0) return this;
        if (colNames.Length != _schema.Fields.Count)
        {
            throw new SparkException("ASSIGNMENT_ARITY_MISMATCH", "The number of columns or variables assigned or aliased: "
                + $"{_schema.Fields.Count} does not match the number of source expressions: {colNames.Length}.");
        }
        return Derive(new ToNames(Plan, new Seq<string>(colNames)));
    }

    /// <summary>All columns but the named ones; names that do not exist are passed over.</summary>
    public DataFrame Drop(params string[] colNames) =>
        Derive(new DropColumns(Plan, colNames.Select(n => (Expression)new Name([n])).ToSeq()));

    /// <summary>All columns but the given ones: after a join <c>df.Drop(other["id"])</c> drops the other's.</summary>
    public DataFrame Drop(params Column[] columns) => Derive(new DropColumns(Plan, columns.Select(c => c.Expression).ToSeq()));

    /// <summary>Columns turned into rows: for each row and each of the named values a row with the ids, the column's name and its
    /// value.</summary>
    public DataFrame Unpivot(string[] ids, string[] values, string variableColumnName, string valueColumnName) =>
        Unpivot([.. ids.Select(Functions.Col)], [.. values.Select(Functions.Col)], variableColumnName, valueColumnName);

    /// <summary>Columns turned into rows; without values every column that is not an id.</summary>
    public DataFrame Unpivot(Column[] ids, Column[]? values, string variableColumnName, string valueColumnName)
    {
        var idNames = ids.Select(i => i.Expression).OfType<Name>().Select(n => n.Parts[^1]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        values ??= [.. _schema.FieldNames.Where(n => !idNames.Contains(n)).Select(n => Functions.Col(Identifier.QuoteAlways(n)))];
        var items = values.Select(v => new UnpivotItem([v.Expression], null)).ToSeq();
        var kept = ids.Select(i => i.Expression).ToSeq();
        return Derive(new Unpivot(Plan, [valueColumnName], variableColumnName, items, true) { Ids = kept });
    }

    /// <summary>The same as <see cref="Unpivot(string[], string[], string, string)"/>.</summary>
    public DataFrame Melt(string[] ids, string[] values, string variableColumnName, string valueColumnName) =>
        Unpivot(ids, values, variableColumnName, valueColumnName);

    /// <summary>What to do about NULL and NaN.</summary>
    public DataFrameNaFunctions Na() => new(this);

    /// <summary>Statistics of columns.</summary>
    public DataFrameStatFunctions Stat() => new(this);
}
