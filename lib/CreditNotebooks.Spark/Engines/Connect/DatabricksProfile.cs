namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>How Databricks' own tools say where a workspace is: environment variables, and profiles in <c>~/.databrickscfg</c>.</summary>
/// <param name="Host">The workspace's address, with https:// or without.</param>
/// <param name="Token">A personal access token.</param>
/// <param name="ClusterId">The cluster; null for serverless compute.</param>
internal sealed record DatabricksProfile(string Host, string Token, string? ClusterId)
{
    private const int Port = 443;

    /// <summary>The connection that the variables name: a profile by <c>DATABRICKS_CONFIG_PROFILE</c>, and <c>DATABRICKS_HOST</c>,
    /// <c>DATABRICKS_TOKEN</c>, <c>DATABRICKS_CLUSTER_ID</c> or <c>DATABRICKS_SERVERLESS_COMPUTE_ID</c>, which go before the profile's.
    /// Null where neither a profile nor a host is named.</summary>
    /// <exception cref="SparkException">Something is missing or wrong.</exception>
    public static ConnectionString? FromEnvironment(Func<string, string?> variable)
    {
        string? Of(string name) => variable(name) is { Length: > 0 } value ? value : null;
        var profile = Of("DATABRICKS_CONFIG_PROFILE");
        if (profile is null && Of("DATABRICKS_HOST") is null)
        {
            return null;
        }
        var values = profile is null ? [] : Section(Of("DATABRICKS_CONFIG_FILE") ?? DefaultFile, profile);
        string? Value(string key) => Of("DATABRICKS_" + key.ToUpperInvariant())
            ?? (values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null);
        var where = profile is null ? "the environment" : $"the profile {profile} and the environment";
        var host = Value("host") ?? throw Missing("host", where);
        var token = Value("token") ?? throw Missing("token", where);
        var cluster = Of("DATABRICKS_CLUSTER_ID");
        var serverless = Of("DATABRICKS_SERVERLESS_COMPUTE_ID");
        if (cluster is null && serverless is null)
        {
            (cluster, serverless) = (Value("cluster_id"), Value("serverless_compute_id"));
        }
        if (cluster is null && serverless is null)
        {
            throw Missing("cluster_id (or serverless_compute_id = auto)", where);
        }
        return new DatabricksProfile(host, token, cluster).Connection();
    }

    /// <summary>The connection to the workspace: its cluster, or serverless compute, as a header says.</summary>
    /// <exception cref="SparkException">The host is no address.</exception>
    public ConnectionString Connection()
    {
        var address = Host.Contains("://", StringComparison.Ordinal) ? Host : "https://" + Host;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.AbsolutePath != "/"
            || uri.UserInfo.Length > 0)
        {
            throw ConnectionString.Invalid($"the Databricks host \"{Host}\" is no address such as https://adb-1234.5.azuredatabricks.net");
        }
        // Serverless compute has no cluster: the session's own id says that it is wanted.
        var session = ClusterId is null ? Guid.NewGuid().ToString() : null;
        return new ConnectionString
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort ? Port : uri.Port,
            UseTls = true,
            Token = Token,
            SessionId = session,
            Headers = session is null
                ? new Dictionary<string, string> { ["x-databricks-cluster-id"] = ClusterId! }
                : new Dictionary<string, string> { ["x-databricks-session-id"] = session },
        };
    }

    /// <summary>All but the token.</summary>
    public override string ToString() => $"{Host}, {(ClusterId is null ? "serverless compute" : "cluster " + ClusterId)}";

    private static string DefaultFile => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".databrickscfg");

    private static Dictionary<string, string> Section(string file, string profile)
    {
        if (!File.Exists(file))
        {
            throw new SparkException("INVALID_CONNECT_URL", $"There is no file {file} to read the Databricks profile {profile} from.");
        }
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var found = false;
        var inside = false;
        foreach (var text in File.ReadLines(file))
        {
            var line = text.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }
            if (line[0] == '[')
            {
                inside = line.TrimEnd(']').TrimStart('[').Trim().Equals(profile, StringComparison.OrdinalIgnoreCase);
                found |= inside;
            }
            else if (inside && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                values[line[..equals].TrimEnd()] = line[(equals + 1)..].TrimStart();
            }
        }
        return found ? values : throw new SparkException("INVALID_CONNECT_URL", $"{file} has no Databricks profile {profile}.");
    }

    private static SparkException Missing(string what, string where) =>
        new("INVALID_CONNECT_URL",
            $"For Databricks, {where} must give host, token (a personal access token) and cluster_id; {what} is missing.");
}
