using CreditNotebooks.Spark.Engines.Connect.Grpc;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using Google.Protobuf;
using static CreditNotebooks.Spark.Engines.Connect.Protocol.ExecutePlanResponse;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>A query or command on the server. It goes on when a connection breaks: the server keeps what it answered until it is told
/// that it arrived. Responses are read as they are asked for. Not for several threads at a time.</summary>
internal sealed class Execution : IDisposable
{
    // Batches come in pieces of at most this size, below any server's limit of a message.
    private const int ChunkSize = 4 << 20;

    // Milliseconds.
    private const int LongStream = 1000, FirstPause = 10, LongestPause = 200;
    private const int MostEmptyStreams = 20;

    private readonly SparkConnectClient _client;
    private readonly ExecutePlanRequest _request;
    private readonly IReadOnlyList<string> _texts;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _interrupt;
    private readonly BatchChunks _chunks;
    private GrpcStream<ExecutePlanResponse>? _stream;
    private string? _lastResponseId;
    private string? _lastBatchId;
    private Task _release = Task.CompletedTask;
    private bool _isStarted;
    private bool _isEnded;

    internal Execution(SparkConnectClient client, Plan plan, IReadOnlyCollection<string> tags, CancellationToken cancellationToken)
    {
        _client = client;
        _cancellationToken = cancellationToken;
        _texts = SqlTexts.Of(plan);
        _chunks = new BatchChunks(client.Connection.Server);
        _request = client.NewExecutePlan(plan, OperationId, tags, ChunkSize);
        _interrupt = cancellationToken.Register(() =>
        {
            if (_isStarted && !_isEnded)
            {
                _ = _client.InterruptAside(OperationId);
            }
        });
    }

    /// <summary>The server's name for it, a UUID that is given here.</summary>
    public string OperationId { get; } = Guid.NewGuid().ToString();

    /// <summary>The next response, or null once all is done: the schema, an Arrow batch (an IPC stream of its own, whole: pieces are
    /// joined), progress, metrics, observed metrics, or what a command answered. A response may hold several of them.</summary>
    /// <exception cref="SparkException">Spark's error, or the connection is broken for good.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the server is told.</exception>
    public ExecutePlanResponse? Next() => _isEnded ? null : _client.Blocking(NextAsync, _texts);

    /// <summary>Ends it, and stops it on the server where it still runs.</summary>
    public void Dispose()
    {
        _interrupt.Dispose();
        _stream?.Dispose();
        if (_isStarted && !_isEnded)
        {
            _isEnded = true;
            _ = _client.ReleaseAside(OperationId, null);
        }
    }

    private async Task<ExecutePlanResponse?> NextAsync()
    {
        while (true)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var response = await ReadAsync().ConfigureAwait(false);
            _client.Observe((response.SessionId, response.ServerSideSessionId));
            _lastResponseId = response.ResponseId;
            if (response.ResponseTypeCase == ResponseTypeOneofCase.ResultComplete)
            {
                _isEnded = true;
                _chunks.CheckWhole();
                _ = _client.ReleaseAside(OperationId, null);
                return HasMore(response) ? response : null;
            }
            if (response.ArrowBatch is { } batch)
            {
                if (_chunks.Join(batch) is not { } whole)
                {
                    continue;
                }
                response.ArrowBatch = whole;
                // One at a time: a later release stands for those before it, and the end's for the last batch's.
                if (_lastBatchId is { } arrived && _release.IsCompleted)
                {
                    _release = _client.ReleaseAside(OperationId, arrived);
                }
                _lastBatchId = _lastResponseId;
            }
            return response;
        }
    }

    // The next response of the stream, or of the one that goes on where it ended.
    private async Task<ExecutePlanResponse> ReadAsync()
    {
        var attempts = _client.BeginAttempts();
        var (opened, empty, lost) = (0L, 0, 0);
        while (true)
        {
            try
            {
                opened = Environment.TickCount64;
                _stream ??= _isStarted ? _client.OpenReattach(OperationId, _lastResponseId, _cancellationToken) : Start();
                if (await _stream.NextAsync().ConfigureAwait(false) is { } response)
                {
                    return response;
                }
                // It ended well, but not with ResultComplete: there is more to come.
                Close();
                await AfterEmpty(opened, ++empty).ConfigureAwait(false);
            }
            catch (GrpcException e) when (_lastResponseId is null && empty == 0 && ErrorDetails.IsUnknownOperation(e))
            {
                // The request never got there.
                Close();
                _isStarted = false;
                await AfterEmpty(Environment.TickCount64, ++lost).ConfigureAwait(false);
            }
            catch (GrpcException e)
            {
                Close();
                if (attempts.After(e) is not { } wait)
                {
                    // Where the server failed it, it has ended; where the connection failed, Dispose may still reach the server.
                    _isEnded = e.Failure == GrpcFailure.Answer;
                    throw;
                }
                await Task.Delay(wait, _cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private GrpcStream<ExecutePlanResponse> Start()
    {
        _isStarted = true;
        return _client.OpenExecute(_request, _cancellationToken);
    }

    // A server may end a stream when its time is over, while nothing was to be said. One that ends them all at once has no more to
    // say, ever.
    private async Task AfterEmpty(long opened, int count)
    {
        if (Environment.TickCount64 - opened >= LongStream)
        {
            return;
        }
        if (count > MostEmptyStreams)
        {
            throw new SparkException("SPARK_CONNECT.DATA_LOSS",
                $"{_client.Connection.Server} ended the answer {count} times in a row without a word and without the query's end; "
                + "run the query again, and see the server's log if it stays so.");
        }
        await Task.Delay(Math.Min(count, LongestPause / FirstPause) * FirstPause, _cancellationToken).ConfigureAwait(false);
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }

    private static bool HasMore(ExecutePlanResponse response) => response.Schema is not null || response.Metrics is not null
        || response.ObservedMetrics.Count > 0;
}
