namespace CreditNotebooks.Storage.Folders;

/// <summary>Folders exist for the files in them: they come with the first one and go with the last.</summary>
internal static class EmptyFolders
{
    /// <summary>Creates a folder below the root, durably.</summary>
    /// <exception cref="StorageException">InvalidKey: an object stands where the folder has to be.</exception>
    public static void Create(string root, string folder)
    {
        if (Directory.Exists(folder)) return;
        var created = new List<string>();
        for (var at = folder; !Directory.Exists(at); at = Path.GetDirectoryName(at)!)
        {
            if (File.Exists(at) && at.Length >= root.Length)
            {
                throw new StorageException(StorageConditions.InvalidKey, at,
                    "There is an object under this key, and a file cannot be a folder as well. Choose a key that is not below it.");
            }

            created.Add(at);
        }

        Directory.CreateDirectory(folder);
        foreach (var at in created) AtomicFile.FlushFolder(Path.GetDirectoryName(at)!);
    }

    /// <summary>Removes a folder and those above it, up to the root, as far as they are empty.</summary>
    public static void RemoveUpTo(string root, string folder)
    {
        for (var at = folder; at.Length > root.Length; at = Path.GetDirectoryName(at)!)
        {
            if (!TryRemove(at)) return;
        }
    }

    /// <summary>Removes a folder that holds nothing but empty folders; false when there is a file in it.</summary>
    public static bool TryRemoveTree(string folder)
    {
        try
        {
            foreach (var below in Directory.EnumerateDirectories(folder))
            {
                if (!TryRemoveTree(below)) return false;
            }
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }

        return TryRemove(folder);
    }

    // rmdir is the test: asking first would race with a writer.
    private static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
