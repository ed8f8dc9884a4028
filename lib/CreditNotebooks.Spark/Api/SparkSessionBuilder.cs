using System.Globalization;
using CreditNotebooks.Display;

namespace CreditNotebooks.Spark;

/// <summary>Puts a session together: <c>SparkSession.Builder().AppName("credit").GetOrCreate()</c>. Made by
/// <see cref="SparkSession.Builder"/>.</summary>
public sealed class SparkSessionBuilder
{
    private readonly Dictionary<string, string> _settings = [];

    internal SparkSessionBuilder() { }

    /// <summary>A name for the application.</summary>
    public SparkSessionBuilder AppName(string name) => Config("spark.app.name", name);

    /// <summary>Where Spark would run; the embedded engine runs in this process whatever is said here.</summary>
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

    /// <summary>A Spark at <c>sc://host:port</c>. Not there yet: it comes with Spark Connect, so <see cref="GetOrCreate"/> refuses
    /// it.</summary>
    public SparkSessionBuilder Remote(string url) => Config("spark.remote", url);

    /// <summary>Hive's catalogue; accepted, and without effect on the embedded engine.</summary>
    public SparkSessionBuilder EnableHiveSupport() => this;

    /// <summary>The session that this notebook has open already, with these settings put to it, or a new one.</summary>
    public SparkSession GetOrCreate()
    {
        if (_settings.TryGetValue("spark.remote", out var url))
        {
            throw new SparkException("UNSUPPORTED_FEATURE",
                $"The session cannot be opened on {url}: Spark Connect is not there yet; leave Remote(…) away to use the embedded engine.");
        }
        if (SparkSession.GetActiveSession() is not { } session) return Create();
        foreach (var (key, value) in _settings) session.Engine.Settings.Set(key, value);
        return session;
    }

    /// <summary>A new session, which becomes the notebook's, even where one is open.</summary>
    public SparkSession Create()
    {
        var session = new SparkSession(_settings);
        CellContext.Current.SqlSession = session;
        return session;
    }
}
