using CreditNotebooks.Display;
using CreditNotebooks.Spark.Sources.S3;

namespace CreditNotebooks.Spark.Engines;

/// <summary>A session's settings (<c>spark.sql.…</c>), with Spark's defaults.</summary>
internal sealed class RuntimeSettings : ISessionSettings
{
    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["spark.sql.ansi.enabled"] = "true",
        ["spark.sql.session.timeZone"] = "UTC",
        ["spark.sql.variable.substitute"] = "true",
        ["spark.sql.caseSensitive"] = "false",
        ["spark.sql.shuffle.partitions"] = "200",
        ["spark.sql.repl.eagerEval.maxNumRows"] = "20",
        ["spark.sql.columnNameOfCorruptRecord"] = "_corrupt_record",
    };

    private readonly Dictionary<string, string> values = [];

    /// <summary>The value of a setting: as set, else Spark's default, else null.</summary>
    public string? this[string key] => values.TryGetValue(key, out var value) || Defaults.TryGetValue(key, out value) ? value : null;

    /// <summary>The settings that were set, and the defaults of those that were not, by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> All =>
        values.Concat(Defaults.Where(d => !values.ContainsKey(d.Key))).OrderBy(e => e.Key, StringComparer.Ordinal);

    /// <summary>The settings that were set.</summary>
    public IReadOnlyDictionary<string, string> Changed => values;

    /// <summary>Sets a setting; one that is a secret is not shown from now on.</summary>
    public void Set(string key, string value)
    {
        if (S3Options.IsSecret(key)) Redaction.Register(value);
        values[key] = value;
    }

    public void Reset(string? key)
    {
        if (key is null) values.Clear();
        else values.Remove(key);
    }
}
