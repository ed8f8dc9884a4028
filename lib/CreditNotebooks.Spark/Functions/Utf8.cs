using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>A string's UTF-8 bytes where they lie, for functions that need not decode them. Valid during one call.</summary>
internal readonly unsafe struct Utf8(byte* bytes, int length)
{
    public ReadOnlySpan<byte> Bytes => new(bytes, length);
    public int Length => length;
    public override string ToString() => Encoding.UTF8.GetString(Bytes);

    /// <summary>A part of it, by bytes.</summary>
    public Utf8 Slice(int start, int count) => new(bytes + start, count);

    public Utf8 Slice(int start) => new(bytes + start, length - start);

    public static Utf8 Empty => default;
}

/// <summary>Where a kernel builds its text, one for each thread; what it gives is valid until the thread's next call.</summary>
internal sealed unsafe class Utf8Buffer
{
    private const int Largest = 1 << 29;
    private const int Kept = 1 << 20;

    [ThreadStatic] private static Utf8Buffer? mine;

    private byte[] bytes = GC.AllocateUninitializedArray<byte>(4096, pinned: true);
    private int length;

    /// <summary>The thread's buffer, empty and with room for that many bytes.</summary>
    public static Utf8Buffer Begin(long capacity = 0)
    {
        var buffer = mine ??= new Utf8Buffer();
        buffer.length = 0;
        if (buffer.bytes.Length > Kept && capacity <= Kept) buffer.bytes = GC.AllocateUninitializedArray<byte>(4096, pinned: true);
        buffer.Reserve(capacity);
        return buffer;
    }

    public int Length => length;

    /// <summary>Room for so many bytes more.</summary>
    public Span<byte> Take(int count)
    {
        Reserve(count);
        length += count;
        return bytes.AsSpan(length - count, count);
    }

    public void Add(ReadOnlySpan<byte> more) => more.CopyTo(Take(more.Length));

    public void Add(byte one)
    {
        if (length == bytes.Length) Reserve(1);
        bytes[length++] = one;
    }

    public void Add(Rune rune)
    {
        Reserve(4);
        length += rune.EncodeToUtf8(bytes.AsSpan(length));
    }

    public Utf8 Done() => new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(bytes)), length);

    private void Reserve(long more)
    {
        if (length + more <= bytes.Length) return;
        if (length + more > Largest) throw SparkException.Unsupported($"A text of {length + more} bytes");
        var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Largest, Math.Max(2L * bytes.Length, length + more)), pinned: true);
        bytes.AsSpan(0, length).CopyTo(larger);
        bytes = larger;
    }
}
