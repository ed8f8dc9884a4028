namespace CreditNotebooks.Storage.Folders;

/// <summary>Locks that hold among threads and among processes: a few files that stay, each locked as a whole while its holder lives.
/// A holder that is killed lets go, because the operating system closes its files.</summary>
internal sealed class FolderLocks(string folder, int count)
{
    // EWOULDBLOCK of Linux and of macOS; a sharing or a lock violation of Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly SemaphoreSlim[] _here = [.. Enumerable.Range(0, count).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the lock of a name; disposing the answer lets go.</summary>
    public async Task<IDisposable> TakeAsync(string name, CancellationToken cancellationToken)
    {
        var number = (int)(StableHash(name) % (uint)count);
        var gate = _here[number];
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"{number:x2}.lock");
            for (var wait = 1; ; wait = Math.Min(wait * 2, 32))
            {
                if (TryOpen(path) is { } file) return new Hold(file, gate);
                await Task.Delay(Random.Shared.Next(wait) + 1, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    /// <summary>Opens a lock file for this process alone; null while another has it.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException exception) when (Held.Contains(exception.HResult))
        {
            return null;
        }
    }

    // string.GetHashCode differs from process to process.
    private static uint StableHash(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name) hash = (hash ^ c) * 16777619u;
        return hash;
    }

    private sealed class Hold(FileStream file, SemaphoreSlim gate) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            gate.Release();
        }
    }
}
