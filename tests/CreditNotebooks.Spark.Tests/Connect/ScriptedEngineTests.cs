using System.Runtime.CompilerServices;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Engines.Connect.Arrow;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using CreditNotebooks.Spark.Tests.Connect.Client;
using CreditNotebooks.Spark.Types;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using static CreditNotebooks.Spark.Functions;
using Field = CreditNotebooks.Spark.Engines.Connect.Protocol.DataType.Types.StructField;

namespace CreditNotebooks.Spark.Tests.Connect;

/// <summary>The whole engine on recorded responses: how often it asks, how much it holds, and what it says when the server does not play
/// along.</summary>
public sealed class ScriptedEngineTests
{
    private const string Token = "dapi-0918273645";

    private static readonly StructType Ids = new([new StructField("id", Types.DataType.Long, false)]);

    private static ScriptedSession Script(params long[] ids) => new(Schema(), Batch(ids));

    [Fact]
    public void A_query_costs_a_call_for_its_columns_and_one_for_its_rows()
    {
        using var session = Script(1, 2);
        using var spark = Connect(session);
        Assert.Equal([1L, 2L], spark.Sql("SELECT id FROM t").Collect().Select(r => r[0]));
        Assert.Equal(["AnalyzePlan", "AnalyzePlan", "ExecutePlan"], Asked(session));
        spark.Stop();
        Assert.Single(session.Server.Of("ReleaseExecute"));
    }

    [Fact]
    public void A_setting_is_asked_for_once()
    {
        using var session = Script(1, 2);
        using var spark = Connect(session);
        var rows = spark.Sql("SELECT id FROM t");
        Assert.Equal(rows.ShowString(), rows.ShowString());
        Assert.Single(session.Server.Of("Config"));
        Assert.Equal(2, session.Server.Of("ExecutePlan").Count);
    }

    [Fact]
    public void A_plan_with_the_columns_of_one_that_is_known_is_not_asked_about()
    {
        using var session = Script(1, 2);
        using var spark = Connect(session);
        var rows = spark.Sql("SELECT id FROM t");
        var before = session.Server.Calls.Count;
        Assert.Equal("[id: bigint]", rows.Limit(5).As("a").Limit(3).ToString());
        Assert.Equal(before, session.Server.Calls.Count);
        rows.Filter(Col("id") > 1);
        Assert.Equal(before + 1, session.Server.Calls.Count);
    }

    [Fact]
    public void Ten_million_rows_are_read_with_few_batches_in_memory_here_and_on_the_way()
    {
        const int Batches = 1000, Rows = 10_000, OnTheWay = 400, Alive = 4;
        var sent = 0;
        var frame = ScriptedCall.Frame(Batch([.. Enumerable.Range(0, Rows).Select(i => (long)i)]));
        using var session = Script();
        using var spark = Connect(session);
        session.Then(async (call, due) =>
        {
            await call.Send(due[0]);
            for (; sent < Batches; sent++) await call.Write(frame);
            await call.Send(due[^1]);
            call.End();
        });
        using var result = spark.Engine.Execute(spark.Sql("SELECT id FROM t").Plan, default);
        var (rows, seen) = (0L, new List<WeakReference>());
        Assert.True(Take(result, seen, ref rows));
        // Who does not read makes the server wait.
        for (var last = -1; last != Volatile.Read(ref sent);)
        {
            last = sent;
            Thread.Sleep(300);
        }
        Assert.InRange(sent, 1, OnTheWay);
        while (Take(result, seen, ref rows))
        {
            if (seen.Count % 100 != 0) continue;
            GC.Collect();
            Assert.InRange(seen.Count(s => s.IsAlive), 0, Alive);
            Assert.InRange(Volatile.Read(ref sent) - seen.Count, -1, OnTheWay);
        }
        Assert.Equal((Batches, (long)Batches * Rows), (seen.Count, rows));
    }

    [Fact]
    public void A_server_that_ends_every_stream_without_a_word_is_not_asked_for_ever()
    {
        using var session = Script(1);
        using var spark = Connect(session);
        var rows = spark.Sql("SELECT id FROM t");
        for (var i = 0; i < 100; i++) session.ThenEndAfter(0);
        var error = Assert.Throws<SparkException>(() => rows.Collect());
        Assert.Equal("SPARK_CONNECT.DATA_LOSS", error.Condition);
        Assert.Contains("21 times in a row without a word", error.Message, StringComparison.Ordinal);
        Assert.Single(session.Server.Of("ExecutePlan"));
        Assert.Equal(20, session.Server.Of("ReattachExecute").Count);
    }

    [Fact]
    public void A_server_that_forgets_every_query_is_not_asked_for_ever()
    {
        using var session = Script(1);
        using var spark = Connect(session);
        var rows = spark.Sql("SELECT id FROM t");
        for (var i = 0; i < 100; i++) session.ThenFail(13, "[INVALID_HANDLE.OPERATION_NOT_FOUND] no");
        Assert.Equal("SPARK_CONNECT.DATA_LOSS", Assert.Throws<SparkException>(() => rows.Collect()).Condition);
    }

    [Theory]
    [InlineData("3.5.2")]
    [InlineData("4.0.1")]
    public void An_older_server_says_its_version_and_runs_what_it_knows(string version)
    {
        using var session = Old(version, 1, 2);
        using var spark = Connect(session);
        Assert.Equal(version, spark.Version());
        Assert.Equal([1L, 2L], spark.Sql("SELECT id FROM t").Collect().Select(r => r[0]));
        spark.Sql("CREATE TABLE t2 AS SELECT 1");
        var plans = session.Server.Of("ExecutePlan").Select(c => c.Request<ExecutePlanRequest>().Plan);
        var command = plans.Single(p => p.Command is not null).Command.SqlCommand;
        Assert.Equal(("CREATE TABLE t2 AS SELECT 1", "CREATE TABLE t2 AS SELECT 1"), (command.Sql, command.Input.Sql.Query));
        spark.Stop();
    }

    [Theory]
    [InlineData("3.5.2")]
    [InlineData("4.0.1")]
    public void What_an_older_server_does_not_know_is_refused_with_its_version(string version)
    {
        using var session = Old(version, 1);
        using var spark = Connect(session);
        var rows = spark.Sql("SELECT id FROM t");
        const string classes = """["org.apache.spark.sql.connect.planner.InvalidPlanInput","java.lang.RuntimeException"]""";
        session.ThenFail(13, "Expression with ID: 24 is not supported", new ErrorInfo { Metadata = { ["classes"] = classes } });
        var server = $"127.0.0.1:{session.Server.Address.Port} runs Spark {version}";
        Assert.Equal($"[InvalidPlanInput] Expression with ID: 24 is not supported. {server}, which may be too old for it; Spark 4.1 takes it.",
            Assert.Throws<SparkException>(() => rows.Collect()).Message);
        session.Unknown = ["AddArtifacts"];
        var error = Assert.Throws<SparkException>(() => spark.CopyFromLocalToFs(typeof(ScriptedEngineTests).Assembly.Location, "/there"));
        Assert.Equal("SPARK_CONNECT.UNIMPLEMENTED", error.Condition);
        Assert.Contains($"{server}, which does not know this call: Method not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_in_no_message_no_setting_and_no_text()
    {
        using var session = Script(1);
        using var spark = Connect(session, $"token={Token};use_ssl=false");
        var rows = spark.Sql("SELECT id FROM t");
        session.ThenFail(16, $"{Token} has expired");
        var error = Assert.Throws<SparkException>(() => rows.Collect());
        Assert.Equal("SPARK_CONNECT.UNAUTHENTICATED", error.Condition);
        Assert.StartsWith($"127.0.0.1:{session.Server.Address.Port} does not take the token", error.Description, StringComparison.Ordinal);
        Assert.Equal("Bearer " + Token, session.Server.Of("ExecutePlan").Single().Headers["authorization"]);
        string?[] texts =
        [
            error.ToString(), error.InnerException?.ToString(), error.SqlText, spark.ToString(), rows.ToString(), spark.Engine.Remote,
            string.Join(" ", spark.Conf().GetAll()),
            string.Join(" ", session.Server.Calls.SelectMany(c => c.Messages).Select(m => System.Text.Encoding.UTF8.GetString(m))),
        ];
        Assert.All(texts, t => Assert.DoesNotContain(Token, t ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_session_that_is_refused_is_one_clear_error_without_its_token()
    {
        using var server = new ScriptedServer(call =>
        {
            call.Fail(16, $"no such token: {Token}");
            return Task.CompletedTask;
        });
        var builder = SparkSession.Builder().Remote($"sc://127.0.0.1:{server.Address.Port}/;token={Token};use_ssl=false");
        var error = Assert.Throws<SparkException>(() => builder.Create());
        Assert.Equal("SPARK_CONNECT.UNAUTHENTICATED", error.Condition);
        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_over_the_limit_of_a_message_is_refused_and_rows_over_it_travel_in_pieces()
    {
        using var session = Script(1);
        using var spark = Connect(session, "grpc_max_message_size=100000");
        var error = Assert.Throws<SparkException>(() => spark.Sql($"SELECT '{new string('x', 200_000)}' AS id"));
        Assert.Equal("SPARK_CONNECT.RESOURCE_EXHAUSTED", error.Condition);
        Assert.Contains("100,000", error.Message, StringComparison.Ordinal);
        var rows = spark.CreateDataFrame(Enumerable.Range(0, 100).Select(i => new { id = (long)i, text = new string('y', 3000) }));
        Assert.Equal(1L, rows.Collect()[0][0]);
        Assert.Equal(1L, rows.Limit(1).Collect()[0][0]);
        Assert.InRange(Assert.Single(session.Server.Of("AddArtifacts")).Messages.Count, 8, 20);
        Assert.All(session.Server.Of("ExecutePlan"), c => Assert.InRange(c.Messages.Single().Length, 1, 1000));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Take(QueryResult result, List<WeakReference> seen, ref long rows)
    {
        if (result.Next() is not [var column]) return false;
        rows += column.Count;
        seen.Add(new WeakReference(column));
        return true;
    }

    private static SparkSession Connect(ScriptedSession session, string parameters = "") =>
        SparkSession.Builder().Remote($"sc://127.0.0.1:{session.Server.Address.Port}/;{parameters}").Create();

    // Without a session id of the server's own, and without the calls that came later.
    private static ScriptedSession Old(string version, params long[] ids) => new(Schema(), Batch(ids))
    {
        Version = version,
        ServerSessionId = version.StartsWith('3') ? "" : "server-1",
        Unknown = version.StartsWith('3') ? ["FetchErrorDetails", "ReleaseSession"] : [],
    };

    // What was asked, but for what nobody waits for.
    private static IEnumerable<string> Asked(ScriptedSession session) =>
        session.Server.Calls.Select(c => c.Method).Where(m => !m.StartsWith("Release", StringComparison.Ordinal));

    private static ExecutePlanResponse Schema() => new()
    {
        Schema = new() { Struct = new() { Fields = { new Field { Name = "id", DataType = new() { Long = new() } } } } },
    };

    private static ExecutePlanResponse Batch(long[] ids) => new()
    {
        ArrowBatch = new()
        {
            RowCount = ids.Length,
            Data = ByteString.CopyFrom(ArrowWriter.Write(Ids, [.. ids.Select(i => new object?[] { i })])),
        },
    };
}
