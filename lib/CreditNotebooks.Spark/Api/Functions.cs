using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

/// <summary>Spark's functions by their C# names, for <c>using static CreditNotebooks.Spark.Functions;</c>. A string stands for a column's
/// name, except where a parameter is text by nature (a pattern, a format). Each answers NULL for NULL unless it says otherwise.</summary>
public static partial class Functions
{
    /// <summary>A column by its name: <c>Col("Age")</c>, <c>Col("t.Age")</c>, <c>Col("address.city")</c>, <c>Col("*")</c>. A name that
    /// holds a dot stands in back quotes.</summary>
    public static Column Col(string columnName) => new(ColumnNames.Parse(columnName));

    /// <summary>The same as <see cref="Col"/>.</summary>
    public static Column Column(string columnName) => Col(columnName);

    /// <summary>A constant. A C# collection becomes an array, a dictionary a map, a tuple a struct; an unspecified DateTime is
    /// TIMESTAMP_NTZ, others TIMESTAMP.</summary>
    public static Column Lit(object? literal) => new(Spark.Column.Operand(literal));

    /// <summary>An SQL expression: <c>Expr("Age + 1 AS next")</c>.</summary>
    public static Column Expr(string expression) => new(SqlText.Expression(expression));

    /// <summary>The value where the condition is true; go on with <see cref="Spark.Column.When"/> and <see cref="Spark.Column.Otherwise"/>.
    /// Without that it is NULL elsewhere.</summary>
    public static Column When(Column condition, object? value) =>
        new(new Case(null, [new WhenBranch(condition.Expression, Spark.Column.Operand(value))], null));

    /// <summary>The opposite truth, as <c>!</c>.</summary>
    public static Column Not(Column column) => !column;

    /// <summary>The number with the opposite sign, as unary <c>-</c>.</summary>
    public static Column Negate(Column column) => -column;

    /// <summary>All bits turned over, SQL's <c>~</c>.</summary>
    public static Column BitwiseNot(Column column) => new(new Unary(UnaryOperator.BitNot, column.Expression));

    /// <summary>Whether the value is NULL (<c>isnull</c>).</summary>
    public static Column IsNull(Column column) => Call("isnull", column);

    /// <summary>How many rows there are in which no column given is NULL; <c>Count("*")</c> counts all.</summary>
    public static Column Count(string columnName) => columnName == "*" ? Count(Lit(1)) : Count(Col(columnName));

    /// <summary>How many rows there are in which the column is not NULL.</summary>
    public static Column Count(Column column) => column.Expression is Star { Qualifier.Count: 0 } ? Count(Lit(1)) : Call("count", column);

    /// <summary>How many different combinations of values there are, those with a NULL left out (<c>count(DISTINCT …)</c>).</summary>
    public static Column CountDistinct(Column column, params Column[] columns) => Distinct("count", [column, .. columns]);

    /// <summary>How many different combinations of values the named columns have.</summary>
    public static Column CountDistinct(string columnName, params string[] columnNames) =>
        CountDistinct(Col(columnName), Columns(columnNames));

    /// <summary>The sum of the different values.</summary>
    public static Column SumDistinct(Column column) => Distinct("sum", column);

    /// <summary>The sum of the named column's different values.</summary>
    public static Column SumDistinct(string columnName) => SumDistinct(Col(columnName));

    /// <summary>The different texts, one after the other with a separator between (<c>listagg(DISTINCT …)</c>).</summary>
    public static Column ListaggDistinct(Column column, string delimiter = "") => Distinct("listagg", column, Lit(delimiter));

    /// <summary>The first value of the group in the order of its rows, or with <paramref name="ignoreNulls"/> the first that is not
    /// NULL.</summary>
    public static Column First(Column column, bool ignoreNulls = false) => IgnoringNulls("first", ignoreNulls, column);

    /// <summary>The named column's first value.</summary>
    public static Column First(string columnName, bool ignoreNulls = false) => First(Col(columnName), ignoreNulls);

    /// <summary>The last value of the group in the order of its rows, or with <paramref name="ignoreNulls"/> the last that is not
    /// NULL.</summary>
    public static Column Last(Column column, bool ignoreNulls = false) => IgnoringNulls("last", ignoreNulls, column);

    /// <summary>The named column's last value.</summary>
    public static Column Last(string columnName, bool ignoreNulls = false) => Last(Col(columnName), ignoreNulls);

    /// <summary>The value so many rows earlier in the window, or the default where there is none.</summary>
    public static Column Lag(Column column, int offset = 1, object? defaultValue = null, bool ignoreNulls = false) =>
        Shift("lag", column, offset, defaultValue, ignoreNulls);

    /// <summary>The named column's value so many rows earlier in the window.</summary>
    public static Column Lag(string columnName, int offset = 1, object? defaultValue = null, bool ignoreNulls = false) =>
        Lag(Col(columnName), offset, defaultValue, ignoreNulls);

    /// <summary>The value so many rows later in the window, or the default where there is none.</summary>
    public static Column Lead(Column column, int offset = 1, object? defaultValue = null, bool ignoreNulls = false) =>
        Shift("lead", column, offset, defaultValue, ignoreNulls);

    /// <summary>The named column's value so many rows later in the window.</summary>
    public static Column Lead(string columnName, int offset = 1, object? defaultValue = null, bool ignoreNulls = false) =>
        Lead(Col(columnName), offset, defaultValue, ignoreNulls);

    /// <summary>The window's value in the given row, counted from 1; NULL before the frame has so many.</summary>
    public static Column NthValue(Column column, int offset, bool ignoreNulls = false) =>
        IgnoringNulls("nth_value", ignoreNulls, column, Lit(offset));

    /// <summary>Ascending order of the named column, NULL first.</summary>
    public static Column Asc(string columnName) => Col(columnName).Asc();

    /// <summary>Ascending order of the named column, NULL first.</summary>
    public static Column AscNullsFirst(string columnName) => Col(columnName).AscNullsFirst();

    /// <summary>Ascending order of the named column, NULL last.</summary>
    public static Column AscNullsLast(string columnName) => Col(columnName).AscNullsLast();

    /// <summary>Descending order of the named column, NULL last.</summary>
    public static Column Desc(string columnName) => Col(columnName).Desc();

    /// <summary>Descending order of the named column, NULL first.</summary>
    public static Column DescNullsFirst(string columnName) => Col(columnName).DescNullsFirst();

    /// <summary>Descending order of the named column, NULL last.</summary>
    public static Column DescNullsLast(string columnName) => Col(columnName).DescNullsLast();

    /// <summary>A hint that a DataFrame is small; the answer is the same DataFrame, as the embedded engine needs no hint.</summary>
    public static DataFrame Broadcast(DataFrame df) => df;

    /// <summary>A function by its SQL name, built in or registered.</summary>
    public static Column CallFunction(string functionName, params Column[] columns) =>
        new(new FunctionCall(ColumnNames.Parts(functionName), columns.Select(c => c.Expression).ToSeq()));

    /// <summary>A registered function by its name.</summary>
    public static Column CallUDF(string udfName, params Column[] columns) => CallFunction(udfName, columns);

    internal static Column Call(string function, params object?[] arguments) =>
        new(new FunctionCall([function], arguments.Select(Spark.Column.Operand).ToSeq()));

    private static Column[] Columns(string[] names) => [.. names.Select(Col)];

    private static object?[] Flat(object?[] first, IEnumerable<object?> rest) => [.. first, .. rest];

    private static object ColumnOrValue(object value) => value is string name ? Col(name) : value;

    private static Column Options(IReadOnlyDictionary<string, string> options) =>
        Call("map", [.. options.SelectMany(o => new object?[] { o.Key, o.Value })]);

    private static Column Distinct(string function, params Column[] arguments) =>
        new(new FunctionCall([function], arguments.Select(a => a.Expression).ToSeq()) { Distinct = true });

    private static Column IgnoringNulls(string function, bool ignoreNulls, params Column[] arguments) =>
        new(new FunctionCall([function], arguments.Select(a => a.Expression).ToSeq()) { IgnoreNulls = ignoreNulls ? true : null });

    private static Column Shift(string function, Column column, int offset, object? defaultValue, bool ignoreNulls) =>
        IgnoringNulls(function, ignoreNulls, column, Lit(offset), Lit(defaultValue));
}
