using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Storage.Tests.Fakes;

/// <summary>What goes wrong with one request.</summary>
/// <param name="Status">An answer with this status and <paramref name="Code"/> in place of the real one.</param>
/// <param name="Code">S3's name of the error.</param>
/// <param name="CutAfter">The answer's body ends after so many bytes, and so does the connection.</param>
/// <param name="LoseAnswer">The request is carried out, and the connection closed without an answer.</param>
/// <param name="LoseRequest">The connection is closed before anything is carried out.</param>
/// <param name="Hang">There is never an answer, or with <paramref name="CutAfter"/> never the rest of its body.</param>
/// <param name="FlipByte">A byte of the body arrives changed.</param>
internal sealed record Fault(
    int Status = 0, string Code = "", int? CutAfter = null, bool LoseAnswer = false, bool LoseRequest = false, bool Hang = false,
        bool FlipByte = false);

/// <summary>A bucket on a socket of this machine, which can be told what to do wrong.</summary>
internal sealed class FakeS3 : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public FakeS3()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public FakeBucket Bucket { get; init; } = new();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Asked at every request.</summary>
    public Func<FakeRequest, Fault?> Fails { get; set; } = _ => null;

    public S3Settings Settings => new()
    {
        Endpoint = Address, PathStyle = true, AccessKeyId = "key", SecretAccessKey = "secret", MaxAttempts = 4, PartSize = 100_000,
        Parallelism = 4,
        Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>A fault for the first requests that a condition holds for.</summary>
    public void FailFirst(int times, Func<FakeRequest, bool> when, Fault fault)
    {
        var left = times;
        Fails = request => when(request) && Interlocked.Decrement(ref left) >= 0 ? fault : null;
    }

    public int Count(Func<FakeRequest, bool> when) => Requests.Count(when);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            var stream = client.GetStream();
            try
            {
                while (await FakeRequest.ReadAsync(stream, _stop.Token) is { } request)
                {
                    Requests.Enqueue(request);
                    if (!await AnswerAsync(stream, request)) return;
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has gone, as faults make it do.
            }
        }
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, FakeRequest request)
    {
        var fault = Fails(request) ?? new Fault();
        if (fault.LoseRequest) return false;
        if (fault is { Hang: true, CutAfter: null }) await Task.Delay(Timeout.Infinite, _stop.Token);
        var answer = fault.Status == 0 ? Bucket.Answer(request) : FakeAnswer.Error(fault.Status, fault.Code);
        if (fault.LoseAnswer) return false;
        var body = (byte[])answer.Body.Clone();
        if (fault.FlipByte && body.Length > 0) body[body.Length / 2] ^= 1;
        var length = answer.Length ?? body.Length;
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Status\r\nContent-Length: {length}\r\n");
        foreach (var (name, value) in answer.Headers) head.Append($"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        if (request.Method == "HEAD") return true;
        var sent = Math.Min(fault.CutAfter ?? body.Length, body.Length);
        await stream.WriteAsync(body.AsMemory(0, sent), _stop.Token);
        if (fault.Hang) await Task.Delay(Timeout.Infinite, _stop.Token);
        return sent == body.Length;
    }
}
