using System.IO.Compression;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Spark.Sources;

/// <summary>The folder that comes to be: everything goes to a temporary folder, which takes its place at the end.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly OutputPlace place;
    private readonly UploadMode mode;
    private readonly string? codec;
    private readonly string job = Guid.NewGuid().ToString();
    private string? temporary;

    public OutputFolder(WriteTarget target, OutputPlace place)
    {
        this.place = place;
        mode = target.Mode.ToLowerInvariant() switch
        {
            "append" => UploadMode.Append,
            "overwrite" => UploadMode.Overwrite,
            _ => UploadMode.ErrorIfExists,
        };
        var compression = target.Format == "parquet" ? null : new SourceOptions(target.Options).Text("compression", "codec");
        codec = compression?.ToLowerInvariant() switch
        {
            null or "none" or "uncompressed" => null,
            "gzip" => ".gz",
            "deflate" => ".deflate",
            var other => throw SparkException.Unsupported($"The compression '{other}' of {target.Format} files"),
        };
    }

    // Made when it is first needed: a query that is refused leaves no trace.
    private string Temporary
    {
        get
        {
            if (temporary is null) Guard(() => temporary = place.CreateTemporary(job));
            return temporary!;
        }
    }

    public string PartPath(string folder, string extension) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(Temporary, folder)).FullName, $"part-00000-{job}-c000.{extension}{codec}");

    public Stream Open(string path)
    {
        Stream stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        return codec switch
        {
            ".gz" => new GZipStream(stream, CompressionLevel.Optimal),
            ".deflate" => new ZLibStream(stream, CompressionLevel.Optimal),
            _ => stream,
        };
    }

    /// <summary>A full disk or a folder that cannot be written to is one clear error.</summary>
    public void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SparkException("TASK_WRITE_FAILED",
                $"Writing to {place.Uri} failed: {e.Message} Nothing was written; check the folder's permissions and the free space.", e);
        }
    }

    /// <summary>Puts what was written where it belongs.</summary>
    public void Commit(CancellationToken cancellationToken) => Guard(() =>
    {
        File.WriteAllBytes(Path.Combine(Temporary, "_SUCCESS"), []);
        place.Commit(Temporary, mode, cancellationToken);
    });

    public void Dispose()
    {
        if (temporary is not null && Directory.Exists(temporary)) Directory.Delete(temporary, true);
    }
}
