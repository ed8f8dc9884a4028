using System.Collections.Concurrent;
using CreditNotebooks.Display;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.Cache;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Spark.Sources.S3;

/// <summary>A session's way to S3, with the settings that hold at each call. Its errors are Spark's.</summary>
internal sealed class S3Access : IDisposable
{
    private readonly RuntimeSettings settings;
    private readonly SourceOptions? options;
    private readonly ConcurrentDictionary<(S3Settings, CacheSettings), Lazy<S3Files>> opened;

    public S3Access(RuntimeSettings settings) : this(settings, null, []) { }

    private S3Access(RuntimeSettings settings, SourceOptions? options, ConcurrentDictionary<(S3Settings, CacheSettings), Lazy<S3Files>> opened) =>
        (this.settings, this.options, this.opened) = (settings, options, opened);

    /// <summary>The same way with the options of a reader or a writer over the session's settings. It is not disposed by itself.</summary>
    public S3Access With(SourceOptions own)
    {
        foreach (var option in own.All.Where(o => S3Options.IsSecret(o.Key))) Redaction.Register(option.Value);
        return new S3Access(settings, own, opened);
    }

    /// <summary>The objects of a path as they are now; none for a folder that holds hidden ones only.</summary>
    /// <exception cref="SparkException">PATH_NOT_FOUND, or S3 cannot be asked.</exception>
    public IReadOnlyList<FoundObject> Find(string path, bool recursive, CancellationToken cancellationToken)
    {
        try
        {
            var (url, files) = FilesOf(path);
            try
            {
                return Wait(files.FindAsync(path, recursive, cancellationToken));
            }
            catch (StorageException e) when (e.Condition == StorageConditions.NoSuchKey && !Files.GlobPattern.IsGlob(url.Key))
            {
                if (Wait(files.ExistsAsync(path, cancellationToken))) return [];
                throw;
            }
        }
        catch (StorageException e)
        {
            throw S3Errors.Listing(e, path);
        }
    }

    /// <summary>Brings objects of a bucket here, in the versions that were found.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE: one is gone or another by now, or the cache is too small for them.</exception>
    public OpenedFiles Open(string bucket, IReadOnlyList<FoundObject> objects, CancellationToken cancellationToken)
    {
        var name = objects.Count == 1 ? objects[0].Url.ToString() : $"s3://{bucket}/{objects[0].Root}";
        var what = objects.Count == 1 ? Path.GetFileName(objects[0].Url.Key) : $"{objects.Count} files from {name}";
        using var report = new TransferReport($"downloading {what}");
        try
        {
            return Wait(FilesOfBucket(bucket).OpenAsync(objects, report, cancellationToken));
        }
        catch (StorageException e)
        {
            throw S3Errors.Bringing(e, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw S3Errors.Cache(e, name);
        }
    }

    /// <summary>Whether an object or a folder with objects is there.</summary>
    public bool Exists(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Wait(FilesOf(path).Files.ExistsAsync(path, cancellationToken));
        }
        catch (StorageException e)
        {
            throw S3Errors.Writing(e, path);
        }
    }

    /// <summary>Puts a file under a path, in place of an object that is there.</summary>
    /// <exception cref="SparkException">TASK_WRITE_FAILED.</exception>
    public void UploadFile(string file, string path, CancellationToken cancellationToken)
    {
        using var report = new TransferReport($"uploading {path}");
        try
        {
            Wait(FilesOf(path).Files.UploadFileAsync(file, path, report, cancellationToken));
        }
        catch (StorageException e)
        {
            throw S3Errors.Writing(e, path);
        }
    }

    /// <summary>Puts a written folder under a path, its <c>_SUCCESS</c> last.</summary>
    /// <exception cref="SparkException">TASK_WRITE_FAILED, PATH_ALREADY_EXISTS.</exception>
    public void Upload(string folder, string path, UploadMode mode, CancellationToken cancellationToken)
    {
        using var report = new TransferReport($"uploading {path}");
        try
        {
            Wait(FilesOf(path).Files.UploadFolderAsync(folder, path, mode, report, cancellationToken));
        }
        catch (StorageException e)
        {
            throw S3Errors.Writing(e, path);
        }
    }

    public void Dispose()
    {
        foreach (var files in opened.Values.Where(f => f.IsValueCreated)) files.Value.Dispose();
    }

    private (S3Url Url, S3Files Files) FilesOf(string path)
    {
        var url = S3Url.Parse(path);
        return (url, FilesOfBucket(url.Bucket));
    }

    // The environment may be set by a cell, and keys be renewed: what was opened with others stays open for those who use it.
    private S3Files FilesOfBucket(string bucket) =>
        opened.GetOrAdd((S3Options.Of(bucket, settings, options), S3Options.Cache()), key => new(() => new S3Files(key.Item1, key.Item2))).Value;

    // The engine's calls are synchronous, each on its caller's thread.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
