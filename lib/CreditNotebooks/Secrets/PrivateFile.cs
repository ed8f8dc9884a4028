namespace CreditNotebooks;

/// <summary>Reads files that are nobody else's business, and warns, once for each, of one that every user of the machine can read.</summary>
internal sealed class PrivateFile(Action<string> warn)
{
    private readonly HashSet<string> _warned = [];

    /// <summary>The file's bytes; null when there is none.</summary>
    /// <exception cref="SecretException">It cannot be read.</exception>
    public byte[]? TryRead(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }
            WarnIfOpen(path);
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"The file of secrets '{path}' cannot be read: {e.Message}", e);
        }
    }

    private void WarnIfOpen(string path)
    {
        if (OperatingSystem.IsWindows() || !IsOpen(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path))
        {
            return;
        }
        lock (_warned)
        {
            if (!_warned.Add(path))
            {
                return;
            }
        }
        warn($"every user of this machine can read the secrets in '{path}': chmod 600 '{path}'");
    }

    /// <summary>Open is a file that others may read in folders that others may enter.</summary>
    private static bool IsOpen(string path)
    {
        if (OperatingSystem.IsWindows() || !File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead))
        {
            return false;
        }
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }
        return true;
    }
}
