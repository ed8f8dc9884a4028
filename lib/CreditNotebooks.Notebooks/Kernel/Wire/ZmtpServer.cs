using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CreditNotebooks.Notebooks.Kernel.Wire;

/// <summary>A socket that peers connect to: accepts them, shakes hands, and hands on what they send. What a broken peer sends ends that
/// peer's connection and nothing else.</summary>
internal sealed class ZmtpServer : IAsyncDisposable
{
    /// <summary>How many frames a message may have: one of endless empty frames is too large as well.</summary>
    private const int MaxFrames = 4096;

    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(20);

    private readonly TcpListener _listener;
    private readonly string _socketType;
    private readonly Func<ZmtpPeer, List<byte[]>, Task> _received;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<ZmtpPeer, byte> _peers = [];

    /// <summary>Listens at once; <paramref name="port"/> 0 takes a free one.</summary>
    /// <exception cref="SocketException">The port is taken, or the address is not this machine's.</exception>
    public ZmtpServer(string socketType, IPAddress address, int port, Func<ZmtpPeer, List<byte[]>, Task> received)
    {
        (_socketType, _received) = (socketType, received);
        _listener = new TcpListener(address, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>A peer of a PUB socket has subscribed to topics that begin so.</summary>
    public Action<ZmtpPeer, byte[]>? Subscribed { get; init; }

    /// <summary>Sends a message to every peer that subscribed to its first frame.</summary>
    public void Publish(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        var size = frames.Sum(f => (long)f.Length);
        foreach (var peer in _peers.Keys)
        {
            // A message larger than the limit still reaches a peer for which nothing waits.
            if (peer.Wants(frames[0].Span) && (peer.Waiting is var waiting && waiting == 0 || waiting + size <= ZmtpPeer.MaxWaiting))
            {
                peer.Send(frames);
            }
        }
    }

    /// <summary>The peer that calls itself so, or null.</summary>
    public ZmtpPeer? Find(ReadOnlySpan<byte> identity)
    {
        foreach (var peer in _peers.Keys)
        {
            if (peer.Identity.AsSpan().SequenceEqual(identity))
            {
                return peer;
            }
        }
        return null;
    }

    /// <summary>Waits until all that was sent has left, at most so long.</summary>
    public Task DrainAsync(TimeSpan atMost) =>
        Task.WhenAny(Task.WhenAll(_peers.Keys.Select(p => p.CompleteAsync())), Task.Delay(atMost));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        foreach (var peer in _peers.Keys)
        {
            peer.Connection.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer left before it was accepted, or the process has as many files open as it may: the next one may fare better.
                await Task.Delay(AcceptPause).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = new ZmtpConnection(client);
        var peer = new ZmtpPeer(connection);
        try
        {
            await ShakeHandsAsync(connection).ConfigureAwait(false);
            _peers[peer] = 0;
            var writing = peer.WriteAsync(_stop.Token);
            var message = new List<byte[]>();
            var size = 0L;
            while (true)
            {
                var frame = await connection.ReadFrameAsync(_stop.Token).ConfigureAwait(false);
                if (frame.IsCommand)
                {
                    Obey(peer, frame.Body);
                    continue;
                }
                size += frame.Body.Length;
                if (size > ZmtpConnection.MaxMessageSize || message.Count == MaxFrames)
                {
                    throw new ZmtpException($"A message is larger than 1 GiB or has more than {MaxFrames} frames.");
                }
                message.Add(frame.Body);
                if (frame.More)
                {
                    continue;
                }
                if (_socketType is "PUB")
                {
                    Subscribe(peer, message[0]);
                }
                else
                {
                    await _received(peer, message).ConfigureAwait(false);
                }
                (message, size) = ([], 0);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer has gone or broke the rules, or the socket closes.
        }
        finally
        {
            _peers.TryRemove(peer, out _);
            peer.Close();
        }
    }

    private async Task ShakeHandsAsync(ZmtpConnection connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(HandshakeTime);
        await connection.HandshakeAsync(_socketType, patience.Token).ConfigureAwait(false);
    }

    private void Obey(ZmtpPeer peer, byte[] body)
    {
        var name = ZmtpConnection.CommandName(body);
        var data = body[(1 + name.Length)..];
        switch (name)
        {
            case "PING" when data.Length >= 2:
                peer.SendCommand("PONG", data[2..]);
                break;
            case "SUBSCRIBE":
                Subscribe(peer, [1, .. data]);
                break;
            case "CANCEL":
                Subscribe(peer, [0, .. data]);
                break;
        }
    }

    private void Subscribe(ZmtpPeer peer, byte[] message)
    {
        if (message.Length == 0 || message[0] > 1)
        {
            return;
        }
        peer.Subscribe(message[1..], message[0] == 1);
        if (message[0] == 1)
        {
            Subscribed?.Invoke(peer, message[1..]);
        }
    }
}
