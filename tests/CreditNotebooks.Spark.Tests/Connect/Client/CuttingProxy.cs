using System.Net;
using System.Net.Sockets;

namespace CreditNotebooks.Spark.Tests.Connect.Client;

/// <summary>Passes bytes between a client and a server on this machine, and cuts the connection where the test says.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly int _target;
    private int _left = int.MaxValue;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The bytes from the server so far.</summary>
    public int Sent { get; private set; }

    /// <summary>The connections cut so far.</summary>
    public int Cuts { get; private set; }

    /// <summary>Cuts one connection once this many more bytes have come from the server.</summary>
    public void CutAfter(int bytes)
    {
        lock (_gate)
        {
            _left = bytes;
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = PassAsync(client);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
            var up = client.GetStream().CopyToAsync(server.GetStream(), _end.Token);
            await Task.WhenAny(up, DownAsync(server.GetStream(), client.GetStream()));
        }
    }

    private async Task DownAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[8192];
        while (await from.ReadAsync(buffer, _end.Token) is > 0 and var read)
        {
            bool isCut;
            lock (_gate)
            {
                Sent += read;
                isCut = read > _left;
                read = Math.Min(read, _left);
                _left = isCut ? int.MaxValue : _left == int.MaxValue ? _left : _left - read;
                Cuts += isCut ? 1 : 0;
            }
            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            if (isCut)
            {
                return;
            }
        }
    }
}
