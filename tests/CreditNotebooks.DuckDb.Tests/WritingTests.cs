namespace CreditNotebooks.DuckDb.Tests;

public sealed class WritingTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory, MemberData(nameof(Literals.All), MemberType = typeof(Literals))]
    public void Appends_every_type(string literal, object? expected)
    {
        if (literal == "NULL")
        {
            return;
        }

        _session.Connection.Execute($"CREATE TABLE t AS SELECT {literal} AS v LIMIT 0");
        using (var appender = _session.Connection.CreateAppender("t"))
        {
            for (var i = 0; i < 5000; i++)
            {
                appender.AppendRow(i % 3 == 1 ? expected : null);
            }

            appender.Close();
        }

        var rows = _session.Rows("SELECT v FROM t");
        Assert.Equal(5000, rows.Count);
        Assert.All(rows.Index(), row => Assert.Equal(row.Index % 3 == 1 ? expected : null, row.Item[0]));
        Assert.Equal(0L, _session.Scalar($"SELECT count(*) FROM t WHERE v IS NOT NULL AND v IS DISTINCT FROM ({literal})"));
    }

    [Theory, MemberData(nameof(Literals.All), MemberType = typeof(Literals))]
    public void Binds_every_type(string literal, object? expected)
    {
        using var probe = _session.Connection.Query($"SELECT {literal}");
        var type = probe.Columns[0].Type;
        probe.Dispose();
        using var statement = _session.Connection.Prepare(
            $"SELECT $value::{(literal == "NULL" ? "INTEGER" : type.ToSql())}, $value::VARCHAR = ({literal})::VARCHAR");
        using var result = statement.Bind("value", expected, type).Query();
        var chunk = result.Next()!;
        Assert.Equal(expected, chunk[0].GetValue(0));
        Assert.Equal(expected is null ? null : true, chunk[1].GetValue(0));
    }

    [Fact]
    public void Binds_by_position_and_runs_again()
    {
        _session.Connection.Execute("CREATE TABLE t (i INTEGER, d DECIMAL(10,2))");
        using var insert = _session.Connection.Prepare("INSERT INTO t VALUES (?, ?)");
        Assert.Equal(1, insert.Bind(1, 7L).Bind(2, 1.5m).Execute());
        Assert.Equal(1, insert.Bind(1, null).Execute());
        Assert.Equal([[7, new DuckDbDecimal(150, 2)], [null, new DuckDbDecimal(150, 2)]], _session.Rows("FROM t"));
        Assert.Throws<ArgumentException>(() => insert.Bind(3, 1));
        Assert.Throws<ArgumentException>(() => insert.Bind("name", 1));
        Assert.Throws<ArgumentException>(() => insert.Bind(1, new object()));
        Assert.Throws<ArgumentException>(() => _session.Connection.Prepare("SELECT 1; SELECT 2"));
        using var unbound = _session.Connection.Prepare("SELECT $a");
        Assert.Throws<DuckDbException>(() => unbound.Query());
        unbound.Dispose();
        Assert.Throws<ObjectDisposedException>(() => unbound.Execute());
    }

    [Fact]
    public void Fills_whole_chunks_with_lists_that_grow()
    {
        _session.Connection.Execute("CREATE TABLE t (l VARCHAR[][], m MAP(INTEGER, STRUCT(x VARCHAR)))");
        using (var appender = _session.Connection.CreateAppender("t"))
        {
            appender.AppendChunk(rows =>
            {
                rows.Count = ChunkWriter.Capacity;
                for (var row = 0; row < rows.Count; row++)
                {
                    rows[0].SetValue(row, new object?[] { new object?[] { "a", null, $"element {row} of a list" }, null,
                        new object?[] { "b" } });
                    rows[1].SetValue(row, new[] { KeyValuePair.Create<object, object?>(row, new[] { KeyValuePair.Create<string,
                        object?>("x", $"{row}") }) });
                }
            });
            appender.Close();
        }

        Assert.Equal(2048L, _session.Scalar(
            "SELECT count(*) FROM t WHERE l::VARCHAR = '[[a, NULL, element ' || rowid || ' of a list], NULL, [b]]' AND m[rowid::INTEGER].x = rowid::VARCHAR"));
    }

    [Fact]
    public void A_row_that_fails_closes_the_appender_and_leaves_nothing()
    {
        _session.Connection.Execute("CREATE TABLE t (i INTEGER NOT NULL, s VARCHAR)");
        using (var appender = _session.Connection.CreateAppender("t"))
        {
            appender.AppendRow(1, "one");
            Assert.Throws<ArgumentException>(() => appender.AppendRow(1));
            Assert.Throws<ArgumentException>(() => appender.AppendRow("x", "y"));
            Assert.Throws<InvalidOperationException>(() => appender.AppendRow(1, "one"));
        }

        using (var appender = _session.Connection.CreateAppender("t"))
        {
            appender.AppendRow(null, "one");
            Assert.Equal(DuckDbErrorType.Constraint, Assert.Throws<DuckDbException>(appender.Close).ErrorType);
        }

        Assert.Equal(0L, _session.Scalar("SELECT count(*) FROM t"));
        Assert.Equal(
            DuckDbErrorType.Catalog, Assert.Throws<DuckDbException>(() => _session.Connection.CreateAppender("nowhere")).ErrorType);
    }
}
