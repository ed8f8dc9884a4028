namespace CreditNotebooks.Data;

/// <summary>
/// A file that appears whole or not at all: written beside its place under another name and then renamed.
/// Two processes may write the same file at once; each has its own temporary file, and either may win, for both hold the same bytes.
/// </summary>
internal static class GeneratedFile
{
    public static void Write(string path, Action<Stream> content)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full)) full = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        if (Directory.Exists(full))
            throw new DataException($"Cannot write the data to '{path}': it is a folder; name a file in it.");
        // The rename would put a file in the device's place.
        if (full.StartsWith("/dev/", StringComparison.Ordinal))
            throw new DataException($"Cannot write the data to '{path}': it is a device; name a file in a folder.");

        var temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                content(stream);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"Cannot write the data to '{path}': {e.Message.TrimEnd('.', ' ', '\n', '\r')}; " +
                "choose a folder that can be written, with room in it.",
                e);
        }
        finally
        {
            // Gone already after a rename; left over after an error or an interrupted run.
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
