using CreditNotebooks.Spark.Engines.Connect.Grpc;
using CreditNotebooks.Spark.Engines.Connect.Protocol;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>What an <see cref="Execution"/> and the reading of errors ask the server for.</summary>
internal sealed partial class SparkConnectClient
{
    internal RetryPolicy.Attempts BeginAttempts() => _retries.Begin();

    internal ExecutePlanRequest NewExecutePlan(Plan plan, string operationId, IReadOnlyCollection<string> tags, int chunkSize) => new()
    {
        SessionId = SessionId,
        UserContext = _user,
        ClientType = Connection.UserAgent,
        OperationId = operationId,
        Plan = plan,
        Tags = { tags },
        RequestOptions =
        {
            new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new() { Reattachable = true } },
            new ExecutePlanRequest.Types.RequestOption
            {
                ResultChunkingOptions = new()
                {
                    AllowArrowBatchChunking = true,
                    PreferredArrowChunkSize = Math.Min(chunkSize, Connection.MaxMessageSize / 2),
                },
            },
        },
    };

    internal GrpcStream<ExecutePlanResponse> OpenExecute(ExecutePlanRequest request, CancellationToken cancellationToken)
    {
        if (_serverSessionId is { } known)
        {
            request.ClientObservedServerSideSessionId = known;
        }
        return _channel.ServerStreaming("ExecutePlan", request, ExecutePlanResponse.Parser, cancellationToken);
    }

    internal GrpcStream<ExecutePlanResponse> OpenReattach(string operationId, string? lastResponseId, CancellationToken cancellationToken)
    {
        var request = new ReattachExecuteRequest
        {
            SessionId = SessionId,
            UserContext = _user,
            ClientType = Connection.UserAgent,
            OperationId = operationId,
        };
        if (lastResponseId is not null)
        {
            request.LastResponseId = lastResponseId;
        }
        if (_serverSessionId is { } known)
        {
            request.ClientObservedServerSideSessionId = known;
        }
        return _channel.ServerStreaming("ReattachExecute", request, ExecutePlanResponse.Parser, cancellationToken);
    }

    /// <summary>Lets the server drop responses up to this one; all of them, and the operation itself where it still runs, for null. Nobody
    /// waits for it.</summary>
    internal Task ReleaseAside(string operationId, string? untilResponseId)
    {
        var request = new ReleaseExecuteRequest
        {
            SessionId = SessionId,
            UserContext = _user,
            ClientType = Connection.UserAgent,
            OperationId = operationId,
        };
        if (untilResponseId is null)
        {
            request.ReleaseAll = new();
        }
        else
        {
            request.ReleaseUntil = new() { ResponseId = untilResponseId };
        }
        if (_serverSessionId is { } known)
        {
            request.ClientObservedServerSideSessionId = known;
        }
        return Aside(Retrying(() =>
            _channel.UnaryAsync("ReleaseExecute", request, ReleaseExecuteResponse.Parser, ShortDeadline, default), default));
    }

    /// <summary>Interrupts the operation; nobody waits for it.</summary>
    internal Task InterruptAside(string operationId)
    {
        var request = new InterruptRequest
        {
            SessionId = SessionId,
            UserContext = _user,
            ClientType = Connection.UserAgent,
            InterruptType = InterruptRequest.Types.InterruptType.OperationId,
            OperationId = operationId,
        };
        return Aside(Retrying(() => _channel.UnaryAsync("Interrupt", request, InterruptResponse.Parser, ShortDeadline, default), default));
    }

    /// <summary>All that the server knows about an error of this session; null where it does not say.</summary>
    internal FetchErrorDetailsResponse? FetchErrorDetails(string errorId)
    {
        var request = new FetchErrorDetailsRequest
        {
            SessionId = SessionId,
            UserContext = _user,
            ClientType = Connection.UserAgent,
            ErrorId = errorId,
        };
        try
        {
            return _channel.UnaryAsync("FetchErrorDetails", request, FetchErrorDetailsResponse.Parser, ShortDeadline, default)
                .GetAwaiter().GetResult();
        }
        catch (GrpcException)
        {
            // The error itself is at hand, with less about it.
            return null;
        }
    }

    private Task Aside(Task call)
    {
        _pending.Add(call);
        return call;
    }
}
