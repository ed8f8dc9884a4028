using CreditNotebooks.Storage.Cache;

namespace CreditNotebooks.Storage.S3;

/// <summary>An object as a local file.</summary>
/// <param name="Path">The file; read it, do not write it.</param>
/// <param name="Url">Where it is from, as messages and <c>input_file_name()</c> say it.</param>
/// <param name="Root">The file or folder that was asked for; <c>name=value</c> folders between it and the file are partition
/// columns.</param>
/// <param name="Size">Bytes.</param>
public sealed record LocalFile(string Path, string Url, string Root, long Size);

/// <summary>Objects as local files that stay for as long as this is not disposed of.</summary>
public sealed class OpenedFiles : IDisposable
{
    private readonly CacheLease _lease;

    internal OpenedFiles(IReadOnlyList<LocalFile> files, CacheLease lease)
    {
        Files = files;
        _lease = lease;
    }

    /// <summary>The files, in the order of the addresses and, within one, of the keys.</summary>
    public IReadOnlyList<LocalFile> Files { get; }

    /// <summary>Lets the cache remove the files when it needs room.</summary>
    public void Dispose() => _lease.Dispose();
}
