namespace CreditNotebooks.LocalS3.Storage;

/// <summary>The order of keys: that of their UTF-8 bytes, which is the order of code points and not that of UTF-16 units.</summary>
internal sealed class KeyOrder : IComparer<string>, IComparer<KeyEntry>
{
    public static readonly KeyOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var common = x.AsSpan().CommonPrefixLength(y);
        if (common == x!.Length || common == y!.Length) return x.Length.CompareTo(y!.Length);
        return Rank(x[common]).CompareTo(Rank(y[common]));
    }

    public int Compare(KeyEntry? x, KeyEntry? y) => Compare(x!.Key, y!.Key);

    /// <summary>Surrogates stand for code points above all others.</summary>
    private static int Rank(char c) => c switch
    {
        >= '\uE000' => c - 0x800,
        >= '\uD800' => c + 0x2000,
        _ => c,
    };
}

/// <summary>A key and its versions, the newest first. The versions are replaced as a whole.</summary>
internal sealed class KeyEntry(string key)
{
    private volatile ObjectVersion[] _versions = [];

    public string Key => key;

    public ObjectVersion[] Versions
    {
        get => _versions;
        set => _versions = value;
    }

    /// <summary>The newest version; null for an entry that has just lost its last one.</summary>
    public ObjectVersion? Latest => _versions is [var latest, ..] ? latest : null;
}
