using System.Globalization;
using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines.Connect;
using CreditNotebooks.Spark.Engines.Embedded;

namespace CreditNotebooks.Spark;

/// <summary>Puts a session together: <c>SparkSession.Builder().AppName("credit").GetOrCreate()</c>. Made by
/// <see cref="SparkSession.Builder"/>.</summary>
public sealed class SparkSessionBuilder
{
    private const string RemoteKey = "spark.remote";

    private readonly Dictionary<string, string> _settings = [];

    internal SparkSessionBuilder() { }

    /// <summary>A name for the application.</summary>
    public SparkSessionBuilder AppName(string name) => Config("spark.app.name", name);

    /// <summary>Where Spark would run. It has no effect: this process computes, or the Spark that <see cref="Remote"/> names.</summary>
    public SparkSessionBuilder Master(string master) => Config("spark.master", master);

    /// <summary>A setting by Spark's name.</summary>
    public SparkSessionBuilder Config(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>A setting that is on or off.</summary>
    public SparkSessionBuilder Config(string key, bool value) => Config(key, value ? "true" : "false");

    /// <summary>A setting that is a whole number.</summary>
    public SparkSessionBuilder Config(string key, long value) => Config(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A setting that is a number.</summary>
    public SparkSessionBuilder Config(string key, double value) => Config(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Several settings at once.</summary>
    public SparkSessionBuilder Config(IReadOnlyDictionary<string, string> settings)
    {
        foreach (var (key, value) in settings) Config(key, value);
        return this;
    }

    /// <summary>A Spark behind Spark Connect, <c>sc://host:15002</c> with what it needs: <c>sc://host:443/;use_ssl=true;token=…</c>. Without it the
    /// variable <c>SPARK_REMOTE</c> says where Spark is, or <c>DATABRICKS_HOST</c> with its companions, and without those the session computes in this
    /// process.</summary>
    public SparkSessionBuilder Remote(string url) => Config(RemoteKey, url);

    /// <summary>Hive's catalogue; accepted, and without effect on the embedded engine.</summary>
    public SparkSessionBuilder EnableHiveSupport() => this;

    /// <summary>The session that this notebook has open already, with these settings put to it, or a new one. A session elsewhere than
    /// <see cref="Remote"/> says is left to those who hold it.</summary>
    /// <exception cref="SparkException">The Spark cannot be reached, or refuses a setting.</exception>
    public SparkSession GetOrCreate()
    {
        var asked = _settings.TryGetValue(RemoteKey, out var url) ? ConnectionString.Parse(url) : null;
        if (SparkSession.GetActiveSession() is not { } session || (asked is not null && $"sc://{asked.Server}" != session.Engine.Remote)) return Create();
        foreach (var (key, value) in _settings.Where(s => s.Key != RemoteKey)) session.Engine.Settings.Set(key, value);
        return session;
    }

    /// <summary>A new session, which becomes the notebook's, even where one is open.</summary>
    public SparkSession Create()
    {
        var connection = _settings.TryGetValue(RemoteKey, out var url) ? ConnectionString.Parse(url) : ConnectionString.FromEnvironment();
        var session = new SparkSession(connection is null ? new EmbeddedEngine(_settings) : new ConnectEngine(connection, _settings));
        CellContext.Current.SqlSession = session;
        return session;
    }
}
