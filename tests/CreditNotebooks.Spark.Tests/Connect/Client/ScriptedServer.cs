using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CreditNotebooks.Spark.Engines.Connect;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CreditNotebooks.Spark.Tests.Connect.Client;

/// <summary>An HTTP/2 server on this machine that answers each call as the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly WebApplication _host;
    private readonly Func<ScriptedCall, Task> _answer;
    private readonly ConcurrentQueue<ScriptedCall> _calls = new();

    public ScriptedServer(
        Func<ScriptedCall, Task> answer, bool tls = false, HttpProtocols protocols = HttpProtocols.Http2, bool readsRequests = true)
    {
        _answer = answer;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                if (tls)
                {
                    listen.UseHttps(SelfSigned());
                }
            });
        });
        if (tls)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }
        _host = builder.Build();
        _host.Run(async context =>
        {
            var call = new ScriptedCall(context);
            _calls.Enqueue(call);
            if (readsRequests)
            {
                await call.Read();
            }
            await _answer(call);
        });
        _host.StartAsync().GetAwaiter().GetResult();
        Address = new Uri(_host.Urls.Single());
    }

    public Uri Address { get; }

    /// <summary>The calls so far, in their order.</summary>
    public IReadOnlyList<ScriptedCall> Calls => [.. _calls];

    /// <summary>The calls of one method so far.</summary>
    public IReadOnlyList<ScriptedCall> Of(string method) => [.. _calls.Where(c => c.Method == method)];

    public ConnectionString Connection(string parameters = "") => ConnectionString.Parse($"sc://127.0.0.1:{Address.Port}/;{parameters}");

    public void Dispose() => _host.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

/// <summary>A call to answer.</summary>
internal sealed class ScriptedCall(HttpContext context)
{
    private byte[] _body = [];

    public string Method { get; } = context.Request.Path.Value!.Split('/')[^1];

    public string Path { get; } = context.Request.Path.Value!;

    public IReadOnlyDictionary<string, string> Headers { get; } =
        context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());

    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>The messages of the request.</summary>
    public IReadOnlyList<byte[]> Messages
    {
        get
        {
            var messages = new List<byte[]>();
            for (var at = 0; at < _body.Length;)
            {
                Assert.Equal(0, _body[at]);
                var length = BinaryPrimitives.ReadInt32BigEndian(_body.AsSpan(at + 1));
                messages.Add(_body.AsSpan(at + 5, length).ToArray());
                at += 5 + length;
            }
            return messages;
        }
    }

    /// <summary>The request's one message.</summary>
    public T Request<T>() where T : IMessage<T>, new() => new MessageParser<T>(() => new T()).ParseFrom(Messages.Single());

    public async Task Read()
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _body = body.ToArray();
    }

    /// <summary>Sends messages in their frames.</summary>
    public Task Send(params IEnumerable<IMessage> messages) => Write([.. messages.SelectMany(Frame)]);

    /// <summary>Sends bytes as they are.</summary>
    public async Task Write(byte[] bytes)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "application/grpc";
        }
        await context.Response.Body.WriteAsync(bytes);
        await context.Response.Body.FlushAsync();
    }

    /// <summary>Ends the call with a status in the trailers.</summary>
    public void End(int status = 0, string message = "")
    {
        context.Response.AppendTrailer("grpc-status", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        context.Response.AppendTrailer("grpc-message", message);
    }

    /// <summary>Answers with one message and status OK.</summary>
    public async Task Reply(IMessage message)
    {
        await Send(message);
        End();
    }

    /// <summary>Answers with headers alone.</summary>
    public void Fail(int status, string message, string? details = null)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = message;
        if (details is not null)
        {
            context.Response.Headers["grpc-status-details-bin"] = details;
        }
    }

    /// <summary>Answers with a page.</summary>
    public Task Page(int status, string type, string text)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return context.Response.WriteAsync(text);
    }

    /// <summary>Breaks the call off.</summary>
    public void Abort() => context.Features.Get<IHttpResetFeature>()!.Reset(2);

    public static byte[] Frame(IMessage message)
    {
        var bytes = message.ToByteArray();
        var frame = new byte[5 + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), bytes.Length);
        bytes.CopyTo(frame, 5);
        return frame;
    }
}
