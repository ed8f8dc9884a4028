namespace CreditNotebooks.Storage.Folders;

/// <summary>Walks a folder in the order that S3 lists keys in: a subfolder stands where its name with a slash does.</summary>
internal sealed class FolderListing(string root, string prefix, string? delimiter, string? startAfter, CancellationToken cancellationToken)
{
    // Links to folders may lead in circles.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public IEnumerable<ListEntry> Entries()
    {
        string? shared = null;
        foreach (var entry in Walk(new DirectoryInfo(root), ""))
        {
            if (SharedStart(entry.Key) is not { } start)
            {
                yield return entry;
            }
            else if (start != shared)
            {
                shared = start;
                yield return new ListEntry(start, 0, null, null);
            }
        }
    }

    private string? SharedStart(string key)
    {
        if (string.IsNullOrEmpty(delimiter)) return null;
        var at = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }

    private IEnumerable<ListEntry> Walk(DirectoryInfo folder, string start)
    {
        foreach (var (key, item) in Children(folder, start))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item is DirectoryInfo below)
            {
                if (!MayHoldMatches(key)) continue;
                var inside = Walk(below, key);

                // One object is enough to know that a subfolder is there.
                foreach (var entry in delimiter == "/" && key.StartsWith(prefix, StringComparison.Ordinal) && key.Length > prefix.Length
                    ? inside.Take(1) : inside)
                {
                    yield return entry;
                }
            }
            else if (key.StartsWith(prefix, StringComparison.Ordinal) && IsAfterStart(key) && Describe(key, (FileInfo)item) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private bool MayHoldMatches(string folderKey) =>
        (folderKey.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(folderKey, StringComparison.Ordinal))
        && (IsAfterStart(folderKey) || startAfter!.StartsWith(folderKey, StringComparison.Ordinal));

    private bool IsAfterStart(string key) => startAfter is null || Utf8Order.Instance.Compare(key, startAfter) > 0;

    private static List<(string Key, FileSystemInfo Item)> Children(DirectoryInfo folder, string start)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos("*", Everything)
                .Where(item => start.Length > 0 || item.Name != FolderKey.Reserved)
                .Where(item => item is not DirectoryInfo { LinkTarget: not null })
                .Select(item => (Key: start + item.Name + (item is DirectoryInfo ? "/" : ""), item))
                .OrderBy(child => child.Key, Utf8Order.Instance)];
        }
        catch (DirectoryNotFoundException)
        {
            // Removed since it was seen, or the root that comes with the first object.
            return [];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw FolderFailure.Denied(folder.FullName, exception);
        }
    }

    private static ListEntry? Describe(string key, FileInfo file)
    {
        try
        {
            return new ListEntry(key, file.Length, FolderStore.ETagOf(file.Length, file.LastWriteTimeUtc), file.LastWriteTimeUtc);
        }
        catch (FileNotFoundException)
        {
            // Deleted since it was seen.
            return null;
        }
    }
}
