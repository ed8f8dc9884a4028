using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using CreditNotebooks.Display;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Where a Spark Connect server is and how to talk to it: <c>sc://host:port/;key=value;…</c>. Its token is never shown.</summary>
internal sealed record ConnectionString
{
    public const int DefaultPort = 15002;
    public const int DefaultMaxMessageSize = 128 << 20;

    private const string Scheme = "sc://";
    private static readonly string[] Known = ["token", "use_ssl", "user_id", "user_agent", "session_id", "grpc_max_message_size"];

    // Headers whose values say where, and open nothing.
    private static readonly string[] Shown = ["x-databricks-cluster-id", "x-databricks-session-id", "x-databricks-org-id"];

    private readonly string? _token;

    /// <summary>A name, or an address (IPv6 in brackets).</summary>
    public required string Host { get; init; }

    public int Port { get; init; } = DefaultPort;

    public bool UseTls { get; init; }

    /// <summary>Sent as <c>authorization: Bearer</c>; from here on, what is displayed has a mark in its place.</summary>
    public string? Token
    {
        get => _token;
        init
        {
            _token = value;
            if (value is not null)
            {
                Redaction.Register(value);
            }
        }
    }

    /// <summary>Whose session it is; the server may know better.</summary>
    public string UserId { get; init; } = Environment.GetEnvironmentVariable("SPARK_USER") ?? Environment.UserName;

    public string UserAgent { get; init; } = DefaultUserAgent();

    /// <summary>A session to share with others that name it; a new one where it is null.</summary>
    public string? SessionId { get; init; }

    /// <summary>The most bytes that a message may have, both ways.</summary>
    public int MaxMessageSize { get; init; } = DefaultMaxMessageSize;

    /// <summary>Further headers of each call, such as <c>x-databricks-cluster-id</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Host and port, as errors name the server.</summary>
    public string Server => $"{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The server as an HTTP address.</summary>
    public Uri Address => new($"{(UseTls ? "https" : "http")}://{Server}/");

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="SparkException"><c>INVALID_CONNECT_URL</c>: it is not as Spark documents them.</exception>
    public static ConnectionString Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw Invalid("it must begin with sc://, as in sc://host:15002/;use_ssl=true");
        }
        var rest = text[Scheme.Length..];
        var end = rest.IndexOfAny(['/', ';', '?', '#']);
        var authority = end < 0 ? rest : rest[..end];
        var tail = end < 0 ? "" : rest[end..];
        var (host, port) = HostAndPort(authority);
        if (tail is not ("" or "/") && !tail.StartsWith("/;", StringComparison.Ordinal))
        {
            throw Invalid(tail[0] == ';' ? "parameters are written behind /;, as in sc://host/;use_ssl=true"
                : "there must be no path, and parameters are written behind /;");
        }
        return Read(host, port, tail.Length > 2 ? Parameters(tail[2..]) : []);
    }

    /// <summary>What SPARK_REMOTE says, or else what the DATABRICKS_ variables say; null where none of them is set.</summary>
    /// <exception cref="SparkException">What they say is no connection.</exception>
    public static ConnectionString? FromEnvironment() =>
        Environment.GetEnvironmentVariable("SPARK_REMOTE") is { Length: > 0 } remote ? Parse(remote)
            : DatabricksProfile.FromEnvironment(Environment.GetEnvironmentVariable);

    /// <summary>The connection string with a mark for the token and for headers that may be secret.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        if (UseTls)
        {
            parts.Add("use_ssl=true");
        }
        if (Token is not null)
        {
            parts.Add("token=" + Redaction.Mark);
        }
        if (SessionId is not null)
        {
            parts.Add("session_id=" + SessionId);
        }
        parts.AddRange(Headers.Select(h => $"{h.Key}={(Shown.Contains(h.Key) ? h.Value : Redaction.Mark)}"));
        return $"{Scheme}{Server}/{(parts.Count == 0 ? "" : ";")}{string.Join(';', parts)}";
    }

    private static (string Host, int Port) HostAndPort(string authority)
    {
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            throw Invalid("a user is written as the parameter user_id, and not before the host");
        }
        if (!authority.StartsWith('[') && authority.Count(c => c == ':') > 1)
        {
            throw Invalid($"an IPv6 address is written in brackets: [{authority}]");
        }
        var close = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        var colon = authority.IndexOf(':', close);
        var host = colon < 0 ? authority : authority[..colon];
        if (host.Length == 0)
        {
            throw Invalid("it names no host, as in sc://host:15002");
        }
        var kind = Uri.CheckHostName(host);
        if (kind == UriHostNameType.Unknown || host.StartsWith('[') != (kind == UriHostNameType.IPv6))
        {
            throw Invalid($"\"{host}\" is no host");
        }
        if (colon < 0)
        {
            return (host, DefaultPort);
        }
        return int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= IPEndPoint.MaxPort
            ? (host, port)
            : throw Invalid($"\"{authority[(colon + 1)..]}\" is no port; a port is a number from 1 to {IPEndPoint.MaxPort}");
    }

    private static Dictionary<string, string> Parameters(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                // The part may be a token: it is not repeated.
                throw Invalid($"parameter {parameters.Count + 1} is not written as key=value");
            }
            var key = Uri.UnescapeDataString(part[..equals]);
            if (!parameters.TryAdd(key, Uri.UnescapeDataString(part[(equals + 1)..])))
            {
                throw Invalid($"the parameter {key} is there twice");
            }
        }
        return parameters;
    }

    private static ConnectionString Read(string host, int port, Dictionary<string, string> parameters)
    {
        var token = parameters.GetValueOrDefault("token");
        var connection = new ConnectionString
        {
            Host = host,
            Port = port,
            Token = token is null || IsHeaderText(token) && token.Length > 0 ? token
                : throw Invalid("the token is empty or holds signs that no token has"),
            UseTls = UseSsl(parameters.GetValueOrDefault("use_ssl"), token is not null, host),
            SessionId = parameters.GetValueOrDefault("session_id") is { } session
                ? Guid.TryParseExact(session, "D", out _) ? session
                    : throw Invalid($"the session_id \"{session}\" is no UUID, such as {Guid.Empty}")
                : null,
            Headers = parameters.Where(p => !Known.Contains(p.Key)).ToDictionary(p => HeaderName(p.Key), p => HeaderValue(p.Key, p.Value)),
        };
        if (parameters.GetValueOrDefault("user_id") is { } user)
        {
            connection = connection with { UserId = user };
        }
        if (parameters.GetValueOrDefault("user_agent") is { } agent)
        {
            connection = connection with { UserAgent = HeaderValue("user_agent", agent) };
        }
        if (parameters.GetValueOrDefault("grpc_max_message_size") is { } size)
        {
            connection = connection with
            {
                MaxMessageSize = int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
                    ? bytes
                    : throw Invalid($"the grpc_max_message_size \"{size}\" is no number of bytes from 1 to {int.MaxValue}"),
            };
        }
        return connection;
    }

    // A token goes over the wire in clear text to this machine alone, and only when it is asked for.
    private static bool UseSsl(string? text, bool hasToken, string host) => text?.ToLowerInvariant() switch
    {
        null => hasToken,
        "true" => true,
        "false" when hasToken && !IsLoopback(host) => throw Invalid("a token needs TLS: leave out use_ssl=false"),
        "false" => false,
        _ => throw Invalid($"use_ssl is true or false, and not \"{text}\""),
    };

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && IPAddress.IsLoopback(address);

    private static string HeaderName(string key)
    {
        if (Known.Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            throw Invalid($"parameters are case-sensitive: write {key.ToLowerInvariant()} for {key}");
        }
        var name = key.ToLowerInvariant();
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || name.StartsWith("grpc-", StringComparison.Ordinal)
            || name is "te" or "host" or "content-type" or "authorization" or "user-agent")
        {
            throw Invalid($"the parameter {key} is none of {string.Join(", ", Known)}, and cannot be sent as a header");
        }
        return name;
    }

    private static string HeaderValue(string key, string value) =>
        IsHeaderText(value) ? value : throw Invalid($"the value of {key} holds signs that no header may have");

    private static bool IsHeaderText(string text) => text.All(c => c is >= ' ' and <= '~');

    private static string DefaultUserAgent()
    {
        var version = typeof(ConnectionString).Assembly.GetName().Version?.ToString(3);
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return $"credit-notebooks/{version} os/{system} dotnet/{Environment.Version} {RuntimeInformation.ProcessArchitecture}";
    }

    internal static SparkException Invalid(string why) => new("INVALID_CONNECT_URL", $"The connection string cannot be used: {why}.");
}
