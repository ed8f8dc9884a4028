namespace CreditNotebooks.DuckDb.Tests;

/// <summary>A database in memory with one connection.</summary>
internal sealed class Session : IDisposable
{
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(settings: new Dictionary<string, string> { ["threads"] = "2" });

    public Session() => Connection = _database.Connect();

    public DuckDbConnection Connection { get; }

    public DuckDbConnection Another() => _database.Connect();

    public List<object?[]> Rows(string sql)
    {
        using var result = Connection.Query(sql);
        var rows = new List<object?[]>();
        foreach (var chunk in result.Chunks())
        {
            for (var row = 0; row < chunk.Count; row++)
            {
                rows.Add([.. Enumerable.Range(0, chunk.ColumnCount).Select(column => chunk[column].GetValue(row))]);
            }
        }

        return rows;
    }

    public object? Scalar(string sql) => Assert.Single(Rows(sql))[0];

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
    }
}
