namespace CreditNotebooks.Spark.Engines.Connect.Grpc;

/// <summary>One call: its request is sent with the first reading, and its end is judged here.</summary>
internal sealed class GrpcCall : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly HttpRequestMessage _request;
    private readonly GrpcContent _content;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _ended;
    private readonly TimeSpan? _deadline;
    private HttpResponseMessage? _response;
    private Stream? _body;

    public GrpcCall(HttpMessageInvoker http, HttpRequestMessage request, GrpcContent content, int maxMessageSize, TimeSpan? deadline,
        CancellationToken caller)
    {
        (_http, _request, _content, _caller, _deadline) = (http, request, content, caller, deadline);
        MaxMessageSize = maxMessageSize;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(caller);
        if (deadline is { } time)
        {
            _ended.CancelAfter(time);
        }
    }

    /// <summary>The largest message that is taken.</summary>
    public int MaxMessageSize { get; }

    /// <summary>The server as errors name it: host and port.</summary>
    public string Server => _request.RequestUri!.Authority;

    /// <summary>Runs a part of the call, with each of its failures as the caller is to see it.</summary>
    public async Task<TResult> Run<TResult>(Func<CancellationToken, Task<TResult>> part)
    {
        var isWell = false;
        try
        {
            var result = await part(_ended.Token).ConfigureAwait(false);
            isWell = true;
            return result;
        }
        catch (OperationCanceledException) when (_caller.IsCancellationRequested)
        {
            throw new OperationCanceledException(_caller);
        }
        catch (OperationCanceledException e) when (_ended.IsCancellationRequested && _deadline is not null)
        {
            throw new GrpcException(GrpcStatusCode.DeadlineExceeded,
                $"{Server} did not answer within {_deadline.Value.TotalSeconds:0.#} s.",
                GrpcFailure.Connection, inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException)
        {
            if (_content.Refusal is { } refusal)
            {
                throw refusal is GrpcException ? refusal : new IOException(refusal.Message, refusal);
            }
            throw ConnectionErrors.Of(e, _request.RequestUri!, _response is not null);
        }
        finally
        {
            if (!isWell)
            {
                // Only this tells the server that nobody reads on.
                _response?.Dispose();
            }
        }
    }

    /// <summary>The bytes of the answer, once its headers are there.</summary>
    public async Task<Stream> BodyAsync(CancellationToken cancellationToken)
    {
        if (_body is not null)
        {
            return _body;
        }
        _response = await _http.SendAsync(_request, cancellationToken).ConfigureAwait(false);
        if (GrpcHeaders.Error(_response.Headers, out _) is { } error)
        {
            throw error;
        }
        var type = _response.Content.Headers.ContentType?.MediaType;
        if (type is null || !type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
        {
            throw NotGrpc((int)_response.StatusCode, type);
        }
        return _body = await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Judges the trailers behind the last message.</summary>
    public void Finish()
    {
        if (GrpcHeaders.Error(_response!.TrailingHeaders, out var isPresent) is { } error)
        {
            throw error;
        }
        if (!isPresent)
        {
            // A call without any message may have said its status in its headers.
            GrpcHeaders.Error(_response.Headers, out isPresent);
        }
        if (!isPresent)
        {
            throw Cut();
        }
    }

    /// <summary>The error of an answer that ends too early.</summary>
    public GrpcException Cut() =>
        new(GrpcStatusCode.Unavailable, $"The connection to {Server} ended in the middle of an answer.", GrpcFailure.Connection);

    /// <summary>The error of an answer that breaks gRPC's rules.</summary>
    public GrpcException Broken(string what) => new(GrpcStatusCode.Internal, $"{Server} {what}.", GrpcFailure.Connection);

    public void Dispose()
    {
        _ended.Cancel();
        _response?.Dispose();
        _request.Dispose();
        _ended.Dispose();
    }

    private GrpcException NotGrpc(int status, string? type)
    {
        var code = status == 200 ? GrpcStatusCode.Unknown : GrpcHeaders.Of((System.Net.HttpStatusCode)status);
        var what = code switch
        {
            GrpcStatusCode.Unauthenticated => "the token is wrong or has expired",
            GrpcStatusCode.PermissionDenied => "the token does not give access",
            GrpcStatusCode.Unavailable => "it is not ready; try again later",
            _ => "is a Spark Connect server there",
        };
        var isQuestion = what.StartsWith("is ", StringComparison.Ordinal);
        return new GrpcException(code,
            $"{Server} answered with HTTP {status}{(type is null ? "" : $" ({type})")} and not with gRPC: {what}{(isQuestion ? "?" : ".")}",
            code == GrpcStatusCode.Unavailable ? GrpcFailure.Answer : GrpcFailure.Setup);
    }
}
