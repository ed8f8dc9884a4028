namespace CreditNotebooks.Spark.Engines;

/// <summary>A session's settings by Spark's names.</summary>
internal interface ISessionSettings
{
    /// <summary>The value of a setting: as set, else Spark's default, else null.</summary>
    string? this[string key] { get; }

    /// <summary>All that have a value, by name.</summary>
    IEnumerable<KeyValuePair<string, string>> All { get; }

    /// <summary>Those that this session was given.</summary>
    IReadOnlyDictionary<string, string> Changed { get; }

    /// <summary>Sets a setting; one that is a secret is not shown from now on.</summary>
    void Set(string key, string value);

    /// <summary>Gives a setting its default again; all of them for null.</summary>
    void Reset(string? key);
}
