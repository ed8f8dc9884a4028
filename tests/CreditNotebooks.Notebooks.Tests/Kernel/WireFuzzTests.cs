using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CreditNotebooks.Notebooks.Kernel;
using CreditNotebooks.Notebooks.Kernel.Messages;
using CreditNotebooks.Notebooks.Kernel.Wire;

namespace CreditNotebooks.Notebooks.Tests.Kernel;

/// <summary>Whatever arrives, the kernel goes on and keeps its memory: 100,000 frames that are random, mutated or well-formed with senseless content.</summary>
public sealed class WireFuzzTests : IAsyncLifetime
{
    private const int Frames = 100_000;
    private const int FramesOfAConnection = 200;
    private const string Key = "a key";

    private static readonly string[] Requests =
    [
        "kernel_info_request", "is_complete_request", "history_request", "comm_info_request", "comm_open", "comm_msg", "interrupt_request",
        "complete_request", "inspect_request", "input_reply", "connect_request", "no_such_request", "",
    ];

    private static readonly string[] Members =
        ["code", "cursor_pos", "detail_level", "hist_access_type", "n", "session", "start", "stop", "pattern", "output", "comm_id", "target_name", "silent", "value"];

    private readonly Random _random = new(20_26);
    private readonly MessageCodec _codec = new(Key);
    private readonly ConnectionFile _file = ConnectionFile.OnFreePorts();
    private JupyterKernel _kernel = null!;
    private Task _running = Task.CompletedTask;

    public Task InitializeAsync()
    {
        _kernel = new JupyterKernel(_file with { Key = Key }, ".", _ => { });
        _running = _kernel.RunAsync(CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _kernel.DisposeAsync();

    [Fact]
    public async Task Broken_frames_end_their_connection_and_nothing_else()
    {
        await IsAlive();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sent = 0;
        while (sent < Frames)
        {
            var socket = _random.Next(5);
            var frames = Enumerable.Range(0, FramesOfAConnection).Select(_ => Frame(socket)).ToList();
            await SendAll(Ports[socket], Types[socket], frames, shakesHands: _random.Next(10) > 0);
            sent += frames.Count;
        }
        await IsAlive();
        Assert.False(_running.IsCompleted);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32 << 20);
    }

    [Fact]
    public async Task A_message_of_endless_empty_frames_is_cut_off()
    {
        using var client = await Connect(_file.ShellPort, "DEALER");
        var many = new byte[2 * 1_000_000];
        for (var i = 0; i < many.Length; i += 2)
        {
            many[i] = 1; // another frame follows; this one has no bytes
        }
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (var i = 0; i < 4; i++)
            {
                await client.GetStream().WriteAsync(many);
            }
        });
        await IsAlive();
    }

    private static readonly string[] Types = ["DEALER", "SUB", "DEALER", "DEALER", "REQ"];

    private int[] Ports => [_file.ShellPort, _file.IopubPort, _file.StdinPort, _file.ControlPort, _file.HeartbeatPort];

    /// <summary>The bytes of one frame, or of one whole message.</summary>
    private byte[] Frame(int socket) => _random.Next(6) switch
    {
        0 => Noise(_random.Next(64)),
        1 => Raw((byte)_random.Next(8), Noise(_random.Next(300))),
        2 => [4, 8, 4, .. "PING"u8, 0, 1, (byte)'x'],
        3 => Raw((byte)(_random.Next(2) * 2), [(byte)_random.Next(2), .. Noise(_random.Next(10))]),
        4 => Mutated(Signed(socket)),
        _ => Signed(socket),
    };

    private byte[] Mutated(byte[] message)
    {
        var copy = message.ToArray();
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            copy[_random.Next(copy.Length)] = (byte)_random.Next(256);
        }
        return _random.Next(4) == 0 ? copy[.._random.Next(copy.Length)] : copy;
    }

    /// <summary>A request that is signed as it should be and says what makes no sense.</summary>
    private byte[] Signed(int socket)
    {
        var content = new JsonObject();
        for (var i = _random.Next(4); i > 0; i--)
        {
            content[Members[_random.Next(Members.Length)]] = Senseless();
        }
        var frames = _codec.Write(Requests[_random.Next(Requests.Length)], content, null, null, socket == 4 ? [[]] : []);
        return [.. frames.SelectMany((frame, i) => Raw(i < frames.Count - 1 ? (byte)1 : (byte)0, frame.ToArray()))];
    }

    private JsonNode? Senseless() => _random.Next(8) switch
    {
        0 => null,
        1 => _random.NextInt64(),
        2 => -1,
        3 => _random.NextDouble(),
        4 => "Console.Wri",
        5 => new JsonArray(1, "x"),
        6 => new JsonObject { ["a"] = 1 },
        _ => true,
    };

    private byte[] Noise(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Raw(byte flags, byte[] body)
    {
        if ((flags & 2) == 0 && body.Length < 256)
        {
            return [flags, (byte)body.Length, .. body];
        }
        var size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, body.Length);
        return [(byte)(flags | 2), .. size, .. body];
    }

    private static async Task SendAll(int port, string type, List<byte[]> frames, bool shakesHands)
    {
        try
        {
            using var client = shakesHands ? await Connect(port, type) : await Open(port);
            var stream = client.GetStream();
            foreach (var frame in frames)
            {
                await stream.WriteAsync(frame);
            }
        }
        catch (IOException)
        {
            // The kernel has hung up, as it should on what it cannot read.
        }
    }

    private static async Task<TcpClient> Open(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    private static async Task<TcpClient> Connect(int port, string type)
    {
        var client = await Open(port);
        await new ZmtpConnection(client).HandshakeAsync(type, CancellationToken.None);
        return client;
    }

    private async Task IsAlive()
    {
        using var client = await Open(_file.ShellPort);
        var connection = new ZmtpConnection(client);
        await connection.HandshakeAsync("DEALER", CancellationToken.None);
        await connection.SendAsync(_codec.Write("kernel_info_request", [], null, null, []), CancellationToken.None);
        ZmtpFrame frame;
        do
        {
            frame = await connection.ReadFrameAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        }
        while (frame.More);
        Assert.Contains("credit-notebooks", Encoding.UTF8.GetString(frame.Body), StringComparison.Ordinal);
    }
}
