using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CreditNotebooks.Spark.Tests.S3;

/// <summary>A line to a server that a test listens in on: it may do something just before a request arrives.</summary>
internal sealed class Tap : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Uri server;

    public Tap(Uri server)
    {
        this.server = server;
        listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Called with each request's line, such as <c>GET /lake/a.csv HTTP/1.1</c>, before the server sees it.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public void Dispose() => listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var inner = new TcpClient();
        using (client)
        {
            try
            {
                await inner.ConnectAsync(server.Host, server.Port);
                await Task.WhenAny(PassAsync(client, inner, true), PassAsync(inner, client, false));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // Either side hung up.
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, bool isRequest)
    {
        var buffer = new byte[1 << 16];
        int count;
        while ((count = await from.GetStream().ReadAsync(buffer)) > 0)
        {
            var line = isRequest ? Encoding.Latin1.GetString(buffer, 0, Math.Min(count, 2048)).Split("\r\n")[0] : "";
            if (line.EndsWith(" HTTP/1.1", StringComparison.Ordinal)) await Before(line);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
