using System.Net.Sockets;
using System.Security.Cryptography;

namespace CreditNotebooks.LocalS3;

/// <summary>
/// One server for all processes that use a data folder, such as several open notebooks. The first one runs it; the others find its address
/// and keys in the file <c>FOLDER.json</c> beside the folder, and when its process ends one of them runs it on, at the same address with
/// the same keys.
/// </summary>
public sealed class SharedLocalS3 : IAsyncDisposable
{
    private const int SecretBytes = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly Dictionary<string, SharedLocalS3> Opened = [];

    private readonly string _folder;
    private readonly CancellationTokenSource _closing = new();
    private LocalS3Server? _server;
    private Task _standby = Task.CompletedTask;

    private SharedLocalS3(string folder, ServerAddress address, LocalS3Server? server)
    {
        _folder = folder;
        Endpoint = address.Endpoint;
        Users = address.Users;
        _server = server;
    }

    /// <summary>Where the server is found.</summary>
    public Uri Endpoint { get; }

    /// <summary>The server's users; the first is the account itself, the others may do what bucket policies grant them.</summary>
    public IReadOnlyList<LocalS3User> Users { get; }

    /// <summary>Whether the server runs in this process.</summary>
    public bool IsHost => _server is not null;

    /// <summary>Finds the folder's server, or runs one on a free port of the loopback address with random secrets, which counts requests as
    /// encrypted (<see cref="LocalS3Options.LoopbackIsSecure"/>). A second call in a process gives the same object.</summary>
    /// <param name="dataFolder">The folder that holds all buckets; it is made when missing.</param>
    /// <param name="accessKeys">The users' access keys, for a folder that has had no server yet.</param>
    /// <exception cref="LocalS3Exception">The folder cannot be used, or a server that has it open is not to be found.</exception>
    public static async Task<SharedLocalS3> OpenAsync(string dataFolder, params string[] accessKeys)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        await Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Opened.Remove(folder, out var open))
            {
                if (ServerAddress.Read(folder)?.Endpoint == open.Endpoint) return Opened[folder] = open;
                // Somebody deleted the folder below the server.
                await open.EndAsync().ConfigureAwait(false);
            }
            return Opened[folder] = await JoinAsync(folder, accessKeys).ConfigureAwait(false);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Ends this process's part: stops the server if it runs here. The data stay.</summary>
    public async ValueTask DisposeAsync()
    {
        await Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Opened.TryGetValue(_folder, out var open) && ReferenceEquals(open, this)) Opened.Remove(_folder);
            await EndAsync().ConfigureAwait(false);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>The same for a process of its own: what another call in this process opened is not shared.</summary>
    internal static async Task<SharedLocalS3> JoinAsync(string folder, string[] accessKeys, TimeSpan? patience = null)
    {
        var deadline = DateTime.UtcNow + (patience ?? Patience);
        while (true)
        {
            var known = ServerAddress.Read(folder);
            try
            {
                IReadOnlyList<LocalS3User> users = known?.Users ?? [.. accessKeys.Select(key => new LocalS3User(key, NewSecret()))];
                var server = await StartAsync(folder, known?.Endpoint.Port ?? 0, users, mayMove: true).ConfigureAwait(false);
                return new SharedLocalS3(folder, new(server.Endpoint, server.Options.Users), server);
            }
            catch (DataFolderInUseException e)
            {
                if (known is not null && await known.AnswersAsync().ConfigureAwait(false))
                {
                    var guest = new SharedLocalS3(folder, known, null);
                    guest._standby = Task.Run(guest.StandByAsync);
                    return guest;
                }
                if (DateTime.UtcNow > deadline)
                {
                    throw new LocalS3Exception($"The data folder {folder} is in use by a server that is not to be found"
                        + (known is null ? "" : $" at {known.Endpoint}") + ": end the process that runs it.", e);
                }
            }
            await Task.Delay(Pause).ConfigureAwait(false);
        }
    }

    private static async Task<LocalS3Server> StartAsync(string folder, int port, IReadOnlyList<LocalS3User> users, bool mayMove)
    {
        var options = new LocalS3Options { DataFolder = folder, Port = port, Users = users, LoopbackIsSecure = true };
        LocalS3Server server;
        try
        {
            server = await LocalS3Server.StartAsync(options).ConfigureAwait(false);
        }
        catch (LocalS3Exception e) when (mayMove && port != 0 && e is not DataFolderInUseException)
        {
            // Another program has taken the port since; what else is wrong is wrong with any port.
            server = await LocalS3Server.StartAsync(options with { Port = 0 }).ConfigureAwait(false);
        }
        try
        {
            new ServerAddress(server.Endpoint, server.Options.Users).Write(folder);
            return server;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw new LocalS3Exception($"The address of the server cannot be written beside {folder}: {e.Message}", e);
        }
    }

    /// <summary>Waits for the end of the server elsewhere, which closes a connection to it, and runs it on.</summary>
    private async Task StandByAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await ConnectionEndAsync(_closing.Token).ConfigureAwait(false);
                _server = await StartAsync(_folder, Endpoint.Port, Users, mayMove: false).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (LocalS3Exception)
            {
                // The server closed an idle connection, another process was faster, or the port is not free yet.
                await Task.Delay(Pause).ConfigureAwait(false);
            }
        }
    }

    private async Task ConnectionEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Endpoint.Host, Endpoint.Port, cancellationToken).ConfigureAwait(false);
            await client.GetStream().ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // Refused or reset: it has ended.
        }
    }

    private async Task EndAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _standby.ConfigureAwait(false);
        if (_server is not null) await _server.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).Replace('+', 'x').Replace('/', 'y');
}
