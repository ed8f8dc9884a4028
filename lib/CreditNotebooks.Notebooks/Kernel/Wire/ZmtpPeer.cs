using System.Threading.Channels;

namespace CreditNotebooks.Notebooks.Kernel.Wire;

/// <summary>A peer of a server: what waits for it, and what it subscribed to. Any thread may send.</summary>
internal sealed class ZmtpPeer(ZmtpConnection connection)
{
    /// <summary>How many bytes may wait for a peer that does not read.</summary>
    public const long MaxWaiting = 256L << 20;

    // An entry of the queue takes memory too, however short what it sends.
    private const long EntrySize = 256;
    private const long MaxTopics = 64 * 1024;

    private readonly Channel<Func<CancellationToken, Task>> _queue = Channel.CreateUnbounded<Func<CancellationToken, Task>>(new() { SingleReader = true });
    private readonly TaskCompletionSource _ended = new();
    private byte[][] _topics = [];
    private long _waiting;

    public ZmtpConnection Connection => connection;

    public byte[] Identity => connection.Identity;

    /// <summary>The bytes that were sent and have not left yet.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Sends a message.</summary>
    public void Send(IReadOnlyList<ReadOnlyMemory<byte>> frames) =>
        Send(frames.Sum(f => (long)f.Length), stop => connection.SendAsync(frames, stop));

    public void SendCommand(string name, byte[] data) => Send(data.Length, stop => connection.SendCommandAsync(name, data, stop));

    /// <summary>Puts it in the queue. A peer that asks and asks and does not read the answers is left.</summary>
    private void Send(long bytes, Func<CancellationToken, Task> send)
    {
        var size = bytes + EntrySize;
        if (Interlocked.Add(ref _waiting, size) - size > MaxWaiting)
        {
            connection.Dispose();
            return;
        }
        _queue.Writer.TryWrite(async stop =>
        {
            await send(stop).ConfigureAwait(false);
            Interlocked.Add(ref _waiting, -size);
        });
    }

    /// <exception cref="ZmtpException">It subscribes to more than anybody needs.</exception>
    public void Subscribe(byte[] topic, bool wanted)
    {
        if (wanted && _topics.Sum(t => t.Length + 1L) + topic.Length > MaxTopics)
        {
            throw new ZmtpException($"A peer subscribes to topics of more than {MaxTopics} bytes.");
        }
        lock (_queue)
        {
            _topics = wanted ? [.. _topics, topic] : Without(_topics, topic);
        }
    }

    public bool Wants(ReadOnlySpan<byte> topic)
    {
        foreach (var prefix in _topics)
        {
            if (topic.StartsWith(prefix))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Writes what is sent, in order, until the connection ends.</summary>
    public async Task WriteAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var send in _queue.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                await send(stop).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The reading side sees it too and ends the connection.
            connection.Dispose();
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Sends nothing more than what waits; ends when that has left.</summary>
    public Task CompleteAsync()
    {
        _queue.Writer.TryComplete();
        return _ended.Task;
    }

    public void Close()
    {
        _queue.Writer.TryComplete();
        _ended.TrySetResult();
    }

    private static byte[][] Without(byte[][] topics, byte[] topic)
    {
        // Two equal subscriptions need two cancellations.
        var at = Array.FindIndex(topics, t => t.AsSpan().SequenceEqual(topic));
        return at < 0 ? topics : [.. topics[..at], .. topics[(at + 1)..]];
    }
}
