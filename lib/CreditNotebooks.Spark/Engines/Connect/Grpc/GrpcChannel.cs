using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;

namespace CreditNotebooks.Spark.Engines.Connect.Grpc;

/// <summary>gRPC calls to one server over .NET's own HTTP/2, in clear text or TLS.</summary>
internal sealed class GrpcChannel : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _http;
    private readonly ConnectionString _connection;

    /// <summary>A channel to the server of the connection string; it connects with its first call.</summary>
    public GrpcChannel(ConnectionString connection, Action<SocketsHttpHandler>? configure = null)
    {
        _connection = connection;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            // A call may be silent for long while Spark computes: TCP's own probes notice a machine that is gone, and HTTP/2's one behind
            // a load balancer. gRPC servers hang up on who pings more often than every five minutes.
            ConnectCallback = ConnectAsync,
            KeepAlivePingDelay = TimeSpan.FromSeconds(310),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            // Proxies take HTTP/2 through their tunnels for TLS only.
            UseProxy = connection.UseTls,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        };
        configure?.Invoke(handler);
        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>A call with one message each way.</summary>
    /// <exception cref="GrpcException">It ended with another status than OK, or the connection failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<T> UnaryAsync<T>(string method, IMessage request, MessageParser<T> parser, TimeSpan? deadline,
        CancellationToken cancellationToken)
        where T : class, IMessage<T> => ClientStreamingAsync(method, [request], parser, deadline, cancellationToken);

    /// <summary>A call with many messages to the server and one from it.</summary>
    /// <exception cref="GrpcException">It ended with another status than OK, or the connection failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<T> ClientStreamingAsync<T>(string method, IEnumerable<IMessage> requests, MessageParser<T> parser,
        TimeSpan? deadline, CancellationToken cancellationToken) where T : class, IMessage<T>
    {
        using var stream = Open(method, requests, parser, deadline, cancellationToken);
        var answer = await stream.NextAsync().ConfigureAwait(false);
        if (answer is null || await stream.NextAsync().ConfigureAwait(false) is not null)
        {
            throw new GrpcException(GrpcStatusCode.Internal,
                $"{_connection.Server} answered {method} with {(answer is null ? "no message" : "several messages")}.",
                GrpcFailure.Answer);
        }
        return answer;
    }

    /// <summary>A call with one message to the server and many from it. It is sent when the first one is asked for.</summary>
    public GrpcStream<T> ServerStreaming<T>(string method, IMessage request, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T> => Open(method, [request], parser, null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private GrpcStream<T> Open<T>(string method, IEnumerable<IMessage> messages, MessageParser<T> parser, TimeSpan? deadline,
        CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        var content = new GrpcContent(messages, _connection.MaxMessageSize);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_connection.Address, "/spark.connect.SparkConnectService/" + method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", _connection.UserAgent);
        headers.TryAddWithoutValidation("grpc-accept-encoding", "identity");
        if (deadline is { } time)
        {
            headers.TryAddWithoutValidation("grpc-timeout", ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "m");
        }
        if (_connection.Token is { } token)
        {
            headers.TryAddWithoutValidation("authorization", "Bearer " + token);
        }
        foreach (var (name, value) in _connection.Headers)
        {
            headers.TryAddWithoutValidation(name, value);
        }
        return new GrpcStream<T>(new GrpcCall(_http, request, content, _connection.MaxMessageSize, deadline, cancellationToken), parser);
    }
}
