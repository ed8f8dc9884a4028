using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace CreditNotebooks.Storage;

/// <summary>Brings an object into a local file: several ranges at once, all of one version, checked when they are there.</summary>
public static class ObjectDownload
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Downloads an object to a new file. Whatever fails leaves no file.</summary>
    /// <param name="store">Where the object is.</param>
    /// <param name="info">Which version of it; another one is refused.</param>
    /// <param name="path">The file to create.</param>
    /// <param name="rangeSize">The bytes of a range.</param>
    /// <param name="parallelism">How many ranges are on their way at once.</param>
    /// <param name="progress">Told as bytes arrive.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StorageException">PreconditionFailed: the object was changed meanwhile. NoSuchKey: it was deleted. BadDigest: what
    /// arrived is not what the store has a checksum of.</exception>
    public static async Task ToFileAsync(
        IObjectStore store, ObjectInfo info, string path, int rangeSize = 8 * 1024 * 1024, int parallelism = 8,
        IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var complete = false;
        try
        {
            using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous,
                info.Size))
            {
                await FillAsync(store, info, file, rangeSize, parallelism, progress, cancellationToken).ConfigureAwait(false);
            }

            await CheckAsync(store, info, path, cancellationToken).ConfigureAwait(false);
            complete = true;
        }
        finally
        {
            if (!complete) File.Delete(path);
        }
    }

    private static async Task FillAsync(
        IObjectStore store, ObjectInfo info, SafeFileHandle file, int rangeSize, int parallelism,
        IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var done = 0L;
        var starts = Ranges(info.Size, rangeSize);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(starts, limits, async (start, token) =>
        {
            var range = new ByteRange(start, Math.Min(rangeSize, info.Size - start));
            var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            try
            {
                await using var content = await store.GetAsync(info.Key, range, info.ETag, token).ConfigureAwait(false);
                if (content.Info.ETag != info.ETag) throw Changed(store, info);
                for (var at = start; ;)
                {
                    var count = await content.Stream.ReadAsync(buffer.AsMemory(0, BufferSize), token).ConfigureAwait(false);
                    if (count == 0) break;
                    await RandomAccess.WriteAsync(file, buffer.AsMemory(0, count), at, token).ConfigureAwait(false);
                    at += count;
                    var sum = Interlocked.Add(ref done, count);
                    progress?.Report(new TransferProgress(sum, info.Size));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }).ConfigureAwait(false);
        if (done != info.Size)
        {
            throw new StorageException(StorageConditions.BadDigest, $"{store.Location}/{info.Key}",
                $"{done:N0} bytes arrived and the object has {info.Size:N0}. Read it again.");
        }
    }

    // An endpoint may not know If-Match.
    private static StorageException Changed(IObjectStore store, ObjectInfo info) =>
        new(StorageConditions.PreconditionFailed, $"{store.Location}/{info.Key}",
            "The object was changed while it was read. Read it again.");

    private static IEnumerable<long> Ranges(long size, int rangeSize)
    {
        for (var start = 0L; start < size; start += rangeSize) yield return start;
    }

    private static async Task CheckAsync(IObjectStore store, ObjectInfo info, string path, CancellationToken cancellationToken)
    {
        if (info.Checksum is not { } expected) return;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        var found = await Checksum.OfAsync(expected.Algorithm, file, cancellationToken).ConfigureAwait(false);
        if (found != expected)
        {
            throw new StorageException(StorageConditions.BadDigest, $"{store.Location}/{info.Key}",
                $"The {expected.Algorithm} checksum of what arrived is {found.Value}, and the store's is {expected.Value}. Read it again.");
        }
    }
}
