using System.Buffers.Binary;

namespace CreditNotebooks.Storage;

/// <summary>A cyclic redundancy check, reflected, with all bits set before and flipped after: the form of all three that S3 knows.
/// It takes eight bytes a step by eight tables ("slicing by eight").</summary>
internal sealed class Crc
{
    private static readonly ulong[] Crc32Tables = Tables(0xEDB88320);
    private static readonly ulong[] Crc32CTables = Tables(0x82F63B78);
    private static readonly ulong[] Crc64NvmeTables = Tables(0x9A6C9329AC4BC9B5);

    private readonly ulong[] _tables;
    private readonly int _bytes;
    private ulong _value;

    private Crc(ulong[] tables, int bytes)
    {
        _tables = tables;
        _bytes = bytes;
        _value = Mask;
    }

    private ulong Mask => _bytes == 8 ? ulong.MaxValue : uint.MaxValue;

    /// <summary>The check of an algorithm; null when it is none.</summary>
    public static Crc? Of(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => new Crc(Crc32Tables, 4),
        ChecksumAlgorithm.Crc32C => new Crc(Crc32CTables, 4),
        ChecksumAlgorithm.Crc64Nvme => new Crc(Crc64NvmeTables, 8),
        _ => null,
    };

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var value = _value;
        ReadOnlySpan<ulong> t = _tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var x = value ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            value = t[0x700 + (int)(x & 0xff)] ^ t[0x600 + (int)((x >> 8) & 0xff)] ^ t[0x500 + (int)((x >> 16) & 0xff)]
                ^ t[0x400 + (int)((x >> 24) & 0xff)] ^ t[0x300 + (int)((x >> 32) & 0xff)] ^ t[0x200 + (int)((x >> 40) & 0xff)]
                ^ t[0x100 + (int)((x >> 48) & 0xff)] ^ t[(int)(x >> 56)];
        }

        foreach (var b in bytes) value = t[(int)((value ^ b) & 0xff)] ^ (value >> 8);
        _value = value;
    }

    public byte[] Bytes()
    {
        var result = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(result, _value ^ Mask);
        return result[^_bytes..];
    }

    private static ulong[] Tables(ulong polynomial)
    {
        var tables = new ulong[8 * 256];
        for (var i = 0; i < 256; i++)
        {
            var value = (ulong)i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
            tables[i] = value;
        }

        for (var i = 256; i < tables.Length; i++) tables[i] = tables[(int)(tables[i - 256] & 0xff)] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
