using System.Buffers;

namespace CreditNotebooks.Storage.Folders;

/// <summary>Writes a file that is complete and on the disk before it gets its name.</summary>
internal static class TemporaryFile
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Writes a stream to a new file and flushes it to the disk.</summary>
    public static async Task WriteAsync(string path, Stream content, IProgress<TransferProgress>? progress,
        CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // Locked while it is written: see FolderStore.SweepLeftovers.
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0,
                FileOptions.Asynchronous);
            long? total = content.CanSeek ? content.Length - content.Position : null;
            var done = 0L;
            int count;
            while ((count = await content.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false)) > 0)
            {
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                done += count;
                progress?.Report(new TransferProgress(done, total));
            }

            // The file system's own clock ticks every few milliseconds; the ETag needs a finer one.
            File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UtcNow);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Sets the time of writing, durably.</summary>
    public static void SetTime(string path, DateTime time)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, time);
        file.Flush(flushToDisk: true);
    }
}
