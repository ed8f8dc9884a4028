using CreditNotebooks.Spark.Engines.Connect.Grpc;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using Google.Protobuf;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>How each call is made: with the session that the server said it has, again where that may help, and with errors as Spark names
/// them.</summary>
internal sealed partial class SparkConnectClient
{
    /// <summary>A call that is tried again where that may help.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="request">What is sent.</param>
    /// <param name="parser">Reads the answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="texts">The SQL texts that a position in an error may be in.</param>
    /// <param name="observe">Writes the server's id of the session into the request.</param>
    /// <param name="session">The two ids in the answer: the session's, and the server's own one for it.</param>
    private TResponse Call<TRequest, TResponse>(
        string method, TRequest request, MessageParser<TResponse> parser, CancellationToken cancellationToken,
        IReadOnlyList<string> texts, Action<TRequest, string> observe, Func<TResponse, (string Session, string ServerSession)> session)
        where TRequest : IMessage where TResponse : class, IMessage<TResponse> =>
        Blocking(() => Retrying(async () =>
        {
            if (_serverSessionId is { } known)
            {
                observe(request, known);
            }
            var answer = await _channel.UnaryAsync(method, request, parser, null, cancellationToken).ConfigureAwait(false);
            Observe(session(answer));
            return answer;
        }, cancellationToken), texts);

    /// <summary>Runs a part of the work to its end on this thread, with Spark's errors.</summary>
    internal T Blocking<T>(Func<Task<T>> work, IReadOnlyList<string> texts)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        try
        {
            return work().GetAwaiter().GetResult();
        }
        catch (GrpcException e)
        {
            throw _errors.Of(e, texts);
        }
    }

    private async Task<T> Retrying<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempts = _retries.Begin(); ;)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (GrpcException e) when (attempts.After(e) is { } wait)
            {
                await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Remembers the server's id of the session, and refuses another one: then the server was restarted, and nothing of the
    /// session is left.</summary>
    internal void Observe((string Session, string ServerSession) ids)
    {
        if (ids.Session.Length > 0 && ids.Session != SessionId)
        {
            throw new SparkException("INVALID_HANDLE.SESSION_CHANGED",
                $"{Connection.Server} answered for another session. {ErrorDetails.BuildANewSession}");
        }
        if (ids.ServerSession.Length == 0)
        {
            return;
        }
        var known = Interlocked.CompareExchange(ref _serverSessionId, ids.ServerSession, null);
        if (known is not null && known != ids.ServerSession)
        {
            throw new SparkException("INVALID_HANDLE.SESSION_CHANGED",
                $"{Connection.Server} was restarted. {ErrorDetails.BuildANewSession}");
        }
    }
}
