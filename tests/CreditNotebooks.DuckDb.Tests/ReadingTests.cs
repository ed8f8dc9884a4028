namespace CreditNotebooks.DuckDb.Tests;

public sealed class ReadingTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory, MemberData(nameof(Literals.All), MemberType = typeof(Literals))]
    public void Reads_every_type(string literal, object? expected) => Assert.Equal(expected, _session.Scalar($"SELECT {literal}"));

    [Theory, MemberData(nameof(Literals.All), MemberType = typeof(Literals))]
    public void Reads_every_type_between_nulls_and_beyond_one_chunk(string literal, object? expected)
    {
        var rows = _session.Rows($"SELECT v FROM range(5000) r(i) LEFT JOIN (SELECT {literal} AS v) ON i % 3 = 1 ORDER BY i");
        Assert.Equal(5000, rows.Count);
        Assert.All(rows.Index(), row => Assert.Equal(row.Index % 3 == 1 ? expected : null, row.Item[0]));
    }

    [Theory]
    [InlineData("STRUCT(\"a b\" INTEGER, \"c\" DECIMAL(10,2)[])")]
    [InlineData("MAP(VARCHAR, STRUCT(\"x\" TIMESTAMP WITH TIME ZONE))")]
    [InlineData("ENUM('a', 'it''s')")]
    [InlineData("INTEGER[3][]")]
    [InlineData("UNION(\"n\" BIGINT, \"s\" VARCHAR)")]
    [InlineData("TIME_NS")]
    [InlineData("JSON")]
    public void Spells_a_type_as_SQL_does(string type)
    {
        using var result = _session.Connection.Query($"SELECT NULL::{type} AS x");
        Assert.Equal(type, Assert.Single(result.Columns).Type.ToSql());
        result.Dispose();
        using var again = _session.Connection.Query($"SELECT NULL::{type} AS x");
        Assert.Equal(result.Columns[0], again.Columns[0]);
    }

    [Fact]
    public void Refuses_a_VARIANT_by_name()
    {
        var error = Assert.Throws<NotSupportedException>(() => _session.Scalar("SELECT 1::VARIANT"));
        Assert.Contains("VARIANT", error.Message, StringComparison.Ordinal);
        Assert.Equal("1", _session.Scalar("SELECT 1::VARIANT::VARCHAR"));
    }

    [Fact]
    public void Reads_a_date_that_NET_cannot_hold_by_its_number()
    {
        Assert.Throws<OverflowException>(() => _session.Scalar("SELECT 'infinity'::DATE"));
        using var result = _session.Connection.Query("SELECT 'infinity'::DATE");
        Assert.Equal(int.MaxValue, result.Next()![0].Get<int>(0));
    }

    [Fact]
    public void Refuses_a_reader_of_another_size()
    {
        using var result = _session.Connection.Query("SELECT 1::INTEGER, 'text'");
        var chunk = result.Next()!;
        Assert.Throws<InvalidOperationException>(() => chunk[0].Get<long>(0));
        Assert.Throws<InvalidOperationException>(() => chunk[0].GetString(0));
        Assert.Throws<InvalidOperationException>(() => chunk[1].Values<Int128>());
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk[0].Get<int>(1));
    }

    [Fact]
    public void Nothing_of_a_chunk_can_be_read_after_it()
    {
        var result = _session.Connection.Query("SELECT i, [i] FROM range(5000) r(i)");
        var chunk = result.Next()!;
        var (numbers, child) = (chunk[0], chunk[1].Child);
        result.Next();
        Assert.Throws<ObjectDisposedException>(() => numbers.Get<long>(0));
        Assert.Throws<ObjectDisposedException>(() => child.Get<long>(0));
        Assert.Throws<ObjectDisposedException>(() => chunk[0]);
        result.Dispose();
        Assert.Throws<ObjectDisposedException>(() => result.Next());
    }

    [Fact]
    public void Streams_a_large_result_in_bounded_memory()
    {
        using var result = _session.Connection.Query("SELECT i, repeat('text', 200) || i FROM range(600000) r(i)");
        var before = Environment.WorkingSet;
        long rows = 0, peak = 0;
        while (result.Next() is { } chunk)
        {
            rows += chunk.Count;
            peak = Math.Max(peak, chunk.Count == 0 ? 0 : Environment.WorkingSet - before);
        }

        Assert.Equal(600000, rows);
        Assert.InRange(peak, long.MinValue, 200_000_000);
    }

    [Fact]
    public void A_new_statement_ends_the_result_before_it()
    {
        var first = _session.Connection.Query("SELECT * FROM range(100000)");
        first.Next();
        Assert.Equal(1, _session.Scalar("SELECT 1"));
        var error = Assert.Throws<ObjectDisposedException>(() => first.Next());
        Assert.Contains("another statement", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_all_statements_and_gives_the_rows_of_the_last() =>
        Assert.Equal(3L, _session.Scalar("CREATE TABLE t AS SELECT * FROM range(3); SELECT count(*) FROM t;"));
}
