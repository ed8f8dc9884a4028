using System.Diagnostics;
using CreditNotebooks.Spark.Engines.Connect;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using static CreditNotebooks.Spark.Tests.Connect.Client.ScriptedSession;

namespace CreditNotebooks.Spark.Tests.Connect.Client;

/// <summary>How a query's responses arrive: whole, once and in order, whatever becomes of the streams.</summary>
public sealed class ExecutionTests
{
    private static readonly Plan Query = new() { Root = new() { Sql = new() { Query = "SELECT 1" } } };

    [Fact]
    public void A_query_is_sent_with_an_id_tags_and_the_wish_to_be_taken_up_again()
    {
        using var session = new ScriptedSession(Batch("a"));
        using var client = session.Client();
        Assert.Equal("a", Data(client, ["t1", "t2"]));
        var request = session.Server.Of("ExecutePlan").Single().Request<ExecutePlanRequest>();
        Assert.True(Guid.TryParse(request.OperationId, out _));
        Assert.Equal((client.SessionId, Query), (request.SessionId, request.Plan));
        Assert.Equal(["t1", "t2"], request.Tags);
        Assert.True(request.RequestOptions[0].ReattachOptions.Reattachable);
        Assert.True(request.RequestOptions[1].ResultChunkingOptions.AllowArrowBatchChunking);
    }

    [Fact]
    public void The_servers_id_of_the_session_is_sent_back_to_it()
    {
        using var session = new ScriptedSession(Batch("a"));
        using var client = session.Client();
        _ = (Data(client), Data(client));
        Assert.Equal([false, true], session.Server.Of("ExecutePlan")
            .Select(c => c.Request<ExecutePlanRequest>().HasClientObservedServerSideSessionId));
    }

    [Fact]
    public void A_server_that_was_restarted_is_noticed_and_says_what_to_do()
    {
        using var session = new ScriptedSession(Batch("a"));
        using var client = session.Client();
        Data(client);
        session.ServerSessionId = "server-2";
        var error = Assert.Throws<SparkException>(() => Data(client));
        Assert.Equal("INVALID_HANDLE.SESSION_CHANGED", error.Condition);
        Assert.Contains("build a new session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_of_a_batch_are_joined()
    {
        using var session = new ScriptedSession(Batch("a"), Piece("b", 0, 3), Piece("c", 1, 3), Piece("d", 2, 3), Batch("e"));
        using var client = session.Client();
        Assert.Equal(["a", "bcd", "e"], client.ExecuteToEnd(Query).Select(r => r.ArrowBatch.Data.ToStringUtf8()));
    }

    public static TheoryData<string> WrongPieces => ["1/3", "0/3 0/3", "0/3 2/3", "0/3", "0/2 1/3 2/3"];

    [Theory]
    [MemberData(nameof(WrongPieces))]
    public void A_piece_that_is_missing_or_comes_twice_is_an_error(string pieces)
    {
        using var session = new ScriptedSession([.. pieces.Split(' ').Select(p => Piece("x", p[0] - '0', p[2] - '0'))]);
        using var client = session.Client();
        Assert.Equal("SPARK_CONNECT.DATA_LOSS", Assert.Throws<SparkException>(() => Data(client)).Condition);
    }

    [Fact]
    public void Rows_that_are_missing_are_an_error()
    {
        var (first, second) = (Batch("a", 10), Batch("b", 10));
        (first.ArrowBatch.StartOffset, second.ArrowBatch.StartOffset) = (0, 11);
        using var session = new ScriptedSession(first, second);
        using var client = session.Client();
        Assert.Contains("row 11 where row 10", Assert.Throws<SparkException>(() => Data(client)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_ends_early_goes_on_behind_the_last_response()
    {
        using var session = new ScriptedSession(Batch("a"), Batch("b"), Piece("c", 0, 2), Piece("d", 1, 2), Batch("e"));
        session.ThenEndAfter(1).ThenEndAfter(0).ThenEndAfter(2).ThenEndAfter(0).ThenEndAfter(2);
        using var client = session.Client();
        Assert.Equal("abcde", Data(client));
        Assert.Single(session.Server.Of("ExecutePlan"));
        Assert.Equal(["r0", "r0", "r2", "r2", "r4"], session.Server.Of("ReattachExecute")
            .Select(c => c.Request<ReattachExecuteRequest>().LastResponseId));
    }

    [Fact]
    public void A_stream_that_breaks_goes_on_behind_the_last_response()
    {
        using var session = new ScriptedSession(Batch("a"), Batch("b"), Batch("c"));
        session.ThenBreakAfter(0).ThenBreakAfter(1).ThenBreakAfter(1).ThenBreakAfter(0);
        using var client = session.Client();
        Assert.Equal("abc", Data(client));
        Assert.Equal(["", "r0", "r1", "r1"], session.Server.Of("ReattachExecute")
            .Select(c => c.Request<ReattachExecuteRequest>().LastResponseId));
    }

    [Theory]
    [InlineData("INVALID_HANDLE.OPERATION_NOT_FOUND")]
    [InlineData("INVALID_HANDLE.SESSION_NOT_FOUND")]
    public void A_query_that_never_reached_the_server_is_sent_again(string condition)
    {
        using var session = new ScriptedSession(Batch("a")).ThenFail(14, "not yet").ThenFail(13, $"[{condition}] no");
        using var client = session.Client();
        Assert.Equal("a", Data(client));
        Assert.Equal(["ExecutePlan", "ReattachExecute", "ExecutePlan"], session.Server.Calls.Select(c => c.Method)
            .Where(m => m != "ReleaseExecute"));
    }

    [Fact]
    public void A_query_that_the_server_lost_half_way_is_not_sent_again()
    {
        using var session = new ScriptedSession(Batch("a"), Batch("b")).ThenEndAfter(1)
            .ThenFail(13, "[INVALID_HANDLE.OPERATION_NOT_FOUND] no",
                new ErrorInfo { Metadata = { ["errorClass"] = "INVALID_HANDLE.OPERATION_NOT_FOUND" } });
        using var client = session.Client();
        Assert.Equal("INVALID_HANDLE.OPERATION_NOT_FOUND", Assert.Throws<SparkException>(() => Data(client)).Condition);
        Assert.Single(session.Server.Of("ExecutePlan"));
    }

    [Fact]
    public void A_server_that_is_not_ready_is_asked_again()
    {
        using var session = new ScriptedSession(Batch("a"), Batch("b")).ThenFail(14, "starting").ThenFail(14, "starting").ThenEndAfter(1)
            .ThenFail(13, "[INVALID_CURSOR.DISCONNECTED] another stream")
            .ThenFail(8, "slow down", new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(5)) });
        using var client = session.Client();
        Assert.Equal("ab", Data(client));
    }

    [Fact]
    public void A_server_that_asks_for_time_is_given_it()
    {
        using var session = new ScriptedSession(Batch("a"))
            .ThenFail(8, "busy", new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(700)) });
        using var client = session.Client();
        var clock = Stopwatch.StartNew();
        Assert.Equal("a", Data(client));
        Assert.InRange(clock.Elapsed.TotalMilliseconds, 690, 10_000);
    }

    [Fact]
    public void Asking_again_has_an_end()
    {
        using var session = new ScriptedSession();
        for (var i = 0; i < 30; i++)
        {
            session.ThenFail(14, "starting");
        }
        using var client = session.Client();
        var error = Assert.Throws<SparkException>(() => Data(client));
        Assert.Equal(("SPARK_CONNECT.UNAVAILABLE", "starting"), (error.Condition, error.Description));
        Assert.Equal(1 + RetryPolicy.Default.Most, session.Server.Calls.Count(c => c.Method is "ExecutePlan" or "ReattachExecute"));
    }

    [Fact]
    public void An_error_of_the_query_is_not_asked_for_again()
    {
        using var session = new ScriptedSession().ThenFail(13, "no", new ErrorInfo { Metadata = { ["errorClass"] = "DIVIDE_BY_ZERO" } });
        using var client = session.Client();
        Assert.Equal("DIVIDE_BY_ZERO", Assert.Throws<SparkException>(() => Data(client)).Condition);
        Assert.Single(session.Server.Calls, c => c.Method is "ExecutePlan" or "ReattachExecute");
    }

    [Fact]
    public void Batches_that_arrived_are_released_and_all_at_the_end()
    {
        using var session = new ScriptedSession(Batch("a"), Batch("b"), Batch("c"));
        using (var client = session.Client())
        {
            Data(client);
        }
        var releases = session.Server.Of("ReleaseExecute").Select(c => c.Request<ReleaseExecuteRequest>()).ToList();
        Assert.Contains(releases, r => r.ReleaseUntil is { ResponseId: "r0" });
        Assert.Single(releases, r => r.ReleaseAll is not null);
        Assert.Single(session.Server.Of("ReleaseSession"));
    }

    [Fact]
    public void A_result_that_is_dropped_half_way_is_released()
    {
        using var session = new ScriptedSession(Batch("a"), Batch("b"), Batch("c"));
        using (var client = session.Client())
        {
            using var execution = client.Execute(Query);
            Assert.Equal("a", execution.Next()!.ArrowBatch.Data.ToStringUtf8());
        }
        Assert.Contains(session.Server.Of("ReleaseExecute"), c => c.Request<ReleaseExecuteRequest>().ReleaseAll is not null);
    }

    [Fact]
    public void A_query_that_was_never_asked_for_is_never_sent()
    {
        using var session = new ScriptedSession(Batch("a"));
        using (var client = session.Client())
        {
            client.Execute(Query).Dispose();
        }
        Assert.Empty(session.Server.Calls);
    }

    [Fact]
    public void Cancelling_interrupts_the_operation_on_the_server()
    {
        using var session = new ScriptedSession(Batch("a")).Then(async (call, due) =>
        {
            await call.Send(due[0]);
            await Task.Delay(Timeout.Infinite, call.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var cancel = new CancellationTokenSource();
        string operation;
        using (var client = session.Client())
        {
            using var execution = client.Execute(Query, null, cancel.Token);
            operation = execution.OperationId;
            execution.Next();
            cancel.CancelAfter(50);
            Assert.Equal(cancel.Token, Assert.ThrowsAny<OperationCanceledException>(() => execution.Next()).CancellationToken);
        }
        Assert.Equal(operation, session.Server.Of("Interrupt").Single().Request<InterruptRequest>().OperationId);
        Assert.Contains(session.Server.Of("ReleaseExecute"), c => c.Request<ReleaseExecuteRequest>().ReleaseAll is not null);
    }

    [Fact]
    public void A_stream_cut_at_any_byte_gives_the_right_answer_or_a_clear_error()
    {
        var responses = Enumerable.Range(0, 12).Select(i => Batch($"<{i}{new string('.', i * 7)}>")).ToList();
        var right = string.Concat(responses.Select(r => r.ArrowBatch.Data.ToStringUtf8()));
        using var session = new ScriptedSession(responses);
        using var client = session.Client();
        Data(client);
        for (var length = 0; length < 200; length++)
        {
            var cut = length;
            session.Then(async (call, due) =>
            {
                byte[] bytes = [.. due.SelectMany(ScriptedCall.Frame)];
                await call.Write(bytes[..(bytes.Length * cut / 200)]);
                if (cut % 2 == 0)
                {
                    call.End();
                }
                else
                {
                    call.Abort();
                }
            });
            Assert.Equal(right, Data(client));
        }
    }

    [Fact]
    public void A_request_is_made_again_when_its_connection_breaks()
    {
        var count = 0;
        using var server = new ScriptedServer(async call =>
        {
            if (call.Method == "AnalyzePlan" && Interlocked.Increment(ref count) < 3)
            {
                call.Abort();
                return;
            }
            await call.Reply(new AnalyzePlanResponse { SparkVersion = new() { Version = "4.1.3" } });
        });
        using var client = new SparkConnectClient(server.Connection(), Fast);
        Assert.Equal("4.1.3", client.SparkVersion);
        Assert.Equal(3, count);
    }

    [Fact]
    public void A_server_that_is_not_there_is_an_error_within_5_s()
    {
        using var client = new SparkConnectClient(ConnectionString.Parse("sc://127.0.0.1:1"));
        var clock = Stopwatch.StartNew();
        Assert.Equal("[SPARK_CONNECT.UNAVAILABLE] Nothing listens on 127.0.0.1:1: start the Spark Connect server there, "
            + "or correct the connection string.",
            Assert.Throws<SparkException>(() => Data(client)).Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 5);
    }

    [Fact]
    public void A_file_is_sent_in_pieces_with_their_checksums()
    {
        var name = "files/a.csv";
        var summary = new AddArtifactsResponse.Types.ArtifactSummary { Name = name, IsCrcSuccessful = true };
        using var server = new ScriptedServer(c => c.Reply(new AddArtifactsResponse { Artifacts = { summary } }));
        using var client = new SparkConnectClient(server.Connection(), Fast);
        var bytes = Enumerable.Range(0, 70_000).Select(i => (byte)i).ToArray();
        client.AddArtifact(name, () => new MemoryStream(bytes));
        var requests = server.Calls.Single().Messages.Select(AddArtifactsRequest.Parser.ParseFrom).ToList();
        Assert.Equal((name, 70_000, 3),
            (requests[0].BeginChunk.Name, requests[0].BeginChunk.TotalBytes, requests[0].BeginChunk.NumChunks));
        var pieces = requests.Select(r => r.Chunk ?? r.BeginChunk.InitialChunk).ToList();
        Assert.Equal(bytes, pieces.SelectMany(p => p.Data));
        Assert.All(pieces, p => Assert.InRange(p.Crc, 1, uint.MaxValue));
        client.AddArtifact(name, () => new MemoryStream("123456789"u8.ToArray()));
        var whole = AddArtifactsRequest.Parser.ParseFrom(server.Calls[1].Messages.Single()).Batch.Artifacts.Single();
        Assert.Equal(0xCBF43926, whole.Data.Crc);
    }

    private static string Data(SparkConnectClient client, IReadOnlyCollection<string>? tags = null) =>
        string.Concat(client.ExecuteToEnd(Query, tags).Select(r => r.ArrowBatch.Data.ToStringUtf8()));

    private static ExecutePlanResponse Piece(string data, int index, int count) => new()
    {
        ArrowBatch = new() { RowCount = 1, Data = ByteString.CopyFromUtf8(data), ChunkIndex = index, NumChunksInBatch = count },
    };
}
