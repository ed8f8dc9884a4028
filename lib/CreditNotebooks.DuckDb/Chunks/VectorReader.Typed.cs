using System.Numerics;
using System.Text;

namespace CreditNotebooks.DuckDb;

/// <summary>Readers for the types whose bits need an interpretation.</summary>
public sealed unsafe partial class VectorReader
{
    private const ulong TimeTzOffsetBits = 0xFFFFFF;
    private const int LargestTimeTzOffset = (16 * 60 * 60) - 1;

    /// <summary>A decimal with the column's scale; 0 for a null row.</summary>
    public DuckDbDecimal GetDecimal(int row) => new(
        Type.Id != DuckDbTypeId.Decimal ? throw Mismatch("decimals") : Type.PhysicalWidth switch
        {
            2 => Get<short>(row),
            4 => Get<int>(row),
            8 => Get<long>(row),
            _ => Get<Int128>(row),
        },
        Type.Scale);

    /// <summary>The index of an enum's value in the names of the type; 0 also for a null row.</summary>
    public int GetEnumIndex(int row) => Type.Id != DuckDbTypeId.Enum ? throw Mismatch("enum values") : Type.PhysicalWidth switch
    {
        1 => Get<byte>(row),
        2 => Get<ushort>(row),
        _ => (int)Get<uint>(row),
    };

    /// <summary>The UUID of a row; all zeros for a null row.</summary>
    public Guid GetUuid(int row)
    {
        if (Type.Id != DuckDbTypeId.Uuid)
        {
            throw Mismatch("UUIDs");
        }

        if (!IsValid(row))
        {
            return Guid.Empty;
        }

        // The highest bit is flipped in storage, so that UUIDs sort as signed integers.
        var bits = Get<UInt128>(row) ^ ((UInt128)1 << 127);
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A time with its offset; midnight UTC for a null row.</summary>
    public DuckDbTimeTz GetTimeTz(int row)
    {
        if (Type.Id != DuckDbTypeId.TimeTz)
        {
            throw Mismatch("times with an offset");
        }

        var bits = Get<ulong>(row);
        return IsValid(row) ? new((long)(bits >> 24), LargestTimeTzOffset - (int)(bits & TimeTzOffsetBits)) : default;
    }

    /// <summary>A string of bits as the characters 0 and 1; null for a null row.</summary>
    public string? GetBits(int row)
    {
        if (Type.Id != DuckDbTypeId.Bit)
        {
            throw Mismatch("bit strings");
        }

        if (!IsValid(row))
        {
            return null;
        }

        var bytes = GetUtf8(row);
        var text = new StringBuilder(bytes.Length * 8);
        for (int i = bytes[0]; i < (bytes.Length - 1) * 8; i++)
        {
            text.Append((bytes[1 + (i >> 3)] >> (7 - (i & 7)) & 1) == 1 ? '1' : '0');
        }

        return text.ToString();
    }

    /// <summary>An integer without a limit; 0 for a null row.</summary>
    public BigInteger GetBigNum(int row)
    {
        if (Type.Id != DuckDbTypeId.BigNum)
        {
            throw Mismatch("BIGNUM values");
        }

        if (!IsValid(row))
        {
            return BigInteger.Zero;
        }

        // Three bytes of header, whose first bit is set for numbers from 0 up, then the magnitude; a negative number has every bit flipped.
        var bytes = GetUtf8(row);
        var positive = (bytes[0] & 0x80) != 0;
        var magnitude = bytes[3..].ToArray();
        for (var i = 0; i < magnitude.Length && !positive; i++)
        {
            magnitude[i] ^= 0xFF;
        }

        var number = new BigInteger(magnitude, isUnsigned: true, isBigEndian: true);
        return positive ? number : -number;
    }
}
