using System.Buffers.Binary;
using System.Text.Json;
using CreditNotebooks.LocalS3.Checksums;

namespace CreditNotebooks.LocalS3.Storage;

/// <summary>A bucket's history on disk: frames of changes, each with its length and its CRC-32C. A frame is there whole or not at
/// all.</summary>
internal sealed class Journal : IDisposable
{
    private const int HeaderSize = 8;
    private const int FrameChanges = 1000;
    private readonly string _path;
    private readonly Func<string, JournalFile> _open;
    private JournalFile _file;
    private long _length;

    /// <summary>What has to succeed before the next frame is written; null when nothing is amiss.</summary>
    private Action? _repair;

    private Journal(string path, Func<string, JournalFile> open) => (_path, _open, _file) = (path, open, open(path));

    /// <summary>The changes in the file, also those that later ones undo.</summary>
    public long Changes { get; private set; }

    /// <summary>Opens the journal, or begins it. A last frame that was cut off by a crash was never acknowledged and goes.</summary>
    /// <exception cref="LocalS3Exception">A frame before the last one is damaged.</exception>
    public static Journal Open(string path, Action<Change> replay, Func<string, JournalFile>? open = null)
    {
        var journal = new Journal(path, open ?? (name => new JournalFile(name)));
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
    /// <exception cref="IOException">It does not have it, and nothing of it comes back; while that is not certain, all further frames are
    /// refused.</exception>
    public void Append(IReadOnlyCollection<Change> changes)
    {
        Repair();
        var frame = Frame(changes);
        _repair = CutOff;
        try
        {
            _file.Write(frame, _length);
            _file.Flush();
        }
        catch (IOException e)
        {
            try
            {
                Repair();
            }
            catch (IOException second)
            {
                throw new IOException($"{second.Message} (Before, a write failed: {e.Message})", e);
            }
            throw;
        }
        _repair = null;
        _length += frame.Length;
        Changes += changes.Count;
    }

    /// <summary>Does what an earlier failure has left to do.</summary>
    /// <exception cref="IOException">It still cannot be done.</exception>
    public void Repair()
    {
        if (_repair is null) return;
        try
        {
            _repair();
        }
        catch (IOException e)
        {
            throw new IOException($"The journal {_path} failed, and takes no more writes until the disk does: {e.Message}", e);
        }
        _repair = null;
    }

    /// <summary>Takes back what was written behind the last acknowledged frame. Whether the disk has it is unknown after a failed flush,
    /// and a later start must not find it whole: it is cut off, or, where the disk refuses that too, made no frame by zeros for its
    /// header.</summary>
    private void CutOff()
    {
        try
        {
            _file.SetLength(_length);
            _file.Flush();
        }
        catch (IOException)
        {
            _file.Write(new byte[HeaderSize], _length);
            _file.Flush();
        }
    }

    /// <summary>Replaces the journal by a shorter one that leads to the same state.</summary>
    /// <exception cref="IOException">It could not be written; the journal goes on as it was.</exception>
    public void Rewrite(IEnumerable<Change> changes)
    {
        var next = _path + ".new";
        long length = 0, count = 0;
        File.Delete(next);
        var file = _open(next);
        try
        {
            foreach (var chunk in changes.Chunk(FrameChanges))
            {
                var frame = Frame(chunk);
                file.Write(frame, length);
                length += frame.Length;
                count += chunk.Length;
            }
            file.Flush();
            File.Move(next, _path, overwrite: true);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        // From here on the new file is the journal. Until its name is on the disk a crash could bring the old one back.
        _file.Dispose();
        (_file, _length, Changes) = (file, length, count);
        _repair = () => Disk.SyncFolder(Path.GetDirectoryName(_path)!);
        Repair();
    }

    public void Dispose() => _file.Dispose();

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
        var size = _file.Length;
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
        _file.SetLength(_length);
        _file.Flush();
    }

    private bool HasFrameBehind(long broken, long size)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (_file.Read(header, broken) < HeaderSize) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        return length > 0 && ReadFrame(broken + HeaderSize + length, size) is not null;
    }

    private byte[]? ReadFrame(long at, long size)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (at + HeaderSize > size || _file.Read(header, at) < HeaderSize) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length <= 0 || at + HeaderSize + length > size) return null;
        var payload = new byte[length];
        for (var read = 0; read < length;)
        {
            var count = _file.Read(payload.AsSpan(read), at + HeaderSize + read);
            if (count == 0) return null;
            read += count;
        }
        return Check(payload) == BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) ? payload : null;
    }
}
