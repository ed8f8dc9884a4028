using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace CreditNotebooks.DuckDb;

/// <summary>Writers for the types whose bits need an interpretation.</summary>
public sealed unsafe partial class VectorWriter
{
    private const int LargestTimeTzOffset = (16 * 60 * 60) - 1;

    /// <summary>Sets a decimal by its digits: 1.50 in a column of scale 2 is 150.</summary>
    /// <exception cref="OverflowException">It has more digits than the column's width.</exception>
    public void SetDecimal(int row, Int128 unscaled)
    {
        if (Type.Id != DuckDbTypeId.Decimal)
        {
            throw Mismatch("decimals");
        }

        if (Int128.Abs(unscaled) >= PowerOfTen(Type.Width))
        {
            throw new OverflowException($"{new DuckDbDecimal(unscaled, Type.Scale)} has more digits than {Type} holds.");
        }

        switch (Type.PhysicalWidth)
        {
            case 2: Set(row, (short)unscaled); break;
            case 4: Set(row, (int)unscaled); break;
            case 8: Set(row, (long)unscaled); break;
            default: Set(row, unscaled); break;
        }
    }

    /// <summary>Sets an enum by the index of its name.</summary>
    public void SetEnumIndex(int row, int index)
    {
        if (Type.Id != DuckDbTypeId.Enum || (uint)index >= (uint)Type.EnumValues.Length)
        {
            throw Mismatch(string.Create(CultureInfo.InvariantCulture, $"enum value {index}"));
        }

        Check(row);
        switch (Type.PhysicalWidth)
        {
            case 1: _data[row] = (byte)index; break;
            case 2: ((ushort*)_data)[row] = (ushort)index; break;
            default: ((uint*)_data)[row] = (uint)index; break;
        }
    }

    /// <summary>Sets a UUID.</summary>
    public void SetUuid(int row, Guid value)
    {
        if (Type.Id != DuckDbTypeId.Uuid)
        {
            throw Mismatch("UUIDs");
        }

        Set(row, UuidBits(value) ^ ((UInt128)1 << 127));
    }

    /// <summary>Sets a time with its offset, which lies within 16 hours of UTC.</summary>
    public void SetTimeTz(int row, DuckDbTimeTz value)
    {
        if (Type.Id != DuckDbTypeId.TimeTz)
        {
            throw Mismatch("times with an offset");
        }

        Set(row, TimeTzBits(value));
    }

    /// <summary>Sets a string of bits from the characters 0 and 1, at least one of them.</summary>
    public void SetBits(int row, string bits)
    {
        if (Type.Id != DuckDbTypeId.Bit)
        {
            throw Mismatch("bit strings");
        }

        Check(row);
        SetBytes(row, BitBytes(bits));
    }

    /// <summary>Sets an integer without a limit.</summary>
    public void SetBigNum(int row, BigInteger value)
    {
        if (Type.Id != DuckDbTypeId.BigNum)
        {
            throw Mismatch("BIGNUM values");
        }

        Check(row);
        var magnitude = BigInteger.Abs(value).ToByteArray(isUnsigned: true, isBigEndian: true);
        var bytes = new byte[3 + magnitude.Length];
        var header = (uint)magnitude.Length | 0x800000;
        bytes[0] = (byte)(header >> 16);
        bytes[1] = (byte)(header >> 8);
        bytes[2] = (byte)header;
        magnitude.CopyTo(bytes, 3);
        for (var i = 0; i < bytes.Length && value.Sign < 0; i++)
        {
            bytes[i] ^= 0xFF;
        }

        SetBytes(row, bytes);
    }

    internal static UInt128 UuidBits(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    internal static ulong TimeTzBits(DuckDbTimeTz value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(value.OffsetSeconds), LargestTimeTzOffset, nameof(value));
        return ((ulong)value.Microseconds << 24) | (uint)(LargestTimeTzOffset - value.OffsetSeconds);
    }

    /// <summary>The number of padding bits, then the bits, padded in front with ones as the library has it.</summary>
    internal static byte[] BitBytes(string bits)
    {
        if (bits.Length == 0 || bits.AsSpan().ContainsAnyExcept('0', '1'))
        {
            throw new ArgumentException($"'{bits}' is no bit string: it has to be of 0 and 1, at least one of them.", nameof(bits));
        }

        var padding = (8 - (bits.Length & 7)) & 7;
        var bytes = new byte[1 + ((bits.Length + 7) / 8)];
        bytes[0] = (byte)padding;
        for (var i = 0; i < bits.Length + padding; i++)
        {
            if (i < padding || bits[i - padding] == '1')
            {
                bytes[1 + (i >> 3)] |= (byte)(1 << (7 - (i & 7)));
            }
        }

        return bytes;
    }

    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
