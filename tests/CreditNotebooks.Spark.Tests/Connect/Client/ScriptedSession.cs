using System.Collections.Concurrent;
using CreditNotebooks.Spark.Engines.Connect;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CreditNotebooks.Spark.Tests.Connect.Client;

/// <summary>A server with one session whose every query answers with the same recorded responses. The test says how each stream
/// goes.</summary>
internal sealed class ScriptedSession : IDisposable
{
    private readonly IReadOnlyList<ExecutePlanResponse> _responses;
    private readonly ConcurrentQueue<Func<ScriptedCall, IReadOnlyList<ExecutePlanResponse>, Task>> _streams = new();

    /// <param name="responses">What a query answers; ResultComplete is added.</param>
    public ScriptedSession(params IReadOnlyList<ExecutePlanResponse> responses)
    {
        _responses = [.. responses.Append(new ExecutePlanResponse { ResultComplete = new() })
            .Select((r, i) => new ExecutePlanResponse(r) { ResponseId = $"r{i}" })];
        Server = new ScriptedServer(Answer);
    }

    public ScriptedServer Server { get; }

    /// <summary>The server's own id of the session.</summary>
    public string ServerSessionId { get; set; } = "server-1";

    public string Version { get; set; } = "4.1.3";

    /// <summary>Methods that came later than this server.</summary>
    public IReadOnlyCollection<string> Unknown { get; set; } = [];

    /// <summary>What FetchErrorDetails answers.</summary>
    public FetchErrorDetailsResponse? Details { get; set; }

    public SparkConnectClient Client(RetryPolicy? retries = null) => new(Server.Connection(), retries ?? Fast);

    /// <summary>Short waits.</summary>
    public static RetryPolicy Fast { get; } =
        new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5), RetryPolicy.Default.Most, TimeSpan.FromMilliseconds(500));

    /// <summary>How the next stream goes, given the responses that are due; behind the last one said, streams go well.</summary>
    public ScriptedSession Then(Func<ScriptedCall, IReadOnlyList<ExecutePlanResponse>, Task> stream)
    {
        _streams.Enqueue(stream);
        return this;
    }

    /// <summary>The next stream sends this many responses and then ends well, as a server that limits its streams does.</summary>
    public ScriptedSession ThenEndAfter(int count) => Then(async (call, due) =>
    {
        await call.Send(due.Take(count));
        call.End();
    });

    /// <summary>The next stream sends this many responses and then breaks.</summary>
    public ScriptedSession ThenBreakAfter(int count) => Then(async (call, due) =>
    {
        await call.Send(due.Take(count));
        await Task.Delay(50);
        call.Abort();
    });

    /// <summary>The next stream is refused.</summary>
    public ScriptedSession ThenFail(int status, string message, params IMessage[] details) => Then((call, _) =>
    {
        Fail(call, status, message, details);
        return Task.CompletedTask;
    });

    public static void Fail(ScriptedCall call, int status, string message, params IMessage[] details) =>
        call.Fail(status, message, details.Length == 0 ? null
            : Convert.ToBase64String(new Status { Code = status, Details = { details.Select(Any.Pack) } }.ToByteArray()));

    public static ExecutePlanResponse Batch(string data, long rows = 1) =>
        new() { ArrowBatch = new() { RowCount = rows, Data = ByteString.CopyFromUtf8(data) } };

    public void Dispose() => Server.Dispose();

    private Task Answer(ScriptedCall call)
    {
        switch (call.Method)
        {
            case var method when Unknown.Contains(method):
                call.Fail(12, $"Method not found: spark.connect.SparkConnectService/{method}");
                return Task.CompletedTask;
            case "ExecutePlan":
                return Stream(call, call.Request<ExecutePlanRequest>().SessionId, _responses);
            case "ReattachExecute":
                var reattach = call.Request<ReattachExecuteRequest>();
                var from = reattach.HasLastResponseId
                    ? int.Parse(reattach.LastResponseId[1..], System.Globalization.CultureInfo.InvariantCulture) + 1 : 0;
                return Stream(call, reattach.SessionId, [.. _responses.Skip(from)]);
            case "ReleaseExecute":
                return call.Reply(new ReleaseExecuteResponse { OperationId = call.Request<ReleaseExecuteRequest>().OperationId });
            case "Interrupt":
                return call.Reply(new InterruptResponse { InterruptedIds = { call.Request<InterruptRequest>().OperationId } });
            case "ReleaseSession":
                return call.Reply(new ReleaseSessionResponse());
            case "FetchErrorDetails" when Details is not null:
                return call.Reply(Details);
            case "AnalyzePlan":
                var analysis = new AnalyzePlanResponse { ServerSideSessionId = ServerSessionId };
                if (call.Request<AnalyzePlanRequest>().Schema is null) analysis.SparkVersion = new() { Version = Version };
                else analysis.Schema = new() { Schema_ = _responses.First(r => r.Schema is not null).Schema };
                return call.Reply(analysis);
            case "Config":
                var asked = call.Request<ConfigRequest>().Operation.GetOption?.Keys.Select(k => new KeyValue { Key = k }) ?? [];
                return call.Reply(new ConfigResponse { ServerSideSessionId = ServerSessionId, Pairs = { asked } });
            case "AddArtifacts":
                var first = AddArtifactsRequest.Parser.ParseFrom(call.Messages[0]);
                var name = first.BeginChunk?.Name ?? first.Batch.Artifacts[0].Name;
                var summary = new AddArtifactsResponse.Types.ArtifactSummary { Name = name, IsCrcSuccessful = true };
                return call.Reply(new AddArtifactsResponse { Artifacts = { summary } });
            default:
                call.Fail(12, "not in the script");
                return Task.CompletedTask;
        }
    }

    private async Task Stream(ScriptedCall call, string session, IReadOnlyList<ExecutePlanResponse> due)
    {
        IReadOnlyList<ExecutePlanResponse> here =
            [.. due.Select(r => new ExecutePlanResponse(r) { SessionId = session, ServerSideSessionId = ServerSessionId })];
        if (_streams.TryDequeue(out var stream))
        {
            await stream(call, here);
            return;
        }
        await call.Send(here);
        call.End();
    }
}
