using System.Globalization;

namespace CreditNotebooks.Spark;

/// <summary>The session's settings, by Spark's names (<c>spark.sql.session.timeZone</c>). Made by
/// <see cref="SparkSession.Conf"/>.</summary>
public sealed class RuntimeConfig
{
    private readonly SparkSession _session;

    internal RuntimeConfig(SparkSession session) => _session = session;

    /// <summary>The setting's value, Spark's default where it was not set.</summary>
    /// <exception cref="SparkException">It was not set and has no default.</exception>
    public string Get(string key) => _session.Engine.Settings[key]
       
            ?? throw new SparkException("SQL_CONF_NOT_FOUND",
                $"The SQL config \"{key}\" cannot be found. Please verify that the config exists.");

    /// <summary>The setting's value, or the given one where it was not set.</summary>
    public string Get(string key, string defaultValue) => _session.Engine.Settings[key] ?? defaultValue;

    /// <summary>Every setting that has a value.</summary>
    public IReadOnlyDictionary<string, string> GetAll() => _session.Engine.Settings.All.ToDictionary(e => e.Key, e => e.Value);

    /// <summary>Sets a setting for this session.</summary>
    public void Set(string key, string value) => _session.Engine.Run(new Plans.SetConfiguration(key, value));

    /// <summary>Sets a setting that is on or off.</summary>
    public void Set(string key, bool value) => Set(key, value ? "true" : "false");

    /// <summary>Sets a setting that is a number.</summary>
    public void Set(string key, long value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Back to the default.</summary>
    public void Unset(string key) => _session.Engine.Run(new Plans.ResetConfiguration(key));
}
