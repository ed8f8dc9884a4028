using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace CreditNotebooks.Notebooks.Kernel.Wire;

/// <summary>One peer's connection: greeting, NULL handshake, then frames (ZMTP 3.1, https://rfc.zeromq.org/spec/37/).</summary>
/// <remarks>One thread may read and one may write at a time.</remarks>
internal sealed class ZmtpConnection : IDisposable
{
    /// <summary>The largest message, all frames together: 1 GiB.</summary>
    public const long MaxMessageSize = 1L << 30;

    private const int GreetingSize = 64;
    private const int MaxCommandSize = 64 * 1024;
    private const byte MoreFlag = 1;
    private const byte LongFlag = 2;
    private const byte CommandFlag = 4;
    private const int SlabSize = 1 << 20;

    // ZMTP 3.1, "The Socket-Type Property".
    private static readonly Dictionary<string, string[]> Partners = new()
    {
        ["ROUTER"] = ["REQ", "DEALER", "ROUTER"],
        ["REP"] = ["REQ", "DEALER"],
        ["PUB"] = ["SUB", "XSUB"],
        ["REQ"] = ["REP", "ROUTER"],
        ["DEALER"] = ["REP", "DEALER", "ROUTER"],
        ["SUB"] = ["PUB", "XPUB"],
    };

    private readonly TcpClient _client;
    private readonly BufferedStream _in;
    private readonly NetworkStream _out;

    public ZmtpConnection(TcpClient client)
    {
        client.NoDelay = true;
        _client = client;
        _out = client.GetStream();
        _in = new BufferedStream(_out, 64 * 1024);
    }

    /// <summary>What the peer calls itself; empty when it does not. A client's shell and stdin sockets share one.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>The peer's socket type: <c>DEALER</c>, <c>SUB</c>, <c>REQ</c>, …</summary>
    public string PeerType { get; private set; } = "";

    /// <summary>Greets the peer and learns its type.</summary>
    /// <exception cref="ZmtpException">It speaks another protocol, another security mechanism or an older version.</exception>
    public async Task HandshakeAsync(string socketType, CancellationToken stop)
    {
        var greeting = new byte[GreetingSize];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        greeting[11] = 1;
        Encoding.ASCII.GetBytes("NULL", greeting.AsSpan(12));
        await _out.WriteAsync(greeting, stop).ConfigureAwait(false);

        var theirs = new byte[GreetingSize];
        await _in.ReadExactlyAsync(theirs, stop).ConfigureAwait(false);
        if (theirs[0] != 0xFF || theirs[9] != 0x7F || theirs[10] < 3)
        {
            throw new ZmtpException("The peer does not speak ZMTP 3.");
        }
        if (Encoding.ASCII.GetString(theirs, 12, 20).TrimEnd('\0') != "NULL")
        {
            throw new ZmtpException("The peer wants a security mechanism; only NULL is spoken here.");
        }
        await _out.WriteAsync(Command("READY", Property("Socket-Type", Encoding.ASCII.GetBytes(socketType))), stop).ConfigureAwait(false);
        var ready = await ReadFrameAsync(stop).ConfigureAwait(false);
        if (!ready.IsCommand || CommandName(ready.Body) != "READY")
        {
            throw new ZmtpException("The peer did not answer the handshake with READY.");
        }
        ReadProperties(ready.Body.AsSpan(6));
        if (!Partners[socketType].Contains(PeerType))
        {
            var reason = Encoding.ASCII.GetBytes($"A {socketType} socket does not talk to a {PeerType[..Math.Min(PeerType.Length, 20)]} socket.");
            await SendCommandAsync("ERROR", [(byte)reason.Length, .. reason], stop).ConfigureAwait(false);
            throw new ZmtpException(Encoding.ASCII.GetString(reason));
        }
    }

    /// <summary>The next frame; <see cref="EndOfStreamException"/> when the peer has gone.</summary>
    public async Task<ZmtpFrame> ReadFrameAsync(CancellationToken stop)
    {
        var head = new byte[8];
        await _in.ReadExactlyAsync(head.AsMemory(0, 1), stop).ConfigureAwait(false);
        var flags = head[0];
        if ((flags & ~(MoreFlag | LongFlag | CommandFlag)) != 0)
        {
            throw new ZmtpException($"A frame has unknown flags 0x{flags:X2}.");
        }
        long size;
        if ((flags & LongFlag) != 0)
        {
            await _in.ReadExactlyAsync(head.AsMemory(0, 8), stop).ConfigureAwait(false);
            size = BinaryPrimitives.ReadInt64BigEndian(head);
        }
        else
        {
            await _in.ReadExactlyAsync(head.AsMemory(0, 1), stop).ConfigureAwait(false);
            size = head[0];
        }
        var isCommand = (flags & CommandFlag) != 0;
        if (size < 0 || size > (isCommand ? MaxCommandSize : MaxMessageSize))
        {
            throw new ZmtpException($"A frame of {size} bytes is too large.");
        }
        return new ZmtpFrame(await ReadBodyAsync((int)size, stop).ConfigureAwait(false), (flags & MoreFlag) != 0, isCommand);
    }

    /// <summary>Sends a message of one or more frames.</summary>
    public async Task SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> frames, CancellationToken stop)
    {
        // Small messages go out in one piece.
        using var small = new MemoryStream();
        for (var i = 0; i < frames.Count; i++)
        {
            var frame = frames[i];
            WriteHead(small, frame.Length, i < frames.Count - 1 ? MoreFlag : (byte)0);
            if (frame.Length <= SlabSize)
            {
                small.Write(frame.Span);
                continue;
            }
            await FlushAsync(small, stop).ConfigureAwait(false);
            await _out.WriteAsync(frame, stop).ConfigureAwait(false);
        }
        await FlushAsync(small, stop).ConfigureAwait(false);
    }

    /// <summary>Sends a command, such as <c>PONG</c>.</summary>
    public async Task SendCommandAsync(string name, byte[] data, CancellationToken stop) =>
        await _out.WriteAsync(Command(name, data), stop).ConfigureAwait(false);

    /// <summary>A command's name; its data is what follows.</summary>
    public static string CommandName(ReadOnlySpan<byte> body) =>
        body.Length > 0 && body.Length > body[0] ? Encoding.ASCII.GetString(body.Slice(1, body[0])) : throw new ZmtpException("A command has no name.");

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> ReadBodyAsync(int size, CancellationToken stop)
    {
        // A peer that only claims a large size does not get the memory for it.
        var body = new byte[Math.Min(size, SlabSize)];
        var filled = 0;
        while (true)
        {
            await _in.ReadExactlyAsync(body.AsMemory(filled), stop).ConfigureAwait(false);
            filled = body.Length;
            if (filled == size)
            {
                return body;
            }
            Array.Resize(ref body, (int)Math.Min(size, filled * 2L));
        }
    }

    private async Task FlushAsync(MemoryStream small, CancellationToken stop)
    {
        await _out.WriteAsync(small.GetBuffer().AsMemory(0, (int)small.Length), stop).ConfigureAwait(false);
        small.SetLength(0);
    }

    private static void WriteHead(MemoryStream to, int size, byte flags)
    {
        if (size < 256)
        {
            to.WriteByte(flags);
            to.WriteByte((byte)size);
            return;
        }
        Span<byte> head = stackalloc byte[9];
        head[0] = (byte)(flags | LongFlag);
        BinaryPrimitives.WriteInt64BigEndian(head[1..], size);
        to.Write(head);
    }

    private static byte[] Command(string name, byte[] data)
    {
        using var command = new MemoryStream();
        WriteHead(command, 1 + name.Length + data.Length, CommandFlag);
        command.WriteByte((byte)name.Length);
        command.Write(Encoding.ASCII.GetBytes(name));
        command.Write(data);
        return command.ToArray();
    }

    private static byte[] Property(string name, byte[] value)
    {
        var property = new byte[1 + name.Length + 4 + value.Length];
        property[0] = (byte)name.Length;
        Encoding.ASCII.GetBytes(name, property.AsSpan(1));
        BinaryPrimitives.WriteInt32BigEndian(property.AsSpan(1 + name.Length), value.Length);
        value.CopyTo(property, 1 + name.Length + 4);
        return property;
    }

    private void ReadProperties(ReadOnlySpan<byte> data)
    {
        while (data.Length > 0)
        {
            var nameEnd = 1 + data[0];
            if (data.Length < nameEnd + 4 || BinaryPrimitives.ReadInt32BigEndian(data[nameEnd..]) is var size && (size < 0 || size > data.Length - nameEnd - 4))
            {
                throw new ZmtpException("The peer's handshake is cut short.");
            }
            var value = data.Slice(nameEnd + 4, size);
            switch (Encoding.ASCII.GetString(data[1..nameEnd]).ToLowerInvariant())
            {
                case "socket-type":
                    PeerType = Encoding.ASCII.GetString(value);
                    break;
                case "identity":
                    Identity = value.ToArray();
                    break;
            }
            data = data[(nameEnd + 4 + size)..];
        }
    }
}
