using CreditNotebooks.Spark.Expressions;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

public sealed partial class Column
{
    /// <summary>The column under a new name.</summary>
    public Column Alias(string alias) => new(new Alias(Expression, [alias]));

    /// <summary>The columns of a generator such as <c>Explode</c> of a map, each under a new name.</summary>
    public Column Alias(params string[] aliases) => new(new Alias(Expression, new Seq<string>(aliases)));

    /// <summary>The same as <see cref="Alias(string)"/>.</summary>
    public Column As(string alias) => Alias(alias);

    /// <summary>The same as <see cref="Alias(string[])"/>.</summary>
    public Column As(params string[] aliases) => Alias(aliases);

    /// <summary>The same as <see cref="Alias(string)"/>.</summary>
    public Column Name(string alias) => Alias(alias);

    /// <summary>The value as another type; fails where it cannot be converted (<c>CAST_INVALID_INPUT</c>).</summary>
    public Column Cast(DataType type) => new(new Cast(Expression, type, false));

    /// <summary>The value as the type that SQL writes so: <c>"int"</c>, <c>"decimal(10,2)"</c>, <c>"array&lt;string&gt;"</c>.</summary>
    public Column Cast(string type) => Cast(SqlText.DataType(type));

    /// <summary>The value as another type, NULL where it cannot be converted.</summary>
    public Column TryCast(DataType type) => new(new Cast(Expression, type, true));

    /// <summary>The value as the type that SQL writes so, NULL where it cannot be converted.</summary>
    public Column TryCast(string type) => TryCast(SqlText.DataType(type));

    /// <summary>Whether the value is NULL; never NULL itself.</summary>
    public Column IsNull() => new(new IsNull(Expression, false));

    /// <summary>Whether there is a value.</summary>
    public Column IsNotNull() => new(new IsNull(Expression, true));

    /// <summary>Whether the number is NaN; false for NULL.</summary>
    public Column IsNaN() => Call("isnan");

    /// <summary>SQL's LIKE: <c>_</c> is one character, <c>%</c> any number, <c>\</c> takes their meaning away.</summary>
    public Column Like(string pattern) => Match(LikeKind.Like, pattern);

    /// <summary>LIKE without regard to case.</summary>
    public Column ILike(string pattern) => Match(LikeKind.ILike, pattern);

    /// <summary>Whether a regular expression (Java's dialect) is found in the text.</summary>
    public Column RLike(string pattern) => Match(LikeKind.RLike, pattern);

    /// <summary>Whether the text holds another.</summary>
    public Column Contains(object? other) => Call("contains", other);

    /// <summary>Whether the text begins with another.</summary>
    public Column StartsWith(object? prefix) => Call("startswith", prefix);

    /// <summary>Whether the text ends with another.</summary>
    public Column EndsWith(object? suffix) => Call("endswith", suffix);

    /// <summary>Whether the value lies between two bounds, both included.</summary>
    public Column Between(object? lowerBound, object? upperBound) => (this >= lowerBound) & (this <= upperBound);

    /// <summary>Whether the value is one of those given; NULL where it is not and there is a NULL among them.</summary>
    public Column IsIn(params object?[] list)
    {
        var values = list is [System.Collections.IEnumerable sequence and not string and not byte[]] ? sequence.Cast<object?>() : list;
        return new Column(new In(Expression, values.Select(Operand).ToSeq(), false));
    }

    /// <summary>A part of text, by its 1-based start and its length.</summary>
    public Column SubStr(int startPos, int len) => Call("substr", startPos, len);

    /// <summary>A part of text, where start and length are computed.</summary>
    public Column SubStr(Column startPos, Column len) => Call("substr", startPos, len);

    /// <summary>An array's element by its 0-based index, or a map's value by its key. Outside of an array it fails, an unknown key is
    /// NULL.</summary>
    public Column GetItem(object key) => new(new Subscript(Expression, Operand(key)));

    /// <summary>The same as <see cref="GetItem"/>: <c>Col("scores")[0]</c>; with a name on a struct, its field.</summary>
    public Column this[object key] => GetItem(key);

    /// <summary>The same as <see cref="GetItem"/>; on a struct, its field.</summary>
    public Column Apply(object extraction) => GetItem(extraction);

    /// <summary>A struct's field; of an array of structs the array of that field.</summary>
    public Column GetField(string fieldName) => new(new FieldAccess(Expression, fieldName));

    /// <summary>The struct with a field added, or replaced where it is there already.</summary>
    public Column WithField(string fieldName, Column column) =>
        new(new UpdateFields(Expression, [new FieldUpdate(fieldName, column.Expression)]));

    /// <summary>The struct without the named fields.</summary>
    public Column DropFields(params string[] fieldNames) =>
        new(new UpdateFields(Expression, fieldNames.Select(name => new FieldUpdate(name, null)).ToSeq()));

    /// <summary>A further branch behind <see cref="Functions.When(Column, object)"/>: the first condition that is true decides.</summary>
    public Column When(Column condition, object? value) => Expression is Case { Operand: null, Else: null } branches
        ? new(branches with { Branches = branches.Branches.Append(new WhenBranch(condition.Expression, Operand(value))).ToSeq() })
        : throw new InvalidOperationException("When(…) can only follow Functions.When(…) or another When(…), before Otherwise(…).");

    /// <summary>The value where no condition was true; without it that is NULL.</summary>
    public Column Otherwise(object? value) => Expression is Case { Operand: null, Else: null } branches
        ? new(branches with { Else = Operand(value) })
        : throw new InvalidOperationException("Otherwise(…) can only follow Functions.When(…), once.");

    /// <summary>The aggregate or window function computed over a window: <c>Sum("x").Over(Window.PartitionBy("y"))</c>.</summary>
    public Column Over(WindowSpec window) => Expression is FunctionCall call
        ? new(call with { Over = window.Specification })
        : throw new SparkException("UNSUPPORTED_EXPR_FOR_WINDOW", $"Expression \"{this}\" not supported within a window function.");

    /// <summary>The aggregate or window function computed over all rows as one window.</summary>
    public Column Over() => Over(WindowSpec.Empty);

    /// <summary>Smallest first, NULL before all.</summary>
    public Column Asc() => new(new SortOrder(Expression, false, null));

    /// <summary>Smallest first, NULL before all, said aloud.</summary>
    public Column AscNullsFirst() => new(new SortOrder(Expression, false, true));

    /// <summary>Smallest first, NULL at the end.</summary>
    public Column AscNullsLast() => new(new SortOrder(Expression, false, false));

    /// <summary>Greatest first, NULL at the end.</summary>
    public Column Desc() => new(new SortOrder(Expression, true, null));

    /// <summary>Greatest first, NULL before all.</summary>
    public Column DescNullsFirst() => new(new SortOrder(Expression, true, true));

    /// <summary>Greatest first, NULL at the end, said aloud.</summary>
    public Column DescNullsLast() => new(new SortOrder(Expression, true, false));

    /// <summary>Prints the expression to the console; <paramref name="extended"/> shows the plan's node instead of the text.</summary>
    public void Explain(bool extended) => Console.WriteLine(extended ? Expression.ToString() : ToString());

    private Column Call(string function, params object?[] arguments) =>
        new(new FunctionCall([function], arguments.Select(Operand).Prepend(Expression).ToSeq()));

    private Column Match(LikeKind kind, string pattern) =>
        new(new Like(kind, LikeQuantifier.One, Expression, [Literals.From(pattern)], null, false));
}
