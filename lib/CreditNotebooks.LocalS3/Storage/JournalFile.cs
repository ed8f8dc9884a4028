namespace CreditNotebooks.LocalS3.Storage;

/// <summary>A journal's file as the journal uses it. Tests put disks that fail in its place.</summary>
internal class JournalFile(string path) : IDisposable
{
    private readonly FileStream _file = Disk.OpenFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    public long Length => RandomAccess.GetLength(_file.SafeFileHandle);

    public int Read(Span<byte> buffer, long at) => RandomAccess.Read(_file.SafeFileHandle, buffer, at);

    public virtual void Write(ReadOnlySpan<byte> bytes, long at) => RandomAccess.Write(_file.SafeFileHandle, bytes, at);

    public virtual void SetLength(long length) => RandomAccess.SetLength(_file.SafeFileHandle, length);

    /// <summary>Returns when the disk has it.</summary>
    public virtual void Flush() => RandomAccess.FlushToDisk(_file.SafeFileHandle);

    public void Dispose()
    {
        _file.Dispose();
        GC.SuppressFinalize(this);
    }
}
