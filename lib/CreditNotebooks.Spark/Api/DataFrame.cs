using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>A table that is not computed yet: a query that each method makes a new one of. Names and types are checked at once; rows are
/// computed by actions such as <see cref="Show(int, int, bool)"/>, <see cref="Count"/>, <see cref="Collect"/>, <see cref="ToFrame"/> and
/// <see cref="Write"/>, each time anew unless <see cref="Cache"/> was said.</summary>
public sealed partial class DataFrame : IDisplayable, IDescribedTable, IShaped
{
    private readonly StructType _schema;

    internal DataFrame(SparkSession session, Relation plan)
    {
        Session = session;
        Plan = plan;
        _schema = session.Engine.Schema(plan);
    }

    internal SparkSession Session { get; }

    internal Relation Plan { get; }

    /// <summary>The session that it belongs to.</summary>
    public SparkSession SparkSession => Session;

    /// <summary>A column of this very DataFrame, which stays distinct from a column of the same name in another that it is joined
    /// with.</summary>
    /// <exception cref="SparkException">There is no such column.</exception>
    public Column this[string columnName] => Col(columnName);

    /// <summary>The same as <c>df["…"]</c>.</summary>
    public Column Col(string columnName)
    {
        var column = ColumnNames.Parse(columnName, new RelationOrigin(Plan));
        var known = column is Star || (column is Name { Parts: [var name] }
            && _schema.Fields.Count(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) == 1);
        if (!known) Session.Engine.Schema(new Project(Plan, [column]));
        return new Column(column);
    }

    /// <summary>A column whose name matches a regular expression; back quotes around it are taken away.</summary>
    public Column[] ColRegex(string pattern)
    {
        var regex = new System.Text.RegularExpressions.Regex($"^(?:{pattern.Trim('`')})$",
            System.Text.RegularExpressions.RegexOptions.IgnoreCase);
        return [.. _schema.FieldNames.Where(n => regex.IsMatch(n)).Select(n => Col(Identifier.QuoteAlways(n)))];
    }

    /// <summary>The columns' names and types.</summary>
    public StructType Schema() => _schema;

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Columns() => [.. _schema.FieldNames];

    /// <summary>Each column's name with its type as SQL writes it:
    /// <c>("Age", "int")</c>.</summary>
    public IEnumerable<(string Name, string Type)> DTypes() => _schema.Fields.Select(f => (f.Name, f.DataType.SimpleString));

    /// <summary>Prints the columns' names and types as a tree.</summary>
    public void PrintSchema() => Console.WriteLine(_schema.ToTreeString());

    /// <summary>Prints how the query is computed; <paramref name="extended"/> shows every stage from the plan as built on.</summary>
    public void Explain(bool extended = false) => Explain(extended ? "extended" : "simple");

    /// <summary>Prints how the query is computed: <c>simple</c>, <c>extended</c> or <c>formatted</c>.</summary>
    public void Explain(string mode) => Console.WriteLine(ExplainString(mode));

    /// <summary>What <see cref="Explain(string)"/> prints: the plan, and what the engine makes of it.</summary>
    public string ExplainString(string mode = "simple") => Session.Engine.Explain(Plan, mode);

    /// <summary>The same query under a name that its columns can be qualified with: <c>df.As("t")</c>, then <c>Col("t.Age")</c>.</summary>
    public DataFrame Alias(string alias) => Derive(new SubqueryAlias(Plan, alias, []));

    /// <summary>The same as <see cref="Alias"/>.</summary>
    public DataFrame As(string alias) => Alias(alias);

    /// <summary>A function of DataFrames in a chain of calls: <c>df.Transform(Cleaned).Show()</c>.</summary>
    public DataFrame Transform(Func<DataFrame, DataFrame> func) => func(this);

    /// <summary>The columns with their types, as in <c>[Age: int, Name: string]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _schema.Fields.Select(f => $"{f.Name}: {f.DataType.SimpleString}"))}]";

    IReadOnlyList<DescribedColumn> IDescribedTable.DescribeColumns() => Language.TableColumns.Describe(_schema);

    internal DataFrame Derive(Relation plan) => new(Session, plan);

    private QueryResult Execute(Relation plan, CancellationToken cancellationToken) =>
        Session.Engine.Execute(plan, Token(cancellationToken));

    // The cell's stop button reaches every action that was not given another token.
    private static CancellationToken Token(CancellationToken given) => given.CanBeCanceled ? given : CellContext.Current.CancellationToken;
}
