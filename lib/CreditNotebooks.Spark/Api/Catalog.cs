using CreditNotebooks.Spark.Plans;

namespace CreditNotebooks.Spark;

/// <summary>The session's views and cached tables. Made by <see cref="SparkSession.Catalog"/>.</summary>
public sealed class Catalog
{
    private readonly SparkSession _session;

    internal Catalog(SparkSession session) => _session = session;

    /// <summary>The tables and views, as SHOW TABLES lists them.</summary>
    public DataFrame ListTables() => Run(new Show("TABLES", [], null));

    /// <summary>The columns of a table or view: name, type and comment, as DESCRIBE lists them.</summary>
    public DataFrame ListColumns(string tableName) => Run(new Describe(new Table(ColumnNames.Parts(tableName))));

    /// <summary>The functions that SQL knows, as SHOW FUNCTIONS lists them.</summary>
    public DataFrame ListFunctions() => Run(new Show("FUNCTIONS", [], null));

    /// <summary>Whether there is a table or view of that name.</summary>
    public bool TableExists(string tableName)
    {
        try
        {
            _session.Engine.Schema(new Table(ColumnNames.Parts(tableName)));
            return true;
        }
        catch (SparkException e) when (e.Condition.StartsWith("TABLE_OR_VIEW_NOT_FOUND", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>Forgets a temporary view; false when there was none.</summary>
    public bool DropTempView(string viewName) => _session.Engine.DropView(viewName, global: false);

    /// <summary>Forgets a global temporary view; false when there was none.</summary>
    public bool DropGlobalTempView(string viewName) => _session.Engine.DropView(viewName, global: true);

    /// <summary>Keeps a table's rows in memory from the first action on.</summary>
    public void CacheTable(string tableName) => _session.Engine.Run(new CacheTable(ColumnNames.Parts(tableName), null, true));

    /// <summary>Forgets a table's kept rows.</summary>
    public void UncacheTable(string tableName) => _session.Engine.Run(new UncacheTable(ColumnNames.Parts(tableName), false));

    /// <summary>Forgets all kept rows.</summary>
    public void ClearCache() => _session.Engine.Run(new UncacheTable(null, false));

    private DataFrame Run(Statement statement) => new(_session, _session.Engine.Run(statement));
}
