using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using Google.Protobuf;

namespace CreditNotebooks.Benchmarks;

/// <summary>The messages that the engine sends for a query, through nothing but an HttpClient: what the server and the way to it take.
/// Answers are read to their end and not decoded.</summary>
internal sealed class BareCalls : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _server;
    private readonly string _session = Guid.NewGuid().ToString();
    private readonly UserContext _user = new();

    public BareCalls(string remote) => _server = new Uri(remote.Split(';')[0].Replace("sc://", "http://", StringComparison.Ordinal));

    /// <summary>Asks for the columns of a query.</summary>
    public Task<int> SchemaAsync(string sql) =>
        CallAsync("AnalyzePlan", new AnalyzePlanRequest { SessionId = _session, UserContext = _user, Schema = new() { Plan = Plan(sql) } });

    /// <summary>Asks for the rows of a query, and lets the server drop them behind its back, as the engine does.</summary>
    public async Task<int> RowsAsync(string sql)
    {
        var operation = Guid.NewGuid().ToString();
        var read = await CallAsync("ExecutePlan", new ExecutePlanRequest
        {
            SessionId = _session, UserContext = _user, OperationId = operation, Plan = Plan(sql),
            RequestOptions =
            {
                new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new() { Reattachable = true } },
                new ExecutePlanRequest.Types.RequestOption
                {
                    ResultChunkingOptions = new() { AllowArrowBatchChunking = true, PreferredArrowChunkSize = 4 << 20 },
                },
            },
        }).ConfigureAwait(false);
        _ = CallAsync("ReleaseExecute",
            new ReleaseExecuteRequest { SessionId = _session, UserContext = _user, OperationId = operation, ReleaseAll = new() });
        return read;
    }

    public void Dispose() => _http.Dispose();

    private static Plan Plan(string sql) => new() { Root = new() { Sql = new() { Query = sql } } };

    private async Task<int> CallAsync(string method, IMessage message)
    {
        var frame = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        message.WriteTo(frame.AsSpan(5));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server, "/spark.connect.SparkConnectService/" + method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        using var response = await _http.SendAsync(request).ConfigureAwait(false);
        var read = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        var status = response.TrailingHeaders.Concat(response.Headers).FirstOrDefault(h => h.Key == "grpc-status").Value?.Single();
        return status == "0" ? read.Length : throw new InvalidOperationException($"{method} ended with gRPC status {status}.");
    }
}
