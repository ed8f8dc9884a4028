using System.Collections;
using System.Numerics;
using System.Text;
using CreditNotebooks.DuckDb.Native;

namespace CreditNotebooks.DuckDb;

/// <summary>Makes single values for the parameters of a prepared statement.</summary>
internal static unsafe class NativeValues
{
    /// <summary>A value of the type; without one, the object tells it.</summary>
    internal static ValueHandle Create(object? value, DuckDbType? type) => value switch
    {
        null or DBNull => NativeMethods.duckdb_create_null_value(),
        _ when type is not null => Typed(value, type),
        bool it => NativeMethods.duckdb_create_bool(it ? (byte)1 : (byte)0),
        sbyte it => NativeMethods.duckdb_create_int8(it),
        short it => NativeMethods.duckdb_create_int16(it),
        int it => NativeMethods.duckdb_create_int32(it),
        long it => NativeMethods.duckdb_create_int64(it),
        byte it => NativeMethods.duckdb_create_uint8(it),
        ushort it => NativeMethods.duckdb_create_uint16(it),
        uint it => NativeMethods.duckdb_create_uint32(it),
        ulong it => NativeMethods.duckdb_create_uint64(it),
        Int128 it => NativeMethods.duckdb_create_hugeint(new((UInt128)it)),
        UInt128 it => NativeMethods.duckdb_create_uhugeint(new(it)),
        BigInteger it => BigNum(it),
        float it => NativeMethods.duckdb_create_float(it),
        double it => NativeMethods.duckdb_create_double(it),
        DuckDbDecimal it => Decimal(it),
        decimal it => Decimal(VectorWriter.Split(it)),
        string it => Text(it),
        byte[] it => Blob(it),
        DateOnly it => NativeMethods.duckdb_create_date(VectorWriter.Days(it)),
        TimeSpan it => NativeMethods.duckdb_create_time(it.Ticks / TimeSpan.TicksPerMicrosecond),
        DuckDbTimeNs it => NativeMethods.duckdb_create_time_ns(it.Nanoseconds),
        DuckDbTimeTz it => NativeMethods.duckdb_create_time_tz_value(VectorWriter.TimeTzBits(it)),
        DateTime { Kind: DateTimeKind.Utc } it => NativeMethods.duckdb_create_timestamp_tz(VectorWriter.Since1970(it,
            TimeSpan.TicksPerMicrosecond)),
        DateTime { Kind: DateTimeKind.Unspecified } it =>
            NativeMethods.duckdb_create_timestamp(VectorWriter.Since1970(it, TimeSpan.TicksPerMicrosecond)),
        DateTimeOffset it => NativeMethods.duckdb_create_timestamp_tz(VectorWriter.Since1970(it.UtcDateTime, TimeSpan.TicksPerMicrosecond)),
        DuckDbTimestampNs it => NativeMethods.duckdb_create_timestamp_ns(it.Nanoseconds),
        DuckDbInterval it => NativeMethods.duckdb_create_interval(it),
        Guid it => NativeMethods.duckdb_create_uuid(new(VectorWriter.UuidBits(it))),
        _ => throw new ArgumentException($"A {value.GetType().Name} needs its DuckDbType to become a parameter.", nameof(value)),
    };

    private static ValueHandle Typed(object value, DuckDbType type)
    {
        switch (type.Id, value)
        {
            case (DuckDbTypeId.List or DuckDbTypeId.Array, IEnumerable items and not string):
                return Elements(type, [.. items.Cast<object?>()]);
            case (DuckDbTypeId.Struct, IEnumerable<KeyValuePair<string, object?>> fields):
                return Struct(type, fields);
            case (DuckDbTypeId.Map, IEnumerable<KeyValuePair<object, object?>> pairs):
                return Map(type, [.. pairs]);
            case (DuckDbTypeId.Union, DuckDbUnion union):
                var tag = Enumerable.Range(0, type.Fields.Length).FirstOrDefault(i => type.Fields[i].Name == union.Member, -1);
                if (tag < 0)
                {
                    throw new ArgumentException($"{type} has no member '{union.Member}'.", nameof(value));
                }

                using (var native = LogicalTypes.Create(type))
                using (var member = Create(union.Value, type.Fields[tag].Type))
                {
                    return NativeMethods.duckdb_create_union_value(native, (ulong)tag, member);
                }

            case (DuckDbTypeId.Enum, string name):
                var index = type.EnumValues.IndexOf(name);
                using (var native = LogicalTypes.Create(type))
                {
                    return index >= 0
                        ? NativeMethods.duckdb_create_enum_value(native, (ulong)index)
                        : throw new ArgumentException($"{type} has no value '{name}'.", nameof(value));
                }

            case (DuckDbTypeId.TimestampS, DateTime moment):
                return NativeMethods.duckdb_create_timestamp_s(VectorWriter.Since1970(moment, TimeSpan.TicksPerSecond));
            case (DuckDbTypeId.TimestampMs, DateTime moment):
                return NativeMethods.duckdb_create_timestamp_ms(VectorWriter.Since1970(moment, TimeSpan.TicksPerMillisecond));
            case (DuckDbTypeId.Bit, string bits):
                fixed (byte* data = VectorWriter.BitBytes(bits))
                {
                    return NativeMethods.duckdb_create_bit(new NativeBytes(data, 1 + ((bits.Length + 7) / 8)));
                }

            default:
                // DuckDB casts the rest when it binds the parameter.
                return Create(value, null);
        }
    }

    private static ValueHandle Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + "\0");
        fixed (byte* data = bytes)
        {
            return NativeMethods.duckdb_create_varchar_length(data, (ulong)bytes.Length - 1);
        }
    }

    private static ValueHandle Blob(byte[] bytes)
    {
        fixed (byte* data = bytes)
        {
            byte nothing = 0;
            return NativeMethods.duckdb_create_blob(data == null ? &nothing : data, (ulong)bytes.Length);
        }
    }

    private static ValueHandle BigNum(BigInteger value)
    {
        var magnitude = BigInteger.Abs(value).ToByteArray(isUnsigned: true, isBigEndian: true);
        fixed (byte* data = magnitude)
        {
            return NativeMethods.duckdb_create_bignum(new NativeBigNum(data, magnitude.Length, value.Sign < 0));
        }
    }

    private static ValueHandle Decimal(DuckDbDecimal value)
    {
        var digits = Int128.Abs(value.Unscaled).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        return NativeMethods.duckdb_create_decimal(new NativeDecimal((byte)Math.Max(digits, (int)value.Scale), value.Scale,
            value.Unscaled));
    }

    private static ValueHandle Elements(DuckDbType type, object?[] items)
    {
        if (type.Id == DuckDbTypeId.Array && items.Length != type.ArraySize)
        {
            throw new ArgumentException($"{type} takes {type.ArraySize} elements, not {items.Length}.", nameof(items));
        }

        using var child = LogicalTypes.Create(type.Child!);
        using var values = new ValueList(items.Select(item => Create(item, type.Child)));
        fixed (nint* first = values.Raw)
        {
            return type.Id == DuckDbTypeId.Array
                ? NativeMethods.duckdb_create_array_value(child, first, (ulong)items.Length)
                : NativeMethods.duckdb_create_list_value(child, first, (ulong)items.Length);
        }
    }

    private static ValueHandle Struct(DuckDbType type, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var byName = new Dictionary<string, object?>(fields, StringComparer.OrdinalIgnoreCase);
        using var native = LogicalTypes.Create(type);
        using var values = new ValueList(type.Fields.Select(field => Create(byName.GetValueOrDefault(field.Name), field.Type)));
        fixed (nint* first = values.Raw)
        {
            return NativeMethods.duckdb_create_struct_value(native, first);
        }
    }

    private static ValueHandle Map(DuckDbType type, KeyValuePair<object, object?>[] pairs)
    {
        using var native = LogicalTypes.Create(type);
        using var keys = new ValueList(pairs.Select(pair => Create(pair.Key, type.Key)));
        using var values = new ValueList(pairs.Select(pair => Create(pair.Value, type.Value)));
        fixed (nint* firstKey = keys.Raw)
        fixed (nint* firstValue = values.Raw)
        {
            return NativeMethods.duckdb_create_map_value(native, firstKey, firstValue, (ulong)pairs.Length);
        }
    }

    /// <summary>Values for one call, freed after it.</summary>
    private sealed class ValueList(IEnumerable<ValueHandle> values) : IDisposable
    {
        private readonly ValueHandle[] _values = [.. values];

        /// <summary>Their addresses; one more than there are, so that an empty list still has an address.</summary>
        internal nint[] Raw => [.. _values.Select(value => value.Raw), 0];

        public void Dispose()
        {
            foreach (var value in _values)
            {
                value.Dispose();
            }
        }
    }
}
