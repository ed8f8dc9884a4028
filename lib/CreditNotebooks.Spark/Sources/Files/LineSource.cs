using System.Text;
using System.Text.Unicode;

namespace CreditNotebooks.Spark.Sources.Files;

/// <summary>A part of a file: the lines that begin in it.</summary>
internal readonly record struct FileRange(SourceFile File, long From, long To)
{
    public bool IsStart => From == 0;

    /// <summary>Cuts files into parts that threads can share. Files that cannot be cut are one part.</summary>
    public static List<FileRange> Cut(IEnumerable<SourceFile> files, Func<SourceFile, bool> splittable, long size)
    {
        var ranges = new List<FileRange>();
        foreach (var file in files)
        {
            if (!splittable(file)) ranges.Add(new FileRange(file, 0, long.MaxValue));
            else for (long from = 0; from < file.Length; from += size) ranges.Add(new FileRange(file, from, Math.Min(from + size, file.Length)));
        }
        return ranges;
    }
}

/// <summary>The bytes of a part of a file, in a buffer that always holds whole lines: who reads it takes lines, and asks for more when one is cut.</summary>
internal sealed class LineSource : IDisposable
{
    private const int InitialSize = 1 << 20;

    private readonly Encoding encoding;
    private readonly LineEnd lineEnd;
    private Stream? stream;
    private FileRange range;
    private byte[] buffer = [];
    private byte[]? repaired;
    private int length;
    private int valid;
    private long offset;
    private SourceFile? file;

    public LineSource(Encoding encoding, LineEnd lineEnd)
    {
        this.encoding = encoding;
        this.lineEnd = lineEnd;
    }

    /// <summary>The bytes that are there: valid UTF-8, malformed bytes being U+FFFD.</summary>
    public ReadOnlySpan<byte> Bytes => repaired is null ? buffer.AsSpan(0, valid) : repaired;

    public int LineEndLength => lineEnd.Length;

    /// <summary>Where the line at <see cref="Position"/> ends; -1 when its end is not there yet.</summary>
    public int FindLineEnd()
    {
        var end = lineEnd.Find(Bytes[Position..]);
        return end >= 0 ? Position + end : AtEnd ? Bytes.Length : -1;
    }

    /// <summary>Whether nothing follows the bytes.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Where in <see cref="Bytes"/> the next line begins.</summary>
    public int Position { get; set; }

    /// <summary>Whether the line at <see cref="Position"/> belongs to the next part of the file.</summary>
    public bool IsPastRange => offset + Position >= range.To;

    public void Open(FileRange part)
    {
        stream?.Dispose();
        range = part;
        file = part.File;
        offset = Math.Max(0, part.From - 1);
        stream = SourceStream.Open(file, offset, encoding, lineEnd.Separator is null);
        if (buffer.Length == 0) buffer = new byte[InitialSize];
        length = valid = 0;
        Position = 0;
        repaired = null;
        AtEnd = false;
        Fill();
        if (part.From == 0)
        {
            if (Bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) Position = 3;
            return;
        }
        // A part begins behind the first line end; the line before it belongs to the part before.
        int end;
        while ((end = FindLineEnd()) < 0)
        {
            Position = Bytes.Length;
            More();
        }
        Position = Math.Min(Bytes.Length, end + lineEnd.Length);
    }

    /// <summary>Reads on; the bytes before <see cref="Position"/> are gone.</summary>
    public void More()
    {
        if (repaired is not null)
        {
            // The repaired bytes stand for the valid part of the buffer; what is left of them is kept as it is.
            var rest = repaired.AsSpan(Position);
            var tail = buffer.AsSpan(valid, length - valid).ToArray();
            Reserve(rest.Length + tail.Length);
            rest.CopyTo(buffer);
            tail.CopyTo(buffer.AsSpan(rest.Length));
            offset += repaired.Length - rest.Length;
            length = rest.Length + tail.Length;
            repaired = null;
        }
        else
        {
            buffer.AsSpan(Position, length - Position).CopyTo(buffer);
            offset += Position;
            length -= Position;
        }
        Position = 0;
        Fill();
    }

    private void Reserve(int size)
    {
        if (buffer.Length < size + InitialSize / 2) Array.Resize(ref buffer, Math.Max(size + InitialSize, buffer.Length * 2));
    }

    private void Fill()
    {
        Reserve(length);
        try
        {
            var read = stream!.ReadAtLeast(buffer.AsSpan(length), Math.Min(InitialSize / 2, buffer.Length - length), throwOnEndOfStream: false);
            AtEnd = read < Math.Min(InitialSize / 2, buffer.Length - length);
            length += read;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw FileErrors.Unreadable(file!, e);
        }
        // A character that the buffer's end cuts waits for its rest.
        valid = AtEnd ? length : length - CutCharacter(buffer.AsSpan(0, length));
        if (!Utf8.IsValid(buffer.AsSpan(0, valid))) repaired = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(buffer, 0, valid));
    }

    private static int CutCharacter(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if (b < 0x80) return 0;
            if (b < 0xC0) continue;
            return (b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2) > back ? back : 0;
        }
        return 0;
    }

    public void Dispose() => stream?.Dispose();
}
