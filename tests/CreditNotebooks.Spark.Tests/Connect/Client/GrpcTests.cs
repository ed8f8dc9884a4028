using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CreditNotebooks.Spark.Engines.Connect;
using CreditNotebooks.Spark.Engines.Connect.Grpc;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using Google.Protobuf;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CreditNotebooks.Spark.Tests.Connect.Client;

/// <summary>Frames, trailers, limits and time of gRPC calls.</summary>
public sealed class GrpcTests
{
    private static readonly KeyValue Message = new() { Key = "key", Value = "äöü" };

    [Fact]
    public async Task A_call_names_its_method_and_sends_what_gRPC_asks_for()
    {
        using var server = new ScriptedServer(c => c.Reply(Message));
        Assert.Equal(Message, await Unary(server, "use_ssl=false;token=abcdef;x-my-header=a%20b;user_agent=tester"));
        var call = server.Calls.Single();
        Assert.Equal("/spark.connect.SparkConnectService/Method", call.Path);
        Assert.Equal(("application/grpc", "trailers", "Bearer abcdef", "a b", "tester"),
            (call.Headers["content-type"], call.Headers["te"], call.Headers["authorization"], call.Headers["x-my-header"],
                call.Headers["user-agent"]));
        Assert.Equal(Message, call.Request<KeyValue>());
    }

    [Fact]
    public async Task Frames_are_read_wherever_they_are_split()
    {
        byte[] frames = [.. ScriptedCall.Frame(Message), .. ScriptedCall.Frame(new KeyValue()),
            .. ScriptedCall.Frame(new KeyValue { Key = new string('x', 40) })];
        for (var split = 0; split <= frames.Length; split++)
        {
            using var server = new ScriptedServer(async c =>
            {
                await c.Write(frames[..split]);
                await c.Write(frames[split..]);
                c.End();
            });
            Assert.Equal(["key", "", new string('x', 40)], (await All(server)).Select(m => m.Key));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_status_is_read_from_trailers_and_from_headers_alone(bool isHeadersAlone)
    {
        using var server = new ScriptedServer(async c =>
        {
            if (isHeadersAlone)
            {
                c.Fail(5, "caf%C3%A9 100% %zz");
                return;
            }
            await c.Write([]);
            c.End(5, "caf%C3%A9 100% %zz");
        });
        var error = await Assert.ThrowsAsync<GrpcException>(() => Unary(server));
        Assert.Equal((GrpcStatusCode.NotFound, "café 100% %zz", GrpcFailure.Answer), (error.Status, error.Message, error.Failure));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public async Task Details_are_read_with_and_without_padding(string reason)
    {
        var status = new Status { Code = 13, Details = { Google.Protobuf.WellKnownTypes.Any.Pack(new ErrorInfo { Reason = reason }) } };
        var padded = Convert.ToBase64String(status.ToByteArray());
        foreach (var details in new[] { padded, padded.TrimEnd('=') })
        {
            using var server = new ScriptedServer(c =>
            {
                c.Fail(13, "", details);
                return Task.CompletedTask;
            });
            Assert.Equal(reason, (await Assert.ThrowsAsync<GrpcException>(() => Unary(server))).Detail<ErrorInfo>()!.Reason);
        }
    }

    [Fact]
    public async Task Messages_before_an_error_are_given()
    {
        using var server = new ScriptedServer(async c =>
        {
            await c.Send(Message, Message);
            c.End(13, "late");
        });
        using var channel = new GrpcChannel(server.Connection());
        using var stream = channel.ServerStreaming("Method", Message, KeyValue.Parser, default);
        Assert.Equal(Message, await stream.NextAsync());
        Assert.Equal(Message, await stream.NextAsync());
        Assert.Equal("late", (await Assert.ThrowsAsync<GrpcException>(stream.NextAsync)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task An_answer_that_ends_within_a_frame_is_a_broken_connection(int length)
    {
        using var server = new ScriptedServer(async c =>
        {
            await c.Write(ScriptedCall.Frame(Message)[..length]);
            c.End();
        });
        var error = await Assert.ThrowsAsync<GrpcException>(() => Unary(server));
        Assert.Equal((GrpcStatusCode.Unavailable, GrpcFailure.Connection), (error.Status, error.Failure));
    }

    [Fact]
    public async Task An_answer_without_a_status_is_a_broken_connection()
    {
        using var server = new ScriptedServer(c => c.Send(Message));
        Assert.Equal(GrpcFailure.Connection, (await Assert.ThrowsAsync<GrpcException>(() => All(server))).Failure);
    }

    [Fact]
    public async Task A_compressed_message_is_refused()
    {
        using var server = new ScriptedServer(c => c.Write([1, 0, 0, 0, 0]));
        Assert.Contains("compression flag 1", (await Assert.ThrowsAsync<GrpcException>(() => Unary(server))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_before_it_is_read()
    {
        using var server = new ScriptedServer(c => c.Write([0, 0x7F, 0xFF, 0xFF, 0xFF]));
        var error = await Assert.ThrowsAsync<GrpcException>(() => Unary(server, "grpc_max_message_size=1000"));
        Assert.Equal(GrpcStatusCode.ResourceExhausted, error.Status);
        Assert.Contains("raise grpc_max_message_size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_over_the_limit_is_not_sent()
    {
        using var server = new ScriptedServer(c => c.Reply(Message));
        using var channel = new GrpcChannel(server.Connection("grpc_max_message_size=1000"));
        var error = await Assert.ThrowsAsync<GrpcException>(() =>
            channel.UnaryAsync("Method", new KeyValue { Key = new string('x', 1000) }, KeyValue.Parser, null, default));
        Assert.Equal((GrpcStatusCode.ResourceExhausted, GrpcFailure.Setup), (error.Status, error.Failure));
        Assert.Contains("1,003 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_a_large_request_unread_is_heard()
    {
        using var server = new ScriptedServer(c =>
        {
            c.Fail(8, "too large");
            return Task.CompletedTask;
        }, readsRequests: false);
        using var channel = new GrpcChannel(server.Connection());
        var clock = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<GrpcException>(
            () => channel.UnaryAsync("Method", new KeyValue { Key = new string('x', 50 << 20) }, KeyValue.Parser, null, default));
        Assert.Equal((GrpcStatusCode.ResourceExhausted, "too large"), (error.Status, error.Message));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task A_deadline_is_told_to_the_server_and_kept_here()
    {
        using var server = new ScriptedServer(c => Task.Delay(Timeout.Infinite, c.Aborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var channel = new GrpcChannel(server.Connection());
        var error = await Assert.ThrowsAsync<GrpcException>(() =>
            channel.UnaryAsync("Method", Message, KeyValue.Parser, TimeSpan.FromMilliseconds(300), default));
        Assert.Equal((GrpcStatusCode.DeadlineExceeded, "300m"), (error.Status, server.Calls.Single().Headers["grpc-timeout"]));
    }

    [Fact]
    public async Task A_cancelled_call_ends_here_and_on_the_server()
    {
        var ended = new TaskCompletionSource();
        using var server = new ScriptedServer(async c =>
        {
            c.Aborted.Register(ended.SetResult);
            await c.Send(Message);
            await ended.Task;
        });
        using var channel = new GrpcChannel(server.Connection());
        using var cancel = new CancellationTokenSource();
        using var stream = channel.ServerStreaming("Method", Message, KeyValue.Parser, cancel.Token);
        await stream.NextAsync();
        cancel.CancelAfter(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(stream.NextAsync);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_is_not_asked_for_stays_with_the_server()
    {
        var sent = 0;
        using var server = new ScriptedServer(async c =>
        {
            for (var i = 0; i < 2000 && !c.Aborted.IsCancellationRequested; i++)
            {
                await c.Send(new KeyValue { Key = new string('x', 100_000) });
                Interlocked.Increment(ref sent);
            }
        });
        using var channel = new GrpcChannel(server.Connection());
        using var stream = channel.ServerStreaming("Method", Message, KeyValue.Parser, default);
        await stream.NextAsync();
        await Task.Delay(700);
        Assert.InRange(sent, 1, 300);
    }

    [Fact]
    public async Task TLS_is_spoken_and_an_unknown_certificate_is_refused_by_name()
    {
        using var server = new ScriptedServer(c => c.Reply(Message), tls: true);
        using var trusting = new GrpcChannel(server.Connection("token=abcdef"), TrustAll);
        Assert.Equal(Message, await trusting.UnaryAsync("Method", Message, KeyValue.Parser, null, default));
        var error = await Assert.ThrowsAsync<GrpcException>(() => Unary(server, "token=abcdef"));
        Assert.Equal(GrpcFailure.Setup, error.Failure);
        Assert.StartsWith($"The certificate of 127.0.0.1:{server.Address.Port} is not trusted", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, HttpProtocols.Http2, "use_ssl=true", "does not speak TLS: leave out use_ssl and token")]
    [InlineData(true, HttpProtocols.Http2, "", "no Spark Connect server without TLS: give its port, or use_ssl=true")]
    [InlineData(false, HttpProtocols.Http1, "", "does not speak HTTP/2")]
    [InlineData(true, HttpProtocols.Http1, "use_ssl=true", "does not speak HTTP/2")]
    public async Task A_port_that_speaks_something_else_is_one_clear_sentence(bool tls, HttpProtocols protocols, string parameters,
        string sentence)
    {
        using var server = new ScriptedServer(c => c.Reply(Message), tls, protocols);
        using var channel = new GrpcChannel(server.Connection(parameters), TrustAll);
        var error = await Assert.ThrowsAsync<GrpcException>(() => channel.UnaryAsync("Method", Message, KeyValue.Parser, null, default));
        Assert.True(error.Message.Contains(sentence), error.ToString());
        Assert.Contains($"127.0.0.1:{server.Address.Port}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("220 mail.example.com ESMTP\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n                                        ")]
    public async Task A_port_of_another_program_is_one_clear_sentence(string greeting)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(greeting));
            await client.GetStream().CopyToAsync(Stream.Null);
        });
        var server = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var error = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            using var channel = new GrpcChannel(ConnectionString.Parse("sc://" + server));
            await channel.UnaryAsync("Method", Message, KeyValue.Parser, TimeSpan.FromSeconds(5), default);
        });
        Assert.True(error.Message == $"What answers on {server} is no Spark Connect server without TLS: give its port, or use_ssl=true.",
            error.ToString());
        await served;
    }

    [Theory]
    [InlineData(401, GrpcStatusCode.Unauthenticated, "the token is wrong or has expired", GrpcFailure.Setup)]
    [InlineData(403, GrpcStatusCode.PermissionDenied, "the token does not give access", GrpcFailure.Setup)]
    [InlineData(404, GrpcStatusCode.Unimplemented, "is a Spark Connect server there?", GrpcFailure.Setup)]
    [InlineData(503, GrpcStatusCode.Unavailable, "try again later", GrpcFailure.Answer)]
    [InlineData(200, GrpcStatusCode.Unknown, "is a Spark Connect server there?", GrpcFailure.Setup)]
    public async Task A_page_is_no_answer(int http, object status, string sentence, object failure)
    {
        using var server = new ScriptedServer(c => c.Page(http, "text/html", "<h1>secret-token</h1>"));
        var error = await Assert.ThrowsAsync<GrpcException>(() => Unary(server));
        Assert.Equal((status, failure), (error.Status, error.Failure));
        Assert.Contains($"HTTP {http} (text/html)", error.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_and_an_unknown_host_are_named()
    {
        using var refused = new GrpcChannel(ConnectionString.Parse("sc://127.0.0.1:1"));
        var error = await Assert.ThrowsAsync<GrpcException>(() => refused.UnaryAsync("Method", Message, KeyValue.Parser, null, default));
        Assert.Equal(("Nothing listens on 127.0.0.1:1: start the Spark Connect server there, or correct the connection string.",
            GrpcFailure.Connection),
            (error.Message, error.Failure));
        using var unknown = new GrpcChannel(ConnectionString.Parse("sc://no-such-host.invalid"));
        error = await Assert.ThrowsAsync<GrpcException>(() => unknown.UnaryAsync("Method", Message, KeyValue.Parser, null, default));
        Assert.Contains("no-such-host.invalid", error.Message, StringComparison.Ordinal);
    }

    private static void TrustAll(SocketsHttpHandler handler) =>
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;

    private static async Task<KeyValue> Unary(ScriptedServer server, string parameters = "")
    {
        using var channel = new GrpcChannel(server.Connection(parameters));
        return await channel.UnaryAsync("Method", Message, KeyValue.Parser, null, default);
    }

    private static async Task<List<KeyValue>> All(ScriptedServer server)
    {
        using var channel = new GrpcChannel(server.Connection());
        using var stream = channel.ServerStreaming("Method", Message, KeyValue.Parser, default);
        var messages = new List<KeyValue>();
        while (await stream.NextAsync() is { } message)
        {
            messages.Add(message);
        }
        return messages;
    }
}
