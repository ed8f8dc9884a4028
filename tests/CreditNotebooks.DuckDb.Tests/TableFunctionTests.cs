namespace CreditNotebooks.DuckDb.Tests;

public sealed class TableFunctionTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void SQL_reads_a_table_in_CSharp_on_several_threads()
    {
        var source = new Numbers(1_000_000);
        using var table = _session.Connection.Share(source);
        Assert.Equal([1_000_000L, (Int128)999_999 * 500_000, 142858L], Assert.Single(_session.Rows(
            $"SELECT count(*), sum(n), count(*) FILTER (t IS NULL) FROM {table.Sql}")));
        Assert.True(source.IsClosed);
        Assert.Equal(1_000_000L, _session.Scalar($"SELECT count(*) FROM {table.Sql}"));
        Assert.Equal([0], source.LastColumns);
        Assert.Equal("number 5 in words", _session.Scalar($"SELECT t FROM {table.Sql} WHERE n = 5"));
        Assert.Equal([1, 0], source.LastColumns.OrderDescending());
        Assert.Equal(3L, _session.Scalar($"SELECT max(x.l[1]) FROM (SELECT l FROM {table.Sql} WHERE len(l) > 0 LIMIT 4) x"));
        Assert.Equal([2], source.LastColumns);
        Assert.Equal([3L, "number 3 in words", 3L], Assert.Single(_session.Rows(
            $"SELECT a.n, b.t, b.l[1] FROM {table.Sql} a JOIN {table.Sql} b ON a.n = b.n WHERE a.n = 3")));
    }

    [Fact]
    public void Rows_keep_their_order_and_a_limit_ends_the_scan()
    {
        var source = new Numbers(1_000_000) { Threads = 1 };
        using var table = _session.Connection.Share(source);
        Assert.Equal([5000L, 5001L], _session.Rows($"SELECT n FROM {table.Sql} LIMIT 2 OFFSET 5000").Select(row => row[0]));
        using (var result = _session.Connection.Query($"SELECT n FROM {table.Sql}"))
        {
            result.Next();
        }

        Assert.True(source.IsClosed);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("reader")]
    [InlineData("read")]
    [InlineData("type")]
    public void An_exception_in_a_source_is_the_query_s_error(string where)
    {
        var source = new Numbers(100_000) { FailAt = where };
        using var table = _session.Connection.Share(source);
        var error = Assert.Throws<DuckDbException>(() => _session.Rows($"SELECT sum(n), max(t) FROM {table.Sql}"));
        Assert.NotNull(error.InnerException);
        Assert.Equal(error.InnerException.Message, error.Message);
        Assert.True(source.IsClosed);
        Assert.Equal(1, _session.Scalar("SELECT 1"));
    }

    [Fact]
    public void A_table_that_was_taken_back_is_a_clear_error()
    {
        var table = _session.Connection.Share(new Numbers(1));
        table.Dispose();
        Assert.Contains("taken back", Assert.Throws<DuckDbException>(() => _session.Rows($"FROM {table.Sql}")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_takes_arguments()
    {
        _session.Connection.Register(new TableFunction("numbers", [DuckDbType.BigInt, DuckDbType.Varchar], static arguments =>
            new Numbers((long)arguments[0]!) { Name = (string?)arguments[1] ?? "none" }));
        Assert.Equal(7L, _session.Scalar("SELECT count(*) FROM numbers(7, 'it''s')"));
        Assert.Equal(6L, _session.Scalar("SELECT max(\"it's\") FROM numbers(7, 'it''s')"));
        Assert.Equal(6L, _session.Scalar("SELECT max(none) FROM numbers(7, NULL)"));
        Assert.Throws<ArgumentException>(() => new TableFunction("f", [DuckDbType.Date], static _ => new Numbers(1)));
    }

    /// <summary>0, 1, 2 … with a text that is null for every seventh row, and a list of none or one element.</summary>
    private sealed class Numbers(long rows) : ITableSource, ITableScan
    {
        private int _open;

        public string Name { get; init; } = "n";

        public string FailAt { get; init; } = "";

        public int Threads { get; init; } = 2;

        public int[] LastColumns { get; private set; } = [];

        public bool IsClosed => _open == 0;

        public IReadOnlyList<DuckDbField> Columns =>
            [new(Name, DuckDbType.BigInt), new("t", DuckDbType.Varchar), new("l", DuckDbType.List(DuckDbType.BigInt))];

        public long? Cardinality => rows;

        public int MaxThreads => Threads;

        public ITableScan Open(IReadOnlyList<int> columns)
        {
            if (FailAt == "open")
            {
                throw new IOException("cannot open");
            }

            LastColumns = [.. columns];
            Interlocked.Increment(ref _open);
            return new Scan(this, columns);
        }

        public ITableReader OpenReader() => throw new NotSupportedException();

        public void Dispose() => Interlocked.Decrement(ref _open);

        private sealed class Scan(Numbers source, IReadOnlyList<int> columns) : ITableScan
        {
            private long _taken;

            public int MaxThreads => source.Threads;

            public ITableReader OpenReader() => source.FailAt == "reader" ? throw new IOException("no reader") : new Reader(this, source,
                columns);

            public void Dispose() => source.Dispose();

            public long Take() => Interlocked.Add(ref _taken, 2000) - 2000;
        }

        private sealed class Reader(Scan scan, Numbers source, IReadOnlyList<int> columns) : ITableReader
        {
            private bool _pause;

            public bool Read(ChunkWriter output)
            {
                // Every other call writes nothing, which is not the end.
                _pause = !_pause;
                if (_pause)
                {
                    return true;
                }

                var first = scan.Take();
                if (first >= source.Rows)
                {
                    return false;
                }

                if (source.FailAt == "read" && first > 50_000)
                {
                    throw new IOException("cannot read on");
                }

                output.Count = (int)Math.Min(2000, source.Rows - first);
                for (var row = 0; row < output.Count; row++)
                {
                    for (var column = 0; column < columns.Count; column++)
                    {
                        Write(output[column], columns[column], row, first + row);
                    }
                }

                return true;
            }

            public void Dispose()
            {
            }

            private void Write(VectorWriter output, int column, int row, long number)
            {
                switch (column)
                {
                    case 0 when source.FailAt == "type": output.SetString(row, "x"); break;
                    case 0: output.Set(row, number); break;
                    case 1: output.SetString(row, number % 7 == 0 ? null : $"number {number} in words"); break;
                    case 2: output.SetValue(row, number % 2 == 0 ? Array.Empty<object?>() : new object?[] { number % 4 == 1 ? 1
                        : 3 }); break;
                }
            }
        }

        private long Rows => rows;
    }
}
