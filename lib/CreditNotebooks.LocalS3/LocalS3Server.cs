using System.Net;
using CreditNotebooks.LocalS3.Storage;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CreditNotebooks.LocalS3;

/// <summary>
/// An S3 server in the process, on a folder: <c>await using var server = await LocalS3Server.StartAsync(new() { DataFolder = "s3" });</c>.
/// A write that was acknowledged is on the disk; disposing stops the server and leaves the data.
/// </summary>
public sealed class LocalS3Server : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly ObjectStore _store;

    private LocalS3Server(KestrelServer server, ObjectStore store, LocalS3Options options)
    {
        _server = server;
        _store = store;
        Options = options;
        var address = new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        // The address of all interfaces is none that a client could call.
        Endpoint = IPAddress.TryParse(address.Host.Trim('[', ']'), out var host) && !host.Equals(IPAddress.Any)
            && !host.Equals(IPAddress.IPv6Any)
            ? address
            : new UriBuilder(address) { Host = "127.0.0.1" }.Uri;
    }

    /// <summary>Where clients on this machine find the server.</summary>
    public Uri Endpoint { get; }

    /// <summary>What the server was started with, its users filled in.</summary>
    public LocalS3Options Options { get; }

    /// <summary>The keys of the account itself.</summary>
    public LocalS3User Account => Options.Users[0];

    /// <summary>Opens the data folder and listens.</summary>
    /// <param name="options">Where and for whom.</param>
    /// <param name="log">Takes what goes wrong inside the server; null drops it.</param>
    /// <exception cref="LocalS3Exception">The folder or the port cannot be used, or the server would be open to others with known
    /// keys.</exception>
    public static async Task<LocalS3Server> StartAsync(LocalS3Options options, Action<string>? log = null)
    {
        options = Checked(options);
        log ??= _ => { };
        var store = ObjectStore.Open(options.DataFolder, log);
        var server = new KestrelServer(Microsoft.Extensions.Options.Options.Create(Kestrel(options)),
            new SocketTransportFactory(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions()),
                NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Dispatcher(store, options, log), CancellationToken.None).ConfigureAwait(false);
            return new(server, store, options);
        }
        catch (Exception e)
        {
            server.Dispose();
            await store.DisposeAsync().ConfigureAwait(false);
            if (e is IOException or System.Net.Sockets.SocketException)
            {
                throw new LocalS3Exception($"The server cannot listen on {options.Host}:{options.Port}: {e.Message} Choose another port.",
                    e);
            }
            throw;
        }
    }

    /// <summary>Stops listening, lets running requests end for five seconds, and closes the data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
        _server.Dispose();
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    private static LocalS3Options Checked(LocalS3Options options)
    {
        if (options.Port is < 0 or > IPEndPoint.MaxPort)
        {
            throw new LocalS3Exception($"{options.Port} is no port: write a number from 1 to {IPEndPoint.MaxPort}, or 0 for a free one.");
        }
        if (options.Users.Count == 0)
        {
            if (!IPAddress.IsLoopback(options.Host))
            {
                throw new LocalS3Exception($"The server would be open to other machines at {options.Host} with keys that "
                    + "everybody knows: give it keys of its own, or leave it on 127.0.0.1.");
            }
            options = options with { Users = [LocalS3User.Default] };
        }
        if (options.Users.FirstOrDefault(u => u.AccessKey.Length == 0 || u.SecretKey.Length == 0) is not null)
        {
            throw new LocalS3Exception("A user needs an access key and a secret key.");
        }
        var twice = options.Users.GroupBy(u => u.AccessKey).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? options
            : throw new LocalS3Exception($"The access key {twice.Key} is given twice: every user needs one of his own.");
    }

    private static KestrelServerOptions Kestrel(LocalS3Options options)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false,
            ResponseHeaderEncodingSelector = _ => System.Text.Encoding.UTF8 };
        // Keys of 1,024 bytes and pre-signed queries are long lines; the limit that S3 has on headers is checked by name.
        kestrel.Limits.MaxRequestLineSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Limits.MaxRequestBodySize = null;
        // A reader may think for a while about what it has read; a writer that sends nothing for a minute is gone.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 1, gracePeriod: TimeSpan.FromMinutes(1));
        kestrel.Listen(options.Host, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        return kestrel;
    }
}
