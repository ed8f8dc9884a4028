namespace CreditNotebooks.DuckDb;

/// <summary>A function in C# that SQL calls in FROM. For a single table <see cref="DuckDbConnection.Share"/> is simpler.</summary>
public sealed class TableFunction
{
    private static readonly DuckDbType[] Allowed = [DuckDbType.Boolean, DuckDbType.BigInt, DuckDbType.Double, DuckDbType.Varchar];

    /// <summary>Describes a function; <see cref="DuckDbConnection.Register(TableFunction)"/> makes it known.</summary>
    /// <param name="name">Its name in SQL.</param>
    /// <param name="parameters">BOOLEAN, BIGINT, DOUBLE or VARCHAR each; they arrive as bool, long, double, string or null.</param>
    /// <param name="bind">Gives the table for the arguments of one call; it runs each time a query is planned, so it should be
    /// quick.</param>
    public TableFunction(string name, IEnumerable<DuckDbType> parameters, Func<IReadOnlyList<object?>, ITableSource> bind)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Parameters = [.. parameters];
        Bind = bind;
        if (Parameters.FirstOrDefault(parameter => !Allowed.Contains(parameter)) is { } other)
        {
            throw new ArgumentException($"A table function takes BOOLEAN, BIGINT, DOUBLE or VARCHAR, not {other}.", nameof(parameters));
        }
    }

    /// <summary>Its name in SQL.</summary>
    public string Name { get; }

    /// <summary>The types of its arguments.</summary>
    public IReadOnlyList<DuckDbType> Parameters { get; }

    /// <summary>Gives the table for the arguments of one call.</summary>
    public Func<IReadOnlyList<object?>, ITableSource> Bind { get; }
}
