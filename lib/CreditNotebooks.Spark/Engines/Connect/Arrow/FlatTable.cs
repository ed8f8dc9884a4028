using System.Buffers.Binary;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>A table of FlatBuffers, in which Arrow's metadata are written. A field that is absent has its default; whatever points out of
/// the buffer is refused.</summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly long _table;
    private readonly long _fields;
    private readonly int _size;

    private FlatTable(ReadOnlySpan<byte> buffer, long table)
    {
        _buffer = buffer;
        _table = table;
        var start = table - BinaryPrimitives.ReadInt32LittleEndian(Take(buffer, table, sizeof(int)));
        _size = BinaryPrimitives.ReadUInt16LittleEndian(Take(buffer, start, sizeof(ushort)));
        _fields = start;
    }

    /// <summary>The table that a buffer begins with.</summary>
    public static FlatTable Root(ReadOnlySpan<byte> buffer) => new(buffer, Follow(buffer, 0));

    public byte Byte(int slot, byte absent = 0) => At(slot) is var at and > 0 ? Take(_buffer, at, 1)[0] : absent;

    public short Short(int slot, short absent = 0) =>
        At(slot) is var at and > 0 ? BinaryPrimitives.ReadInt16LittleEndian(Take(_buffer, at, sizeof(short))) : absent;

    public int Int(int slot, int absent = 0) =>
        At(slot) is var at and > 0 ? BinaryPrimitives.ReadInt32LittleEndian(Take(_buffer, at, sizeof(int))) : absent;

    public long Long(int slot, long absent = 0) =>
        At(slot) is var at and > 0 ? BinaryPrimitives.ReadInt64LittleEndian(Take(_buffer, at, sizeof(long))) : absent;

    /// <summary>Whether the field is there: a table, a vector or a text may be missing.</summary>
    public bool Has(int slot) => At(slot) > 0;

    /// <summary>The table in a field that must be there.</summary>
    public FlatTable Table(int slot) => new(_buffer, Follow(_buffer, Required(slot)));

    /// <summary>How many items the vector in a field has; 0 where it is absent.</summary>
    public int Count(int slot) => Has(slot) ? Vector(slot, 0).Count : 0;

    /// <summary>A table of a vector of tables.</summary>
    public FlatTable Table(int slot, int index)
    {
        var (start, count) = Vector(slot, sizeof(uint));
        if (index >= count) throw ArrowErrors.Damaged("a list of its metadata ends too early");
        return new FlatTable(_buffer, Follow(_buffer, start + ((long)index * sizeof(uint))));
    }

    /// <summary>The bytes of a vector of structs of so many bytes each; none where it is absent.</summary>
    public ReadOnlySpan<byte> Structs(int slot, int size)
    {
        if (!Has(slot)) return [];
        var (start, count) = Vector(slot, size);
        return Take(_buffer, start, (long)count * size);
    }

    /// <summary>Part of a buffer, where it is there.</summary>
    public static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> buffer, long start, long length) =>
        start >= 0 && length >= 0 && length <= buffer.Length && start <= buffer.Length - length
            ? buffer.Slice((int)start, (int)length)
            : throw ArrowErrors.Damaged($"{length} bytes at {start} are asked for where there are {buffer.Length}");

    private static long Follow(ReadOnlySpan<byte> buffer, long at) =>
        at + BinaryPrimitives.ReadUInt32LittleEndian(Take(buffer, at, sizeof(uint)));

    private (long Start, int Count) Vector(int slot, int size)
    {
        var at = Follow(_buffer, Required(slot));
        var count = BinaryPrimitives.ReadUInt32LittleEndian(Take(_buffer, at, sizeof(uint)));
        Take(_buffer, at + sizeof(uint), (long)count * size);
        return (at + sizeof(uint), count <= _buffer.Length ? (int)count : throw ArrowErrors.Damaged($"its metadata list {count} items"));
    }

    private long Required(int slot) => At(slot) is var at and > 0 ? at : throw ArrowErrors.Damaged("a part of its metadata is missing");

    // Where the field lies, or 0: the table of offsets may end before it.
    private long At(int slot)
    {
        var entry = sizeof(int) + (slot * sizeof(ushort));
        if (entry + sizeof(ushort) > _size) return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(Take(_buffer, _fields + entry, sizeof(ushort)));
        return offset == 0 ? 0 : _table + offset;
    }
}
