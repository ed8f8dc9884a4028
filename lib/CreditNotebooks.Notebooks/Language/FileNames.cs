namespace CreditNotebooks.Notebooks.Language;

/// <summary>Files and folders that begin with what is typed; relative paths start at the session's folder.</summary>
internal sealed class FileNames(string folder)
{
    private const int Most = 500;

    /// <summary>The names for the last part of a path that is typed.</summary>
    /// <param name="typed">The path as far as it is typed.</param>
    /// <param name="position">Where it ends.</param>
    /// <param name="extensions">With their points; none for any file.</param>
    public CompletionList Complete(string typed, int position, params string[] extensions)
    {
        var slash = typed.LastIndexOfAny(['/', '\\']);
        var name = typed[(slash + 1)..];
        var start = position - name.Length;
        var directory = slash < 0 ? folder : Path.Combine(folder, typed[..(slash + 1)].Replace('\\', '/'));
        if (typed.Contains('\0', StringComparison.Ordinal) || !Directory.Exists(directory))
        {
            return CompletionList.None(position);
        }
        try
        {
            return new CompletionList(start, position, CompletionOrder.Sort(Entries(directory, name, extensions), name));
        }
        catch (IOException)
        {
            // The folder has gone, or is on a disk that does not answer.
            return CompletionList.None(position);
        }
    }

    private static List<CompletionItem> Entries(string directory, string name, string[] extensions)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 };
        return
        [
            .. new DirectoryInfo(directory).EnumerateFileSystemInfos("*", options)
                .Where(e => e.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                    && (name.StartsWith('.') || !e.Name.StartsWith('.')))
                .Where(e => e is DirectoryInfo || extensions.Length == 0
                    || extensions.Contains(e.Extension, StringComparer.OrdinalIgnoreCase))
                .Take(Most)
                .Select(e => e is DirectoryInfo ? new CompletionItem(e.Name + "/", CompletionKind.Folder)
                    : new CompletionItem(e.Name, CompletionKind.File)),
        ];
    }
}
