using System.Collections.Concurrent;
using CreditNotebooks.Display;
using CreditNotebooks.Spark.Sources.S3;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>The settings of a session on the server. What was read is kept until something may have changed it.</summary>
internal sealed class ConnectSettings(SparkConnectClient client) : ISessionSettings
{
    private const string Hadoop = "spark.hadoop.";
    private static readonly Protocol.SqlCommand AllReset = new() { Sql = "RESET", Input = new() { Sql = new() { Query = "RESET" } } };

    private const string S3Scheme = "fs.s3.impl";

    // What is said of a whole Spark, where this session is one of many.
    private static readonly HashSet<string> OfTheServer = ["spark.remote", "spark.master", "spark.app.name"];

    private readonly ConcurrentDictionary<string, string?> read = [];
    private readonly ConcurrentDictionary<string, string> changed = [];

    public string? this[string key] => read.GetOrAdd(key, client.GetConfig);

    public IEnumerable<KeyValuePair<string, string>> All => client.GetAllConfig().OrderBy(e => e.Key, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Changed => changed;

    /// <summary>The settings that a session begins with; those that only a whole Spark has do no harm.</summary>
    public void Begin(IReadOnlyDictionary<string, string> options)
    {
        var own = options.Where(o => !OfTheServer.Contains(o.Key)).ToList();
        foreach (var (key, value) in own) Remember(key, value);
        if (own.Count > 0) client.SetConfig(own.SelectMany(o => Pairs(o.Key, o.Value)), silent: true);
    }

    public void Set(string key, string value)
    {
        Remember(key, value);
        client.SetConfig(Pairs(key, value));
        Forget();
    }

    public void Reset(string? key)
    {
        foreach (var name in key is null ? [.. changed.Keys] : new[] { key }) changed.TryRemove(name, out _);
        if (key is not null) client.UnsetConfig(Names(key));
        else client.ExecuteToEnd(new() { Command = new() { SqlCommand = AllReset } });
        Forget();
    }

    /// <summary>Something may have changed the settings: they are asked for again.</summary>
    public void Forget() => read.Clear();

    // A running Spark takes the settings of Hadoop's file systems from a session under their own names alone.
    private static string[] Names(string key) => key.StartsWith(Hadoop, StringComparison.Ordinal) ? [key, key[Hadoop.Length..]] : [key];

    private IEnumerable<KeyValuePair<string, string>> Pairs(string key, string value)
    {
        foreach (var name in Names(key)) yield return KeyValuePair.Create(name, value);
        if (!key.StartsWith(Hadoop + "fs.s3a.", StringComparison.Ordinal)) yield break;
        // Spark itself has S3 under s3a:// alone, where Databricks and the embedded engine read s3:// too.
        if (this[Hadoop + S3Scheme] is null) yield return KeyValuePair.Create(S3Scheme, "org.apache.hadoop.fs.s3a.S3AFileSystem");
        // Hadoop keeps a bucket's first connection for all sessions, with the keys and the endpoint of whoever came first.
        yield return KeyValuePair.Create("fs.s3a.impl.disable.cache", "true");
        yield return KeyValuePair.Create(S3Scheme + ".disable.cache", "true");
    }

    private void Remember(string key, string value)
    {
        if (S3Options.IsSecret(key)) Redaction.Register(value);
        changed[key] = value;
    }
}
