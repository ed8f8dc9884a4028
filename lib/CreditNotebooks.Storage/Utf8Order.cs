namespace CreditNotebooks.Storage;

/// <summary>S3's order of keys: that of their UTF-8 bytes. It differs from the order of UTF-16 units where surrogates meet U+E000 to
/// U+FFFF.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y)
    {
        var left = x ?? "";
        var right = y ?? "";
        var at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length) return left.Length.CompareTo(right.Length);
        return Rank(left[at]).CompareTo(Rank(right[at]));
    }

    // A surrogate stands for a code point above U+FFFF: it belongs behind every other character.
    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
