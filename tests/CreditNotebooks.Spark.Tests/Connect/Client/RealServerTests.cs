using System.Diagnostics;
using System.Text;
using CreditNotebooks.Spark.Engines.Connect;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using static CreditNotebooks.Spark.Engines.Connect.Protocol.ExecutePlanResponse.ResponseTypeOneofCase;

namespace CreditNotebooks.Spark.Tests.Connect.Client;

/// <summary>The client against a real Spark Connect server.</summary>
[Trait("Needs", "Spark")]
public sealed class RealServerTests
{
    // A minute in steps of a tenth of a second, with few rows: the server holds each step's rows in memory.
    private const string Slow = "SELECT id, aggregate(sequence(1, 200000 + id), 0L, (a, x) -> a + x) FROM range(0, 6000, 1, 600)";

    [SkippableFact]
    public void A_query_gives_its_schema_its_batches_and_its_end()
    {
        using var client = Connect();
        var responses = client.ExecuteToEnd(Query("SELECT id, id * 2 AS b FROM range(25000)"));
        Assert.Equal(["id", "b"], responses.Select(r => r.Schema).First(s => s is not null).Struct.Fields.Select(f => f.Name));
        var batches = responses.Where(r => r.ResponseTypeCase == ArrowBatch).ToList();
        Assert.Equal(25000, batches.Sum(b => b.ArrowBatch.RowCount));
        Assert.All(batches, b => Assert.False(b.ArrowBatch.Data.IsEmpty));
        Assert.Contains(responses, r => r.Metrics is not null);
    }

    [SkippableFact]
    public void A_row_larger_than_a_piece_arrives_whole()
    {
        using var client = Connect("grpc_max_message_size=4194304");
        var responses = client.ExecuteToEnd(Query("SELECT repeat('abcdefgh', 2000000) AS s"));
        var batch = Assert.Single(responses, r => r.ResponseTypeCase == ArrowBatch).ArrowBatch;
        Assert.Equal(1, batch.RowCount);
        Assert.True(batch.Data.Length > 16_000_000);
    }

    [SkippableFact]
    public void The_version_the_schema_and_the_plan_are_told_without_running_the_query()
    {
        using var client = Connect();
        Assert.StartsWith("4.", client.SparkVersion, StringComparison.Ordinal);
        Assert.Equal(DataType.KindOneofCase.Decimal, client.Schema(Query("SELECT 1.50BD AS d")).Struct.Fields.Single().DataType.KindCase);
        var explain = new AnalyzePlanRequest.Types.Explain
        {
            Plan = Query("SELECT * FROM range(3)"),
            ExplainMode = AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Extended,
        };
        Assert.Contains("Range", client.Analyze(new() { Explain = explain }).Explain.ExplainString, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Settings_are_set_read_and_taken_back()
    {
        using var client = Connect();
        Assert.Null(client.GetConfig("my.own.setting"));
        client.SetConfig([new("my.own.setting", "a"), new("spark.sql.shuffle.partitions", "7")]);
        Assert.Equal("a", client.GetConfig("my.own.setting"));
        Assert.Equal("7", client.GetAllConfig()["spark.sql.shuffle.partitions"]);
        client.UnsetConfig("my.own.setting");
        Assert.Null(client.GetConfig("my.own.setting"));
        Assert.True(client.IsModifiable("spark.sql.shuffle.partitions"));
        Assert.False(client.IsModifiable("spark.sql.warehouse.dir"));
        Assert.Equal("CANNOT_MODIFY_STATIC_CONFIG",
            Assert.Throws<SparkException>(() => client.SetConfig([new("spark.sql.warehouse.dir", "x")])).Condition);
    }

    [SkippableTheory]
    [InlineData("SELECT 1/0", "DIVIDE_BY_ZERO", "22012", "1/0", 7)]
    [InlineData("SELECT id,\n       1 / (id - id) FROM range(3)", "DIVIDE_BY_ZERO", "22012", "1 / (id - id)", 7)]
    [InlineData("SELECT\n nope FROM range(3)", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703", "nope", 1)]
    [InlineData("SELECT * FROM no_such_table", "TABLE_OR_VIEW_NOT_FOUND", "42P01", "no_such_table", 14)]
    public void An_error_has_its_condition_its_state_and_its_spot_in_the_text(string sql, string condition, string state, string fragment,
        int column)
    {
        using var client = Connect();
        var error = Assert.Throws<SparkException>(() => client.ExecuteToEnd(Query(sql)));
        Assert.Equal((condition, state, column), (error.Condition, error.SqlState, error.Column));
        Assert.Equal(fragment, sql[error.Span.Start..error.Span.End]);
        Assert.StartsWith($"[{condition}] ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(new string('^', fragment.Length), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SQLSTATE", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("== SQL", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_error_of_the_parser_reads_like_the_embedded_engines()
    {
        using var client = Connect();
        var error = Assert.Throws<SparkException>(() => client.ExecuteToEnd(Sql("SELECT 1\nFORM x y z")));
        Assert.Equal("PARSE_SYNTAX_ERROR", error.Condition);
        Assert.Equal("[PARSE_SYNTAX_ERROR] Syntax error at or near 'x'. (line 2, pos 5)\n\nFORM x y z\n     ^", error.Message);
        Assert.Equal("'x'", error.MessageParameters["error"]);
    }

    [SkippableFact]
    public void A_cancelled_query_stops_on_the_server_at_once()
    {
        using var client = Connect();
        using var cancel = new CancellationTokenSource();
        using var execution = client.Execute(Query(Slow), null, cancel.Token);
        cancel.CancelAfter(1500);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            while (execution.Next() is not null)
            {
            }
        });
        var clock = Stopwatch.StartNew();
        while (client.InterruptAll().Count > 0)
        {
            Assert.True(clock.Elapsed.TotalSeconds < 10);
            Thread.Sleep(50);
        }
    }

    [SkippableFact]
    public void A_result_dropped_half_way_stops_its_query()
    {
        using var client = Connect();
        using (var execution = client.Execute(Query(Slow)))
        {
            while (execution.Next() is { } response && response.ResponseTypeCase != ArrowBatch)
            {
            }
        }
        var clock = Stopwatch.StartNew();
        while (client.InterruptAll().Count > 0)
        {
            Assert.True(clock.Elapsed.TotalSeconds < 10);
            Thread.Sleep(50);
        }
    }

    [SkippableFact]
    public void Queries_are_interrupted_by_their_tag()
    {
        using var client = Connect();
        var query = Task.Run(() => client.ExecuteToEnd(Query(Slow), ["mine"]));
        while (client.InterruptTag("mine").Count == 0)
        {
            Assert.False(query.IsCompleted);
            Thread.Sleep(50);
        }
        Assert.Equal("OPERATION_CANCELED", Assert.ThrowsAny<SparkException>(() => query.GetAwaiter().GetResult()).Condition);
    }

    [SkippableFact]
    public void Eight_queries_run_at_once_in_a_session()
    {
        using var client = Connect();
        var counts = Enumerable.Range(1, 8).AsParallel().WithDegreeOfParallelism(8)
            .Select(i => client.ExecuteToEnd(Query($"SELECT id FROM range({i * 1000})")).Where(r => r.ArrowBatch is not null)
                .Sum(r => r.ArrowBatch.RowCount));
        Assert.Equal(Enumerable.Range(1, 8).Select(i => i * 1000L), counts.Order());
    }

    [SkippableFact]
    public void A_file_that_is_sent_along_is_there_to_be_read()
    {
        using var client = Connect();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a line of text\n", 10_000)));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.False(client.HasArtifact("cache/" + hash));
        client.AddArtifact("cache/" + hash, () => new MemoryStream(bytes));
        Assert.True(client.HasArtifact("cache/" + hash));
        client.AddArtifact("files/small.txt", () => new MemoryStream(bytes, 0, 100));
    }

    [SkippableFact]
    public void A_request_over_the_servers_limit_gets_its_error()
    {
        using var client = Connect("grpc_max_message_size=400000000");
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<SparkException>(() => client.ExecuteToEnd(Query($"SELECT length('{new string('x', 140 << 20)}')")));
        Assert.Equal("SPARK_CONNECT.RESOURCE_EXHAUSTED", error.Condition);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [SkippableFact]
    public void A_session_that_another_client_ended_says_what_to_do()
    {
        var id = Guid.NewGuid().ToString();
        using var client = new SparkConnectClient(ConnectionString.Parse($"{SparkServer.ConnectionString()}/;session_id={id}"));
        _ = client.SparkVersion;
        using (var other = new SparkConnectClient(client.Connection))
        {
            _ = other.SparkVersion;
            other.ReleaseSession();
        }
        var error = Assert.Throws<SparkException>(() => client.ExecuteToEnd(Query("SELECT 1")));
        Assert.StartsWith("INVALID_HANDLE.SESSION_", error.Condition, StringComparison.Ordinal);
        Assert.Contains("build a new session", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_server_killed_in_mid_query_is_one_clear_error_within_5_s_and_a_new_session_works_once_it_is_back()
    {
        using var server = SparkServer.StartOwn();
        using var client = new SparkConnectClient(ConnectionString.Parse(server.ConnectionString));
        using var execution = client.Execute(Query(Slow));
        while (execution.Next() is { } response && response.ResponseTypeCase != ArrowBatch)
        {
        }
        server.Kill();
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<SparkException>(() =>
        {
            while (execution.Next() is not null)
            {
            }
        });
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal("SPARK_CONNECT.UNAVAILABLE", error.Condition);
        Assert.Contains("Nothing listens on 127.0.0.1:", error.Message, StringComparison.Ordinal);
        execution.Dispose();
        server.Start();
        Assert.Equal("INVALID_HANDLE.SESSION_CHANGED", Assert.Throws<SparkException>(() => client.ExecuteToEnd(Query("SELECT 1")))
            .Condition);
        using var next = new SparkConnectClient(ConnectionString.Parse(server.ConnectionString));
        Assert.NotEmpty(next.ExecuteToEnd(Query("SELECT 1")));
    }

    [SkippableFact]
    public void A_long_result_is_right_when_the_server_ends_its_stream_again_and_again()
    {
        using var server = SparkServer.StartOwn("spark.connect.execute.reattachable.senderMaxStreamSize=1m "
            + "spark.connect.execute.reattachable.senderMaxStreamDuration=2s");
        using var client = new SparkConnectClient(ConnectionString.Parse(server.ConnectionString));
        var rows = client.ExecuteToEnd(Query("SELECT id, repeat('x', 100) FROM range(200000)")).Where(r => r.ArrowBatch is not null)
            .Sum(r => r.ArrowBatch.RowCount);
        Assert.Equal(200_000, rows);
    }

    [SkippableFact]
    public void A_connection_cut_200_times_at_any_byte_gives_the_right_answer_or_a_clear_error()
    {
        using var proxy = new CuttingProxy(ConnectionString.Parse(SparkServer.ConnectionString()).Address.Port);
        using var client = new SparkConnectClient(ConnectionString.Parse($"sc://127.0.0.1:{proxy.Port}"));
        var query = Query("SELECT id, repeat(chr(97 + id % 26), 100) AS s FROM range(30000)");
        var (right, size) = (Batches(client, query), proxy.Sent);
        var (random, rightAnswers) = (new Random(7), 0);
        for (var i = 0; i < 200; i++)
        {
            proxy.CutAfter(i < 40 ? i * 5 : random.Next(size));
            try
            {
                Assert.Equal(right, Batches(client, query));
                rightAnswers++;
            }
            catch (SparkException e)
            {
                Assert.StartsWith("SPARK_CONNECT.", e.Condition, StringComparison.Ordinal);
            }
        }
        Assert.InRange(rightAnswers, 190, 200);
        Assert.InRange(proxy.Cuts, 190, 200);
    }

    // Arrow streams of equal rows are equal bytes.
    private static string Batches(SparkConnectClient client, Plan query) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
            [.. client.ExecuteToEnd(query).Where(r => r.ArrowBatch is not null).SelectMany(r => r.ArrowBatch.Data)]));

    private static SparkConnectClient Connect(string parameters = "") =>
        new(ConnectionString.Parse($"{SparkServer.ConnectionString()}/;{parameters}"));

    private static Plan Query(string sql) => new() { Root = new() { Sql = new() { Query = sql } } };

    private static Plan Sql(string sql) =>
        new() { Command = new() { SqlCommand = new() { Input = new() { Sql = new() { Query = sql } } } } };
}
