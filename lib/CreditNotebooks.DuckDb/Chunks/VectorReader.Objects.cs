namespace CreditNotebooks.DuckDb;

/// <summary>Values as .NET objects: for displays and tests; loops over many rows are faster with the typed readers.</summary>
public sealed unsafe partial class VectorReader
{
    /// <summary>
    /// The row's value, or null: numbers as .NET's own of that size, DECIMAL as <see cref="DuckDbDecimal"/>, DATE as DateOnly, TIME as
    /// TimeSpan, timestamps as DateTime (UTC for those with a zone), UUID as Guid, BLOB as byte[], BIT as text of 0 and 1, lists
    /// and arrays as object?[], structs as KeyValuePair&lt;string, object?&gt;[], maps as KeyValuePair&lt;object, object?&gt;[].
    /// </summary>
    /// <exception cref="OverflowException">A date or timestamp is infinite or outside of the years 1 to 9999.</exception>
    /// <exception cref="NotSupportedException">The value is a VARIANT: cast it in the query.</exception>
    public object? GetValue(int row) => !IsValid(row) ? null : Type.Id switch
    {
        DuckDbTypeId.SqlNull => null,
        DuckDbTypeId.Boolean => Get<byte>(row) != 0,
        DuckDbTypeId.TinyInt => Get<sbyte>(row),
        DuckDbTypeId.SmallInt => Get<short>(row),
        DuckDbTypeId.Integer => Get<int>(row),
        DuckDbTypeId.BigInt => Get<long>(row),
        DuckDbTypeId.UTinyInt => Get<byte>(row),
        DuckDbTypeId.USmallInt => Get<ushort>(row),
        DuckDbTypeId.UInteger => Get<uint>(row),
        DuckDbTypeId.UBigInt => Get<ulong>(row),
        DuckDbTypeId.HugeInt => Get<Int128>(row),
        DuckDbTypeId.UHugeInt => Get<UInt128>(row),
        DuckDbTypeId.Float => Get<float>(row),
        DuckDbTypeId.Double => Get<double>(row),
        DuckDbTypeId.Decimal => GetDecimal(row),
        DuckDbTypeId.Date => Moment(Get<int>(row) * (Int128)TimeSpan.TicksPerDay, DateTimeKind.Unspecified) is var day
            ? DateOnly.FromDateTime(day) : null,
        DuckDbTypeId.Time => TimeSpan.FromTicks(Get<long>(row) * TimeSpan.TicksPerMicrosecond),
        DuckDbTypeId.TimeNs => new DuckDbTimeNs(Get<long>(row)),
        DuckDbTypeId.TimeTz => GetTimeTz(row),
        DuckDbTypeId.Timestamp => Moment(Get<long>(row) * (Int128)TimeSpan.TicksPerMicrosecond, DateTimeKind.Unspecified),
        DuckDbTypeId.TimestampTz => Moment(Get<long>(row) * (Int128)TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc),
        DuckDbTypeId.TimestampMs => Moment(Get<long>(row) * (Int128)TimeSpan.TicksPerMillisecond, DateTimeKind.Unspecified),
        DuckDbTypeId.TimestampS => Moment(Get<long>(row) * (Int128)TimeSpan.TicksPerSecond, DateTimeKind.Unspecified),
        DuckDbTypeId.TimestampNs => new DuckDbTimestampNs(Get<long>(row)),
        DuckDbTypeId.Interval => Get<DuckDbInterval>(row),
        DuckDbTypeId.Uuid => GetUuid(row),
        DuckDbTypeId.Varchar => GetString(row),
        DuckDbTypeId.Blob or DuckDbTypeId.Geometry => GetBlob(row),
        DuckDbTypeId.Bit => GetBits(row),
        DuckDbTypeId.BigNum => GetBigNum(row),
        DuckDbTypeId.Enum => Type.EnumValues[GetEnumIndex(row)],
        DuckDbTypeId.List or DuckDbTypeId.Array => Elements(row, Child),
        DuckDbTypeId.Struct => FieldsOf(row),
        DuckDbTypeId.Map => Pairs(row),
        DuckDbTypeId.Union => UnionTag(row) is var tag ? new DuckDbUnion(Type.Fields[tag].Name, Member(tag).GetValue(row)) : null,
        _ => throw new NotSupportedException(
            $"A value of type {Type} cannot be read; cast it in the query, for example to VARCHAR or JSON."),
    };

    private static DateTime Moment(Int128 ticks, DateTimeKind kind)
    {
        var all = ticks + DateTime.UnixEpoch.Ticks;
        return all < DateTime.MinValue.Ticks || all > DateTime.MaxValue.Ticks
            ? throw new OverflowException(
                "The date is infinite or outside of the years 1 to 9999, which DateTime cannot hold; read its number with Get.")
            : new DateTime((long)all, kind);
    }

    private object?[] Elements(int row, VectorReader child)
    {
        var entry = ListEntry(row);
        var values = new object?[entry.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = child.GetValue(entry.Offset + i);
        }

        return values;
    }

    private KeyValuePair<string, object?>[] FieldsOf(int row) =>
        [.. Type.Fields.Select((field, i) => KeyValuePair.Create(field.Name, Field(i).GetValue(row)))];

    private KeyValuePair<object, object?>[] Pairs(int row) =>
        [.. Elements(row, Keys).Zip(Elements(row, MapValues), (key, value) => KeyValuePair.Create(key!, value))];
}
