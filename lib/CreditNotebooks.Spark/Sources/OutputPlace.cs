using CreditNotebooks.Spark.Sources.Files;
using CreditNotebooks.Spark.Sources.S3;
using CreditNotebooks.Storage;
using CreditNotebooks.Storage.S3;

namespace CreditNotebooks.Spark.Sources;

/// <summary>Where a folder of files is written to.</summary>
internal abstract class OutputPlace
{
    /// <summary>Its name in messages.</summary>
    public abstract string Uri { get; }

    /// <summary>Whether there is something already.</summary>
    public abstract bool Exists(CancellationToken cancellationToken);

    /// <summary>Refuses a place that must not be emptied.</summary>
    public virtual void CheckClearable() { }

    /// <summary>Makes the local folder that the files are written into first.</summary>
    public abstract string CreateTemporary(string job);

    /// <summary>Puts the written folder where it belongs; the caller removes what is left of it.</summary>
    public abstract void Commit(string temporary, UploadMode mode, CancellationToken cancellationToken);
}

/// <summary>A folder here: it is written hidden beside its place and takes it by its name, all or nothing.</summary>
internal sealed class LocalPlace(string final) : OutputPlace
{
    public override string Uri => FileErrors.Uri(final);

    public override bool Exists(CancellationToken cancellationToken) => Directory.Exists(final) || File.Exists(final);

    public override string CreateTemporary(string job) =>
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(final) ?? ".", $".{Path.GetFileName(final)}.{job}")).FullName;

    public override void Commit(string temporary, UploadMode mode, CancellationToken cancellationToken)
    {
        if (mode == UploadMode.Append && Directory.Exists(final))
        {
            MoveInto(temporary, final);
            return;
        }
        var old = temporary + ".old";
        if (Directory.Exists(final)) Directory.Move(final, old);
        else if (File.Exists(final)) File.Delete(final);
        Directory.Move(temporary, final);
        if (Directory.Exists(old)) Directory.Delete(old, true);
    }

    private static void MoveInto(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from)) MoveInto(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(from)) File.Move(file, Path.Combine(to, Path.GetFileName(file)), true);
    }
}

/// <summary>A folder in S3: it is written among this machine's temporary files, and goes up when it is whole.</summary>
internal sealed class S3Place(string url, S3Access s3) : OutputPlace
{
    public override string Uri => url;

    public override bool Exists(CancellationToken cancellationToken) => s3.Exists(url, cancellationToken);

    // As S3A, which deletes no bucket's root.
    public override void CheckClearable()
    {
        if (S3Url.Parse(url).Key.Trim('/').Length == 0)
        {
            throw new SparkException("_LEGACY_ERROR_TEMP_2056", $"Unable to clear output directory {url} prior to writing to it: "
                + "that would delete everything in the bucket. Write to a folder in it.");
        }
    }

    public override string CreateTemporary(string job) =>
        Directory.CreateTempSubdirectory($"credit-notebooks-s3-{Environment.ProcessId}-").FullName;

    public override void Commit(string temporary, UploadMode mode, CancellationToken cancellationToken) =>
        s3.Upload(temporary, url, mode, cancellationToken);
}
