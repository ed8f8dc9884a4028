namespace CreditNotebooks.Storage;

/// <summary>Puts local files into a store, in place of the objects that are there.</summary>
public static class ObjectUpload
{
    // Each file of its own is in parts again; a few at once keep the line busy when they are small.
    private const int FilesAtOnce = 4;

    /// <summary>Puts a file.</summary>
    /// <exception cref="StorageException">The store's.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<PutResult> FromFileAsync(IObjectStore store, string path, string key,
        IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        return await store.PutAsync(key, file, new PutOptions { Progress = progress }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts all files of a folder, with those of its subfolders, hidden ones too. When it fails, those that are up stay.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="prefix">What the keys start with: empty, or a folder with its slash.</param>
    /// <param name="progress">Told as bytes arrive, of all files together.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many files there were.</returns>
    /// <exception cref="StorageException">The store's.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<int> FromFolderAsync(IObjectStore store, string folder, string prefix,
        IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToList();
        var sum = new SumOfProgress(progress, files.Sum(path => new FileInfo(path).Length));
        var limits = new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files, limits, async (path, token) =>
        {
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            await FromFileAsync(store, path, prefix + name, sum.Part(), token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return files.Count;
    }
}
