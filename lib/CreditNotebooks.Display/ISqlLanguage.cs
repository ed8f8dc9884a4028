namespace CreditNotebooks.Display;

/// <summary>What an editor asks an <see cref="ISqlSession"/> about text that is being typed. Texts may be unfinished; nothing here runs a
/// query or throws because of them. Positions count UTF-16 units.</summary>
public interface ISqlLanguage
{
    /// <summary>What may stand at the position of an SQL cell's text.</summary>
    SqlChoices Complete(string text, int position);

    /// <summary>What may stand at the position of an expression over the given columns.</summary>
    SqlChoices CompleteExpression(string text, int position, IReadOnlyList<DescribedColumn> columns);

    /// <summary>What stands at the position of an SQL cell's text: a function, table or column; null where nothing is known of
    /// it.</summary>
    SqlDescription? Describe(string text, int position);

    /// <summary>The SQL function that a method of the session's libraries makes; null where it makes none.</summary>
    /// <param name="type">The full name of the method's type.</param>
    /// <param name="method">The method's name.</param>
    SqlDescription? DescribeMethod(string type, string method);

    /// <summary>The names of tables and views.</summary>
    IReadOnlyList<string> TableNames { get; }

    /// <summary>What a text means that is given to a method of the session's libraries.</summary>
    /// <param name="type">The full name of the method's type.</param>
    /// <param name="method">The method's name; <c>this[]</c> for an indexer.</param>
    /// <param name="parameter">The parameter's name.</param>
    SqlTextMeaning MeaningOf(string type, string method, string parameter);
}

/// <summary>What may replace the text from <paramref name="Start"/> to the position that was asked for.</summary>
public sealed record SqlChoices(int Start, IReadOnlyList<SqlChoice> Choices);

/// <summary>A text that may be inserted.</summary>
/// <param name="Text">With back quotes where the name needs them.</param>
/// <param name="Kind">What it names.</param>
/// <param name="Signature">A function's signature or a column's type; empty when there is nothing to say.</param>
public sealed record SqlChoice(string Text, SqlChoiceKind Kind, string Signature);

/// <summary>What a text of SQL names.</summary>
public enum SqlChoiceKind
{
    /// <summary>A column of a table that the statement names.</summary>
    Column,
    /// <summary>A table, view, or a name of WITH.</summary>
    Table,
    /// <summary>A function.</summary>
    Function,
    /// <summary>A word of the language.</summary>
    Keyword,
}

/// <summary>What is known of a name.</summary>
/// <param name="Signature">The function with its arguments and result, or the name with its type.</param>
/// <param name="Documentation">A sentence or two; empty when there are none.</param>
public sealed record SqlDescription(string Signature, string Documentation);

/// <summary>What a C# text means to the session.</summary>
public enum SqlTextMeaning
{
    /// <summary>Nothing that the session knows of.</summary>
    Other,
    /// <summary>The name of a column.</summary>
    Column,
    /// <summary>An SQL expression.</summary>
    Expression,
    /// <summary>An SQL statement.</summary>
    Statement,
    /// <summary>The name of a table or view.</summary>
    Table,
    /// <summary>The path of a file or folder.</summary>
    Path,
}
