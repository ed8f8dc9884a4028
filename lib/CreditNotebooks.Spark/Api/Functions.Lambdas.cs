using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

// Functions of functions: the C# lambda runs once, here, and gives the body that Spark computes for each element.
public static partial class Functions
{
    /// <summary>Each element of an array through a function: <c>Transform(Col("xs"), x => x + 1)</c>.</summary>
    public static Column Transform(Column column, Func<Column, Column> function) => Higher("transform", [column], Lambda(function));

    /// <summary>Each element and its 0-based index through a function.</summary>
    public static Column Transform(Column column, Func<Column, Column, Column> function) => Higher("transform", [column], Lambda(function));

    /// <summary>The elements for which the function is true.</summary>
    public static Column Filter(Column column, Func<Column, Column> function) => Higher("filter", [column], Lambda(function));

    /// <summary>The elements for which the function of element and 0-based index is true.</summary>
    public static Column Filter(Column column, Func<Column, Column, Column> function) => Higher("filter", [column], Lambda(function));

    /// <summary>Whether the function is true for an element; NULL when none is true and one is NULL.</summary>
    public static Column Exists(Column column, Func<Column, Column> function) => Higher("exists", [column], Lambda(function));

    /// <summary>Whether the function is true for every element.</summary>
    public static Column ForAll(Column column, Func<Column, Column> function) => Higher("forall", [column], Lambda(function));

    /// <summary>All elements merged into one value, from an initial value on; <paramref name="finish"/> makes the answer of it.</summary>
    public static Column Aggregate(
        Column column, object? initialValue, Func<Column, Column, Column> merge, Func<Column, Column>? finish = null) =>
        Higher("aggregate", [column, Lit(initialValue)], finish is null ? [Lambda(merge)] : [Lambda(merge), Lambda(finish)]);

    /// <summary>The same as <see cref="Aggregate"/>.</summary>
    public static Column Reduce(
        Column column, object? initialValue, Func<Column, Column, Column> merge, Func<Column, Column>? finish = null) =>
        Higher("reduce", [column, Lit(initialValue)], finish is null ? [Lambda(merge)] : [Lambda(merge), Lambda(finish)]);

    /// <summary>Two arrays element by element through a function; the shorter is filled up with NULL.</summary>
    public static Column ZipWith(Column left, Column right, Func<Column, Column, Column> function) =>
        Higher("zip_with", [left, right], Lambda(function));

    /// <summary>The array sorted by a function that is negative, zero or positive as the first element belongs before, beside or behind the
    /// second.</summary>
    public static Column ArraySort(Column column, Func<Column, Column, Column> comparator) =>
        Higher("array_sort", [column], Lambda(comparator));

    /// <summary>The entries of a map for which the function of key and value is true.</summary>
    public static Column MapFilter(Column column, Func<Column, Column, Column> function) =>
        Higher("map_filter", [column], Lambda(function, "k", "v"));

    /// <summary>The map with each key replaced by a function of key and value.</summary>
    public static Column TransformKeys(Column column, Func<Column, Column, Column> function) =>
        Higher("transform_keys", [column], Lambda(function, "k", "v"));

    /// <summary>The map with each value replaced by a function of key and value.</summary>
    public static Column TransformValues(Column column, Func<Column, Column, Column> function) =>
        Higher("transform_values", [column], Lambda(function, "k", "v"));

    /// <summary>Two maps merged: for each key of either the function of the key and both values, NULL where one lacks it.</summary>
    public static Column MapZipWith(Column left, Column right, Func<Column, Column, Column, Column> function) =>
        Higher("map_zip_with", [left, right], Lambda(v => function(v[0], v[1], v[2]), "k", "v1", "v2"));

    // How many C# lambdas are being run around this one: names of nested ones carry it, so that none hides another's.
    [ThreadStatic]
    private static int depth;

    private static Lambda Lambda(Func<Column, Column> function) => Lambda(v => function(v[0]), "x");

    private static Lambda Lambda(Func<Column, Column, Column> function, string first = "x", string second = "y") =>
        Lambda(v => function(v[0], v[1]), first, second);

    private static Lambda Lambda(Func<Column[], Column> function, params string[] names)
    {
        var parameters = names.Select(name => depth == 0 ? name : $"{name}_{depth}").ToArray();
        depth++;
        try
        {
            var body = function([.. parameters.Select(name => new Column(new Name([name])))]);
            return new Lambda(parameters.ToSeq(), body.Expression);
        }
        finally
        {
            depth--;
        }
    }

    private static Column Higher(string function, Column[] arguments, params Lambda[] lambdas) =>
        new(new FunctionCall([function], [.. arguments.Select(a => a.Expression), .. lambdas]));
}
