using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CreditNotebooks.LocalS3.Checksums;

/// <summary>A reflected cyclic redundancy check of up to 64 bits, eight bytes a step, or 64 where the processor multiplies polynomials.
/// S3's three are the static members.</summary>
internal sealed class Crc
{
    /// <summary>CRC-32 of zip and Ethernet.</summary>
    public static readonly Crc Crc32 = new(32, 0xEDB88320);

    /// <summary>Castagnoli's CRC-32.</summary>
    public static readonly Crc Crc32C = new(32, 0x82F63B78);

    /// <summary>CRC-64 of the NVM Express specification.</summary>
    public static readonly Crc Crc64Nvme = new(64, 0x9A6C9329AC4BC9B5);

    private const int SmallestFold = 128;
    private readonly ulong _polynomial;
    private readonly ulong _ones;
    private readonly ulong[] _tables = new ulong[8 * 256];
    private readonly Vector128<ulong> _by1, _by4;

    private Crc(int bits, ulong polynomial)
    {
        Bits = bits;
        _polynomial = polynomial;
        (_by1, _by4) = (Shift(CarrylessProduct.BlockBits), Shift(4 * CarrylessProduct.BlockBits));
        _ones = ulong.MaxValue >> (64 - bits);
        for (var i = 0; i < 256; i++)
        {
            var value = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * polynomial);
            }
            _tables[i] = value;
        }
        for (var i = 256; i < _tables.Length; i++)
        {
            _tables[i] = (_tables[i - 256] >> 8) ^ _tables[_tables[i - 256] & 0xFF];
        }
    }

    public int Bits { get; }

    /// <summary>The check of what <paramref name="crc"/> (0 for nothing) covers followed by <paramref name="data"/>.</summary>
    public ulong Append(ulong crc, ReadOnlySpan<byte> data)
    {
        var value = crc ^ _ones;
        if (CarrylessProduct.IsSupported && data.Length >= SmallestFold)
        {
            var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(data);
            data = data[(blocks.Length * Vector128<byte>.Count)..];
            // What the blocks leave is a message of one block with the same remainder.
            var rest = Fold(value, blocks);
            value = Tables(0, MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in rest)));
        }
        return Tables(value, data) ^ _ones;
    }

    private ulong Tables(ulong value, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<ulong> t = _tables;
        while (data.Length >= 8)
        {
            var x = value ^ BinaryPrimitives.ReadUInt64LittleEndian(data);
            value = t[0x700 + (int)(x & 0xFF)] ^ t[0x600 + (int)((x >> 8) & 0xFF)]
                ^ t[0x500 + (int)((x >> 16) & 0xFF)] ^ t[0x400 + (int)((x >> 24) & 0xFF)]
                ^ t[0x300 + (int)((x >> 32) & 0xFF)] ^ t[0x200 + (int)((x >> 40) & 0xFF)]
                ^ t[0x100 + (int)((x >> 48) & 0xFF)] ^ t[(int)(x >> 56)];
            data = data[8..];
        }
        foreach (var b in data)
        {
            value = (value >> 8) ^ t[(int)((value ^ b) & 0xFF)];
        }
        return value;
    }

    /// <summary>Moves each block to where the next one of its lane stands and adds that, four lanes at once and then all into
    /// one.</summary>
    private Vector128<ulong> Fold(ulong value, ReadOnlySpan<Vector128<ulong>> blocks)
    {
        var (a, b, c, d) = (blocks[0] ^ Vector128.CreateScalar(value), blocks[1], blocks[2], blocks[3]);
        for (blocks = blocks[4..]; blocks.Length >= 4; blocks = blocks[4..])
        {
            a = CarrylessProduct.Of(a, _by4) ^ blocks[0];
            b = CarrylessProduct.Of(b, _by4) ^ blocks[1];
            c = CarrylessProduct.Of(c, _by4) ^ blocks[2];
            d = CarrylessProduct.Of(d, _by4) ^ blocks[3];
        }
        var rest = CarrylessProduct.Of(CarrylessProduct.Of(CarrylessProduct.Of(a, _by1) ^ b, _by1) ^ c, _by1) ^ d;
        foreach (var block in blocks)
        {
            rest = CarrylessProduct.Of(rest, _by1) ^ block;
        }
        return rest;
    }

    /// <summary>The factors of a block's two halves that move it by so many bits. The product of two reflected polynomials stands one bit
    /// too far, hence one power less.</summary>
    private Vector128<ulong> Shift(int bits) => Vector128.Create(Power(bits + 63) << (64 - Bits), Power(bits - 1) << (64 - Bits));

    private ulong Power(int exponent)
    {
        var power = 1UL << (Bits - 1);
        for (var i = 0; i < exponent; i++)
        {
            power = (power >> 1) ^ ((power & 1) * _polynomial);
        }
        return power;
    }

    /// <summary>The check of two byte strings joined, from their own checks and the second one's length.</summary>
    public ulong Combine(ulong first, ulong second, long secondLength)
    {
        var power = 1UL << (Bits - 1);
        var square = 1UL << (Bits - 9);
        for (var n = secondLength; n > 0; n >>= 1)
        {
            if ((n & 1) == 1) power = Multiply(power, square);
            square = Multiply(square, square);
        }
        return Multiply(first, power) ^ second;
    }

    public byte[] ToBytes(ulong crc)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, crc);
        return bytes[(8 - Bits / 8)..];
    }

    public ulong FromBytes(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        foreach (var b in bytes)
        {
            value = (value << 8) | b;
        }
        return value;
    }

    /// <summary>The product of two polynomials modulo this check's, the highest power in the lowest bit.</summary>
    private ulong Multiply(ulong a, ulong b)
    {
        ulong product = 0;
        for (var bit = 1UL << (Bits - 1); bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0) product ^= b;
            b = (b >> 1) ^ ((b & 1) * _polynomial);
        }
        return product;
    }
}
