using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CreditNotebooks.Spark.Sources.Csv;

/// <summary>Finds lines and their cells in UTF-8 bytes, 32 bytes at a time. Lines that need more than splitting are left to <see cref="CsvRecordParser"/>.</summary>
/// <remarks>Without multiLine a line end always ends a record in Spark, also within quotes; CR, LF and both together are line ends.</remarks>
internal sealed class CsvLineSplitter(byte delimiter, byte quote, byte escape, byte escapeEscape)
{
    private int[] starts = new int[64];
    private int[] ends = new int[64];

    // The bits of the 32 bytes at blockStart that have not been looked at yet.
    private uint structural;
    private int blockStart = -32;

    /// <summary>How many cells the line has.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the line is to be read by the exact parser.</summary>
    public bool IsComplex { get; private set; }

    /// <summary>Where each cell begins, behind its opening quote.</summary>
    public ReadOnlySpan<int> Starts => starts;

    /// <summary>Where each cell ends; for a quoted cell the complement, so that an empty quoted cell is not taken for none.</summary>
    public ReadOnlySpan<int> Ends => ends;

    /// <summary>Begins at a new place, or in a buffer that has changed.</summary>
    public void Reset()
    {
        blockStart = -32;
        structural = 0;
    }

    /// <summary>Splits the line that begins at a position. Gives the position of its line end, or -1 when the buffer ends before the line;
    /// with <paramref name="last"/> the buffer's end is a line end.</summary>
    public int Split(ReadOnlySpan<byte> buffer, int begin, bool last)
    {
        Count = 0;
        IsComplex = false;
        var cell = begin;
        var quoted = false;
        var closed = false;
        Seek(buffer, begin);
        while (true)
        {
            var at = NextStructural(buffer);
            if (at < 0)
            {
                if (!last) return -1;
                at = buffer.Length;
                EndCell(cell, at, quoted, closed);
                return at;
            }
            var c = buffer[at];
            if (c == delimiter && (!quoted || closed))
            {
                EndCell(cell, at, quoted, closed);
                cell = at + 1;
                quoted = closed = false;
            }
            else if (c is (byte)'\n' or (byte)'\r')
            {
                EndCell(cell, at, quoted, closed);
                return at;
            }
            else if (c == quote)
            {
                if (at == cell) quoted = true;
                else if (quoted)
                {
                    // The quote ends the cell only directly before a delimiter or a line end.
                    if (closed) IsComplex = true;
                    else if (at + 1 < buffer.Length)
                    {
                        var next = buffer[at + 1];
                        if (next == delimiter || next is (byte)'\n' or (byte)'\r') closed = NoEscape(buffer[(cell + 1)..at]);
                        else IsComplex = true;
                        if (!closed) IsComplex = true;
                    }
                    else if (!last) return -1;
                    else closed = NoEscape(buffer[(cell + 1)..at]);
                }
            }
        }
    }

    /// <summary>An escape before a quote or before itself changes what is read.</summary>
    private bool NoEscape(ReadOnlySpan<byte> content) =>
        escape == quote || escape == 0 || content.IndexOf(escape) < 0 && (escapeEscape == 0 || escapeEscape == escape || content.IndexOf(escapeEscape) < 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EndCell(int begin, int end, bool quoted, bool closed)
    {
        if (Count == starts.Length)
        {
            Array.Resize(ref starts, Count * 2);
            Array.Resize(ref ends, Count * 2);
        }
        if (quoted)
        {
            if (!closed) IsComplex = true;
            starts[Count] = begin + 1;
            ends[Count++] = ~(end - 1);
            return;
        }
        starts[Count] = begin;
        ends[Count++] = end;
    }

    private void Seek(ReadOnlySpan<byte> buffer, int begin)
    {
        if (begin >= blockStart && begin < blockStart + 32)
        {
            structural &= uint.MaxValue << (begin - blockStart);
            return;
        }
        blockStart = begin;
        structural = Load(buffer, begin);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextStructural(ReadOnlySpan<byte> buffer)
    {
        while (structural == 0)
        {
            if (blockStart + 32 >= buffer.Length) return -1;
            blockStart += 32;
            structural = Load(buffer, blockStart);
        }
        var at = blockStart + BitOperations.TrailingZeroCount(structural);
        structural &= structural - 1;
        return at;
    }

    private uint Load(ReadOnlySpan<byte> buffer, int at)
    {
        if (at + 32 <= buffer.Length) return Bits(Vector256.Create(buffer[at..]));
        Span<byte> tail = stackalloc byte[32];
        var rest = buffer[Math.Min(at, buffer.Length)..];
        rest.CopyTo(tail);
        return Bits(Vector256.Create<byte>(tail)) & (rest.Length >= 32 ? uint.MaxValue : (1u << rest.Length) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Bits(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create(delimiter)) | Vector256.Equals(bytes, Vector256.Create(quote))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\n')) | Vector256.Equals(bytes, Vector256.Create((byte)'\r'))).ExtractMostSignificantBits();
}
