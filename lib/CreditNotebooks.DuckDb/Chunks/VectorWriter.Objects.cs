using System.Collections;
using System.Globalization;
using System.Numerics;

namespace CreditNotebooks.DuckDb;

/// <summary>Setting values from .NET objects, the counterpart of <see cref="VectorReader.GetValue"/>.</summary>
public sealed unsafe partial class VectorWriter
{
    /// <summary>
    /// Sets what <see cref="VectorReader.GetValue"/> would give back for this type; null makes the row null. Integers may be of any
    /// size that fits.
    /// </summary>
    /// <exception cref="ArgumentException">The value is of a type that the column does not take.</exception>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public void SetValue(int row, object? value)
    {
        if (value is null or DBNull)
        {
            SetNull(row);
            return;
        }

        var culture = CultureInfo.InvariantCulture;
        switch (Type.Id, value)
        {
            case (DuckDbTypeId.Boolean, bool it): Set(row, it); break;
            case (DuckDbTypeId.TinyInt, _) when IsInteger(value): Set(row, checked((sbyte)Wide(value))); break;
            case (DuckDbTypeId.SmallInt, _) when IsInteger(value): Set(row, checked((short)Wide(value))); break;
            case (DuckDbTypeId.Integer, _) when IsInteger(value): Set(row, checked((int)Wide(value))); break;
            case (DuckDbTypeId.BigInt, _) when IsInteger(value): Set(row, checked((long)Wide(value))); break;
            case (DuckDbTypeId.HugeInt, _) when IsInteger(value): Set(row, checked((Int128)Wide(value))); break;
            case (DuckDbTypeId.UTinyInt, _) when IsInteger(value): Set(row, checked((byte)Wide(value))); break;
            case (DuckDbTypeId.USmallInt, _) when IsInteger(value): Set(row, checked((ushort)Wide(value))); break;
            case (DuckDbTypeId.UInteger, _) when IsInteger(value): Set(row, checked((uint)Wide(value))); break;
            case (DuckDbTypeId.UBigInt, _) when IsInteger(value): Set(row, checked((ulong)Wide(value))); break;
            case (DuckDbTypeId.UHugeInt, _) when IsInteger(value): Set(row, checked((UInt128)Wide(value))); break;
            case (DuckDbTypeId.BigNum, _) when IsInteger(value): SetBigNum(row, Wide(value)); break;
            case (DuckDbTypeId.Float, float or double or Half): Set(row, Convert.ToSingle(value, culture)); break;
            case (DuckDbTypeId.Double, float or double or Half): Set(row, Convert.ToDouble(value, culture)); break;
            case (DuckDbTypeId.Decimal, DuckDbDecimal it): SetDecimal(row, Rescale(it)); break;
            case (DuckDbTypeId.Decimal, decimal it): SetDecimal(row, Rescale(Split(it))); break;
            case (DuckDbTypeId.Decimal, _) when IsInteger(value): SetDecimal(row, Rescale(new((Int128)Wide(value), 0))); break;
            case (DuckDbTypeId.Date, DateOnly it): Set(row, Days(it)); break;
            case (DuckDbTypeId.Time, TimeSpan it): Set(row, it.Ticks / TimeSpan.TicksPerMicrosecond); break;
            case (DuckDbTypeId.TimeNs, DuckDbTimeNs it): Set(row, it.Nanoseconds); break;
            case (DuckDbTypeId.TimeTz, DuckDbTimeTz it): SetTimeTz(row, it); break;
            case (DuckDbTypeId.Timestamp, DateTime it): Set(row, Since1970(it, TimeSpan.TicksPerMicrosecond)); break;
            case (DuckDbTypeId.TimestampTz, DateTime { Kind: not DateTimeKind.Local } it): Set(row, Since1970(it,
                TimeSpan.TicksPerMicrosecond)); break;
            case (DuckDbTypeId.TimestampTz, DateTimeOffset it): Set(row, Since1970(it.UtcDateTime, TimeSpan.TicksPerMicrosecond)); break;
            case (DuckDbTypeId.TimestampMs, DateTime it): Set(row, Since1970(it, TimeSpan.TicksPerMillisecond)); break;
            case (DuckDbTypeId.TimestampS, DateTime it): Set(row, Since1970(it, TimeSpan.TicksPerSecond)); break;
            case (DuckDbTypeId.TimestampNs, DuckDbTimestampNs it): Set(row, it.Nanoseconds); break;
            case (DuckDbTypeId.Interval, DuckDbInterval it): Set(row, it); break;
            case (DuckDbTypeId.Uuid, Guid it): SetUuid(row, it); break;
            case (DuckDbTypeId.Varchar, string it): SetString(row, it); break;
            case (DuckDbTypeId.Blob or DuckDbTypeId.Geometry, byte[] it): SetBlob(row, it); break;
            case (DuckDbTypeId.Bit, string it): SetBits(row, it); break;
            case (DuckDbTypeId.Enum, string it): SetEnumIndex(row, Type.EnumValues.IndexOf(it)); break;
            case (DuckDbTypeId.List or DuckDbTypeId.Array, IEnumerable it and not string): SetElements(row, [.. it.Cast<object?>()]); break;
            case (DuckDbTypeId.Struct, IEnumerable<KeyValuePair<string, object?>> it): SetFields(row, it); break;
            case (DuckDbTypeId.Map, IEnumerable<KeyValuePair<object, object?>> it): SetPairs(row, [.. it]); break;
            case (DuckDbTypeId.Union, DuckDbUnion it): SetUnion(row, FieldIndex(it.Member)).SetValue(row, it.Value); break;
            default: throw new ArgumentException($"A column of type {Type} takes no {value.GetType().Name}.", nameof(value));
        }
    }

    private static bool IsInteger(object value) =>
        value is int or long or short or sbyte or byte or ushort or uint or ulong or Int128 or UInt128 or BigInteger;

    private static BigInteger Wide(object value) => value switch
    {
        Int128 it => it,
        UInt128 it => it,
        BigInteger it => it,
        ulong it => it,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    internal static int Days(DateOnly date) => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    internal static long Since1970(DateTime moment, long ticksPerUnit) =>
        (long)Math.Floor((decimal)(moment - DateTime.UnixEpoch).Ticks / ticksPerUnit);

    internal static DuckDbDecimal Split(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = ((Int128)(uint)bits[2] << 64) | ((Int128)(uint)bits[1] << 32) | (uint)bits[0];
        return new DuckDbDecimal(bits[3] < 0 ? -digits : digits, value.Scale);
    }

    private Int128 Rescale(DuckDbDecimal value)
    {
        if (value.Scale <= Type.Scale)
        {
            return checked(value.Unscaled * PowerOfTen(Type.Scale - value.Scale));
        }

        var (quotient, remainder) = Int128.DivRem(value.Unscaled, PowerOfTen(value.Scale - Type.Scale));
        return remainder == 0 ? quotient : throw new OverflowException($"{value} has more decimals than {Type} holds.");
    }

    private int FieldIndex(string name)
    {
        for (var i = 0; i < Type.Fields.Length; i++)
        {
            if (string.Equals(Type.Fields[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new ArgumentException($"{Type} has no part '{name}'.", nameof(name));
    }

    private void SetElements(int row, object?[] values)
    {
        if (Type.Id == DuckDbTypeId.Array && values.Length != Type.ArraySize)
        {
            throw new ArgumentException($"{Type} takes {Type.ArraySize} elements, not {values.Length}.", nameof(values));
        }

        var offset = Type.Id == DuckDbTypeId.Array ? row * Type.ArraySize : AddList(row, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            Child.SetValue(offset + i, values[i]);
        }
    }

    private void SetFields(int row, IEnumerable<KeyValuePair<string, object?>> values)
    {
        var missing = new bool[Type.Fields.Length];
        Array.Fill(missing, true);
        foreach (var (name, value) in values)
        {
            var index = FieldIndex(name);
            missing[index] = false;
            Field(index).SetValue(row, value);
        }

        for (var i = 0; i < missing.Length; i++)
        {
            if (missing[i])
            {
                Field(i).SetNull(row);
            }
        }
    }

    private void SetPairs(int row, KeyValuePair<object, object?>[] pairs)
    {
        if (pairs.Any(pair => pair.Key is null))
        {
            throw new ArgumentException("A key of a map cannot be null.", nameof(pairs));
        }

        var offset = AddList(row, pairs.Length);
        for (var i = 0; i < pairs.Length; i++)
        {
            Keys.SetValue(offset + i, pairs[i].Key);
            MapValues.SetValue(offset + i, pairs[i].Value);
        }
    }
}
