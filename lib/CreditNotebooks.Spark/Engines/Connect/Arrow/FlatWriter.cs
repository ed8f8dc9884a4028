using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>The kinds of fields that Arrow's tables have.</summary>
internal enum FlatKind { Byte, Short, Int, Long, Text }

/// <summary>What stands in a field of a table of FlatBuffers.</summary>
internal abstract record FlatValue;

/// <summary>A number, in the table itself.</summary>
internal sealed record FlatScalar(FlatKind Kind, long Value) : FlatValue
{
    public int Size => 1 << (int)Kind;
}

/// <summary>A text.</summary>
internal sealed record FlatText(string Value) : FlatValue;

/// <summary>A table: its fields by their numbers, null where one is absent.</summary>
internal sealed record FlatRecord(params IReadOnlyList<FlatValue?> Fields) : FlatValue;

/// <summary>A vector of tables.</summary>
internal sealed record FlatRecords(IReadOnlyList<FlatRecord> Items) : FlatValue;

/// <summary>A vector of structs, each of so many numbers of 64 bits.</summary>
internal sealed record FlatStructs(int Width, IReadOnlyList<long> Numbers) : FlatValue;

/// <summary>Writes FlatBuffers front to back, each part behind the one that points to it, everything aligned to its size.</summary>
internal sealed class FlatWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>A buffer with the table as its root; its length is a multiple of 8.</summary>
    public static byte[] Write(FlatRecord root)
    {
        var writer = new FlatWriter();
        writer.Int(0);
        writer.Point(0, root);
        writer.Align(8, 0);
        return [.. writer._bytes];
    }

    private int Write(FlatValue value)
    {
        switch (value)
        {
            case FlatRecord table: return Table(table);
            case FlatText text:
                Align(4, 0);
                var bytes = Encoding.UTF8.GetBytes(text.Value);
                var start = Int(bytes.Length);
                _bytes.AddRange(bytes);
                _bytes.Add(0);
                return start;
            case FlatRecords list:
                Align(4, 0);
                start = Int(list.Items.Count);
                var items = _bytes.Count;
                foreach (var _ in list.Items) Int(0);
                for (var i = 0; i < list.Items.Count; i++) Point(items + (i * sizeof(int)), list.Items[i]);
                return start;
            case FlatStructs list:
                Align(8, 4);
                start = Int(list.Numbers.Count / list.Width);
                foreach (var number in list.Numbers) Number(number, sizeof(long));
                return start;
            default: throw new InvalidOperationException($"{value.GetType().Name} stands in its table.");
        }
    }

    private int Table(FlatRecord table)
    {
        // Wide fields first: behind the table's own 4 bytes each then lies on a multiple of its size.
        var fields = table.Fields.Select((value, slot) => (Value: value, Slot: slot)).Where(f => f.Value is not null)
            .OrderByDescending(f => Size(f.Value!)).ToList();
        var places = new int[table.Fields.Count];
        var size = sizeof(int);
        foreach (var (value, slot) in fields)
        {
            places[slot] = size;
            size += Size(value!);
        }
        Align(2, 0);
        var offsets = Number((places.Length + 2) * sizeof(short), sizeof(short));
        Number(size, sizeof(short));
        foreach (var place in places) Number(place, sizeof(short));
        Align(8, 4);
        var start = Int(0);
        Patch(start, start - offsets);
        foreach (var (value, _) in fields) Number((value as FlatScalar)?.Value ?? 0, Size(value!));
        foreach (var (value, slot) in fields)
        {
            if (value is not FlatScalar) Point(start + places[slot], value!);
        }
        return start;
    }

    private static int Size(FlatValue value) => value is FlatScalar number ? number.Size : sizeof(int);

    private void Point(int from, FlatValue to) => Patch(from, Write(to) - from);

    private void Patch(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(CollectionsMarshal.AsSpan(_bytes)[at..], value);

    private int Int(int value) => Number(value, sizeof(int));

    private int Number(long value, int size)
    {
        for (var i = 0; i < size; i++) _bytes.Add((byte)(value >> (8 * i)));
        return _bytes.Count - size;
    }

    private void Align(int size, int rest)
    {
        while (_bytes.Count % size != rest) _bytes.Add(0);
    }
}
