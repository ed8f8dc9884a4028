using System.Collections.Immutable;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>A line of a list: a version of a key, or what several keys begin with up to the delimiter.</summary>
internal sealed record ListedItem(string Name, ObjectVersion? Version, bool IsLatest);

/// <summary>A page of a list; <paramref name="IsTruncated"/> when more follows.</summary>
internal sealed record ListedPage(IReadOnlyList<ListedItem> Items, bool IsTruncated);

/// <summary>Walks over a bucket's keys in order. What a delimiter hides is jumped over, so that a page costs what it shows.</summary>
internal sealed class KeyListing(ImmutableSortedSet<KeyEntry> keys, string prefix, string? delimiter)
{
    /// <summary>The newest versions of the keys behind <paramref name="after"/>, without those that are deleted.</summary>
    /// <param name="after">A key, which need not exist; empty for the beginning.</param>
    /// <param name="pastPrefix">Whether <paramref name="after"/>, where it is a common prefix, stands for all keys that begin with
    /// it.</param>
    /// <param name="most">How many lines the page may have.</param>
    public ListedPage Objects(string after, bool pastPrefix, int most) => Page(Start(after, pastPrefix), most,
        entry => entry.Latest is { IsDeleteMarker: false } latest ? [new(entry.Key, latest, true)] : []);

    /// <summary>All versions and delete markers behind a key, or behind one of its versions.</summary>
    public ListedPage Versions(string afterKey, string? afterVersion, int most)
    {
        if (afterVersion is null) return Page(Start(afterKey, pastPrefix: true), most, Lines);
        var index = keys.IndexOf(new(afterKey));
        return Page(index >= 0 ? index : ~index, most, entry => entry.Key == afterKey ? After(entry) : Lines(entry));

        // A client that deletes page by page goes on from a version that is gone: those that are left are behind it.
        IEnumerable<ListedItem> After(KeyEntry entry)
        {
            var lines = Lines(entry).ToList();
            return lines.Skip(lines.FindIndex(l => l.Version!.VersionId == afterVersion) + 1);
        }

        static IEnumerable<ListedItem> Lines(KeyEntry entry)
        {
            var versions = entry.Versions;
            return versions.Select((v, i) => new ListedItem(entry.Key, v, i == 0));
        }
    }

    /// <summary>What the key begins with up to the first delimiter behind the prefix; null without one.</summary>
    public static string? CommonPrefix(string key, string prefix, string? delimiter)
    {
        if (string.IsNullOrEmpty(delimiter) || !key.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var at = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }

    private ListedPage Page(int index, int most, Func<KeyEntry, IEnumerable<ListedItem>> linesOf)
    {
        var items = new List<ListedItem>();
        if (most == 0) return new(items, false);
        while (index < keys.Count && keys[index] is var entry && entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        {
            var lines = linesOf(entry);
            if (CommonPrefix(entry.Key, prefix, delimiter) is not { } common)
            {
                foreach (var line in lines)
                {
                    if (items.Count == most) return new(items, true);
                    items.Add(line);
                }
                index++;
            }
            else if (!lines.Any())
            {
                index++;
            }
            else
            {
                if (items.Count == most) return new(items, true);
                items.Add(new(common, null, false));
                index = Past(index, common);
            }
        }
        return new(items, false);
    }

    private int Start(string after, bool pastPrefix)
    {
        if (KeyOrder.Instance.Compare(after, prefix) < 0)
        {
            var first = keys.IndexOf(new(prefix));
            return first >= 0 ? first : ~first;
        }
        var index = keys.IndexOf(new(after));
        if (pastPrefix && after.Length > 0 && CommonPrefix(after, prefix, delimiter) == after)
        {
            return Past(index >= 0 ? index : ~index, after);
        }
        return index >= 0 ? (after.Length > 0 ? index + 1 : index) : ~index;
    }

    /// <summary>The first key from <paramref name="low"/> on that does not begin with the text; those that do stand together.</summary>
    private int Past(int low, string text)
    {
        var high = keys.Count;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (keys[middle].Key.StartsWith(text, StringComparison.Ordinal)) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
