using Microsoft.Win32.SafeHandles;

namespace CreditNotebooks.Storage.Folders;

/// <summary>A range of an open file. The handle keeps showing the same version when another takes its name.</summary>
internal sealed class FileRangeStream(SafeFileHandle file, long start, long length) : ReadOnlyStream
{
    private long _read;

    public override long Length => length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min(buffer.Length, length - _read);
        if (wanted == 0) return 0;
        var count = await RandomAccess.ReadAsync(file, buffer[..wanted], start + _read, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            throw new EndOfStreamException($"The file became shorter while it was read: {length - _read:N0} bytes are missing.");
        }

        _read += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
