using CreditNotebooks.Spark.Engines.Connect.Grpc;
using CreditNotebooks.Spark.Engines.Connect.Protocol;
using Google.Protobuf;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>One session on a Spark Connect server. Each call blocks until it is answered, is tried again where that may help, and fails
/// with a <see cref="SparkException"/>: Spark's own condition, or <c>SPARK_CONNECT.</c> and gRPC's status where there is none. Calls may
/// run at the same time.</summary>
internal sealed partial class SparkConnectClient : IDisposable
{
    // For calls that are answered at once by any server that is well.
    private static readonly TimeSpan ShortDeadline = TimeSpan.FromSeconds(5);

    private readonly GrpcChannel _channel;
    private readonly RetryPolicy _retries;
    private readonly ErrorDetails _errors;
    private readonly PendingCalls _pending = new();
    private readonly UserContext _user;
    private string? _serverSessionId;
    private string? _sparkVersion;
    private int _isDisposed;

    /// <summary>A session of its own, or the one that the connection string names. The server makes it with the first call.</summary>
    public SparkConnectClient(ConnectionString connection, RetryPolicy? retries = null, Action<SocketsHttpHandler>? configure = null)
    {
        Connection = connection;
        SessionId = connection.SessionId ?? Guid.NewGuid().ToString();
        _user = new UserContext { UserId = connection.UserId, UserName = connection.UserId };
        _channel = new GrpcChannel(connection, configure);
        _retries = retries ?? RetryPolicy.Default;
        _errors = new ErrorDetails(this);
    }

    public ConnectionString Connection { get; }

    /// <summary>The session's id, a UUID.</summary>
    public string SessionId { get; }

    /// <summary>The server's version, such as 4.1.3.</summary>
    public string SparkVersion => _sparkVersion ??= Analyze(new AnalyzePlanRequest { SparkVersion = new() }).SparkVersion.Version;

    /// <summary>The server's version if it was asked for.</summary>
    public string? KnownVersion => _sparkVersion;

    /// <summary>A query or a command, which starts when its first response is asked for.</summary>
    /// <param name="plan">A relation (its rows are the answer) or a command.</param>
    /// <param name="tags">Names to interrupt it by; without commas.</param>
    /// <param name="cancellationToken">Interrupts it on the server.</param>
    public Execution Execute(Plan plan, IReadOnlyCollection<string>? tags = null, CancellationToken cancellationToken = default) =>
        new(this, plan, tags ?? [], cancellationToken);

    /// <summary>Runs a query or a command to its end.</summary>
    /// <returns>All that it answered but for progress.</returns>
    public IReadOnlyList<ExecutePlanResponse> ExecuteToEnd(
        Plan plan, IReadOnlyCollection<string>? tags = null, CancellationToken cancellationToken = default)
    {
        using var execution = Execute(plan, tags, cancellationToken);
        var responses = new List<ExecutePlanResponse>();
        while (execution.Next() is { } response)
        {
            if (response.ResponseTypeCase != ExecutePlanResponse.ResponseTypeOneofCase.ExecutionProgress)
            {
                responses.Add(response);
            }
        }
        return responses;
    }

    /// <summary>Asks about a plan without running it. The session's fields of the request are filled in here.</summary>
    public AnalyzePlanResponse Analyze(AnalyzePlanRequest request, CancellationToken cancellationToken = default)
    {
        (request.SessionId, request.UserContext, request.ClientType) = (SessionId, _user, Connection.UserAgent);
        return Call("AnalyzePlan", request, AnalyzePlanResponse.Parser, cancellationToken, texts: SqlTexts.Of(request),
            (r, id) => r.ClientObservedServerSideSessionId = id, r => (r.SessionId, r.ServerSideSessionId));
    }

    /// <summary>The columns of a plan: a struct.</summary>
    public DataType Schema(Plan plan, CancellationToken cancellationToken = default) =>
        Analyze(new AnalyzePlanRequest { Schema = new() { Plan = plan } }, cancellationToken).Schema.Schema_;

    /// <summary>Sets settings of the session; silent, what cannot be changed becomes a warning.</summary>
    /// <returns>The server's warnings, such as those for deprecated settings.</returns>
    /// <exception cref="SparkException">A setting cannot be changed, or has no such value.</exception>
    public IReadOnlyList<string> SetConfig(IEnumerable<KeyValuePair<string, string>> settings, bool silent = false) =>
        [.. Config(new() { Set = new() { Silent = silent, Pairs = { settings.Select(s => new KeyValue { Key = s.Key, Value = s.Value }) } } }).Warnings];

    /// <summary>The value of a setting, which may be its default; null where there is none.</summary>
    public string? GetConfig(string key) =>
        Config(new() { GetOption = new() { Keys = { key } } }).Pairs.Single() is { HasValue: true } pair ? pair.Value : null;

    /// <summary>All settings that have a value of their own, under their whole names.</summary>
    public IReadOnlyDictionary<string, string> GetAllConfig() =>
        Config(new() { GetAll = new() }).Pairs.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    /// <summary>Gives settings their defaults again.</summary>
    public void UnsetConfig(params IEnumerable<string> keys) => Config(new() { Unset = new() { Keys = { keys } } });

    /// <summary>Whether a session may change the setting.</summary>
    public bool IsModifiable(string key) => Config(new() { IsModifiable = new() { Keys = { key } } }).Pairs.Single().Value == "true";

    /// <summary>Ends an operation of this session.</summary>
    /// <returns>The ids of what was running.</returns>
    public IReadOnlyList<string> Interrupt(string operationId) =>
        Interrupt(new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.OperationId, OperationId = operationId });

    /// <summary>Ends all operations of this session that have the tag.</summary>
    /// <returns>The ids of what was running.</returns>
    public IReadOnlyList<string> InterruptTag(string tag) =>
        Interrupt(new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.Tag, OperationTag = tag });

    /// <summary>Ends all operations of this session.</summary>
    /// <returns>The ids of what was running.</returns>
    public IReadOnlyList<string> InterruptAll() =>
        Interrupt(new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.All });

    /// <summary>Ends the session on the server, with its views and all that runs in it.</summary>
    public void ReleaseSession() => Blocking(ReleaseSessionAsync, []);

    /// <summary>Ends the session on the server, with its views and all that runs in it, and the connection. A server that does not answer
    /// within 5 s is left alone: it ends the session by itself when it is idle.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }
        _pending.Wait(ShortDeadline);
        // A session that is shared by its name is not this client's to end; one that was never made has no end.
        if (Connection.SessionId is null && _serverSessionId is not null)
        {
            _pending.Add(ReleaseSessionAsync());
            _pending.Wait(ShortDeadline);
        }
        _channel.Dispose();
    }

    private Task<ReleaseSessionResponse> ReleaseSessionAsync() =>
        _channel.UnaryAsync("ReleaseSession",
            new ReleaseSessionRequest { SessionId = SessionId, UserContext = _user, ClientType = Connection.UserAgent },
            ReleaseSessionResponse.Parser, ShortDeadline, default);

    private ConfigResponse Config(ConfigRequest.Types.Operation operation) =>
        Call("Config",
            new ConfigRequest { SessionId = SessionId, UserContext = _user, ClientType = Connection.UserAgent, Operation = operation },
            ConfigResponse.Parser, default, [],
            (r, id) => r.ClientObservedServerSideSessionId = id, r => (r.SessionId, r.ServerSideSessionId));

    private IReadOnlyList<string> Interrupt(InterruptRequest request)
    {
        (request.SessionId, request.UserContext, request.ClientType) = (SessionId, _user, Connection.UserAgent);
        return [.. Call("Interrupt", request, InterruptResponse.Parser, default, [],
            (r, id) => r.ClientObservedServerSideSessionId = id, r => (r.SessionId, r.ServerSideSessionId)).InterruptedIds];
    }
}
