using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using CreditNotebooks.Spark.Parsing;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

/// <summary>Prints plans as Spark SQL, so that reading the text back gives an equal plan. What only the DataFrame API can say is refused by name.</summary>
internal sealed partial class SparkSqlWriter
{
    private readonly StringBuilder text = new();

    // Spark reads >> as two closing brackets wherever the word ARRAY, MAP or STRUCT stood before, even as a function's name; in quotes it is no such word.
    private readonly bool quoteTypeNames;
    private bool hasShift;
    private bool hasTypeName;

    private readonly Func<Seq<string>, Seq<string>> tableName;
    private ImmutableHashSet<string> commonTables = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    private SparkSqlWriter(bool quoteTypeNames, Func<Seq<string>, Seq<string>> tableName) => (this.quoteTypeNames, this.tableName) = (quoteTypeNames, tableName);

    public static string Write(Statement statement) => Run(w => w.WriteStatement(statement));

    public static string Write(Relation query) => Run(w => w.WriteQuery(query));

    /// <summary>The query with other tables: each name in FROM, those in subqueries too, becomes what the function makes of it, under the old name as an
    /// alias; those that WITH gives stay.</summary>
    public static string Write(Relation query, Func<Seq<string>, Seq<string>> tableName) => Run(w => w.WriteQuery(query), tableName);

    /// <summary>An expression as it stands in SELECT's list: with its alias.</summary>
    public static string Write(Expression expression) => Run(w => w.WriteNamed(expression));

    public static string Write(SortOrder order) => Run(w => w.WriteSortItem(order));

    private static string Run(Action<SparkSqlWriter> write, Func<Seq<string>, Seq<string>>? tableName = null)
    {
        tableName ??= name => name;
        var writer = new SparkSqlWriter(quoteTypeNames: false, tableName);
        try
        {
            write(writer);
            if (writer.hasShift && writer.hasTypeName) write(writer = new SparkSqlWriter(quoteTypeNames: true, tableName));
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new SparkException("FAILED_TO_PARSE_TOO_COMPLEX", "The plan is nested too deeply to be written as SQL; cut it, for example with temporary views.", e);
        }
        return writer.text.ToString();
    }

    internal static SparkException Refuse(string what) => new("UNSUPPORTED_FEATURE", $"{what} cannot be written as Spark SQL.");

    private static void EnterLevel() => RuntimeHelpers.EnsureSufficientExecutionStack();

    private SparkSqlWriter Put(string part)
    {
        text.Append(part);
        return this;
    }

    private void PutList<T>(IEnumerable<T> items, Action<T> write)
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first) Put(", ");
            first = false;
            write(item);
        }
    }

    private void PutInParentheses<T>(IEnumerable<T> items, Action<T> write)
    {
        Put("(");
        PutList(items, write);
        Put(")");
    }

    private void PutNames(IEnumerable<string> names) => PutInParentheses(names, name => Put(Quote(name)));

    private string Quote(IEnumerable<string> parts) => string.Join('.', parts.Select(Quote));

    /// <summary>A name as it stands, where it cannot be read as anything else.</summary>
    private string Quote(string name)
    {
        if (name.ToUpperInvariant() is "ARRAY" or "MAP" or "STRUCT")
        {
            hasTypeName = true;
            if (quoteTypeNames) return Identifier.QuoteAlways(name);
        }
        var plain = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !Keywords.IsSpecial(name.ToUpperInvariant());
        return plain ? name : Identifier.QuoteAlways(name);
    }
}
