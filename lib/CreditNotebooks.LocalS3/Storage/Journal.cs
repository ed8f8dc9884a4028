using System.Buffers.Binary;
using System.Text.Json;
using CreditNotebooks.LocalS3.Checksums;
using Microsoft.Win32.SafeHandles;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>A bucket's history on disk: frames of changes, each with its length and its CRC-32C. A frame is there whole or not at
/// all.</summary>
internal sealed class Journal : IDisposable
{
    private const int HeaderSize = 8;
    private const int FrameChanges = 1000;
    private readonly string _path;
    private FileStream _stream;
    private long _length;
    private bool _failed;

    private Journal(string path, FileStream stream)
    {
        _path = path;
        _stream = stream;
    }

    /// <summary>The changes in the file, also those that later ones undo.</summary>
    public long Changes { get; private set; }

    /// <summary>Opens the journal, or begins it. A last frame that was cut off by a crash was never acknowledged and goes.</summary>
    /// <exception cref="LocalS3Exception">A frame before the last one is damaged.</exception>
    public static Journal Open(string path, Action<Change> replay)
    {
        var journal = new Journal(path, OpenFile(path));
        try
        {
            journal.Replay(replay);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Writes the changes as one frame and returns when the disk has it.</summary>
    public void Append(IReadOnlyCollection<Change> changes)
    {
        if (_failed) throw new IOException($"The journal {_path} failed before and takes no more writes until the server is started anew.");
        var frame = Frame(changes);
        try
        {
            RandomAccess.Write(Handle, frame, _length);
            RandomAccess.FlushToDisk(Handle);
        }
        catch
        {
            // What is behind the known end is cut off; when not even that works, nothing may be acknowledged any more.
            _failed = true;
            RandomAccess.SetLength(Handle, _length);
            RandomAccess.FlushToDisk(Handle);
            _failed = false;
            throw;
        }
        _length += frame.Length;
        Changes += changes.Count;
    }

    /// <summary>Replaces the journal by a shorter one that leads to the same state.</summary>
    /// <exception cref="IOException">It could not be written; the journal goes on as it was.</exception>
    public void Rewrite(IEnumerable<Change> changes)
    {
        var next = _path + ".new";
        long length = 0, count = 0;
        File.Delete(next);
        var file = OpenFile(next);
        try
        {
            foreach (var chunk in changes.Chunk(FrameChanges))
            {
                var frame = Frame(chunk);
                RandomAccess.Write(file.SafeFileHandle, frame, length);
                length += frame.Length;
                count += chunk.Length;
            }
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            File.Move(next, _path, overwrite: true);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        // From here on the new file is the journal. Until its name is on the disk a crash could bring the old one back.
        _stream.Dispose();
        (_stream, _length, Changes) = (file, length, count);
        _failed = true;
        Disk.SyncFolder(Path.GetDirectoryName(_path)!);
        _failed = false;
    }

    public void Dispose() => _stream.Dispose();

    private SafeFileHandle Handle => _stream.SafeFileHandle;

    private static FileStream OpenFile(string path) =>
        Disk.OpenFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);

    private static byte[] Frame(IReadOnlyCollection<Change> changes)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes([.. changes], ChangeContext.Default.ChangeArray);
        var frame = new byte[HeaderSize + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Check(payload));
        payload.CopyTo(frame, HeaderSize);
        return frame;
    }

    /// <summary>Also over the length, so that a stretch of zeros is no frame.</summary>
    private static uint Check(ReadOnlySpan<byte> payload)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, payload.Length);
        return (uint)Crc.Crc32C.Append(Crc.Crc32C.Append(0, length), payload);
    }

    private void Replay(Action<Change> replay)
    {
        var size = RandomAccess.GetLength(Handle);
        while (ReadFrame(_length, size) is { } payload)
        {
            foreach (var change in JsonSerializer.Deserialize(payload, ChangeContext.Default.ChangeArray)!)
            {
                replay(change);
                Changes++;
            }
            _length += HeaderSize + payload.Length;
        }
        if (_length == size) return;
        if (HasFrameBehind(_length, size))
        {
            throw new LocalS3Exception($"The journal {_path} is damaged at byte {_length}, and valid entries follow: restore "
                + "the file from a copy, or remove its bucket's folder.");
        }
        RandomAccess.SetLength(Handle, _length);
        RandomAccess.FlushToDisk(Handle);
    }

    private bool HasFrameBehind(long broken, long size)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (RandomAccess.Read(Handle, header, broken) < HeaderSize) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        return length > 0 && ReadFrame(broken + HeaderSize + length, size) is not null;
    }

    private byte[]? ReadFrame(long at, long size)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (at + HeaderSize > size || RandomAccess.Read(Handle, header, at) < HeaderSize) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length <= 0 || at + HeaderSize + length > size) return null;
        var payload = new byte[length];
        for (var read = 0; read < length;)
        {
            var count = RandomAccess.Read(Handle, payload.AsSpan(read), at + HeaderSize + read);
            if (count == 0) return null;
            read += count;
        }
        return Check(payload) == BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) ? payload : null;
    }
}
