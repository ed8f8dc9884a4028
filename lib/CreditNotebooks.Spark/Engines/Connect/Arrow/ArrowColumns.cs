using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>How Arrow holds a calendar interval.</summary>
internal readonly record struct MonthDayNano(int Months, int Days, long Nanoseconds);

/// <summary>Copies the columns of a record batch into vectors, whole columns at a time.</summary>
internal static class ArrowColumns
{
    public static ColumnVector Read(ArrowField field, ref RecordBatch batch)
    {
        var (count, nullCount) = batch.NextNode();
        // Arrow has no buffer for a column without values.
        if (field.Type is NullType) return new VoidVector(count);
        var nulls = Nulls(batch.NextBuffer(), count, nullCount);
        var type = field.Type;
        return type switch
        {
            BooleanType => new ColumnVector<bool>(type, Bits(batch.NextBuffer(), count), count, nulls, b => b),
            ByteType => Fixed<sbyte>(type, batch.NextBuffer(), count, nulls, n => n),
            ShortType => Fixed<short>(type, batch.NextBuffer(), count, nulls, n => n),
            IntegerType or DateType or YearMonthIntervalType =>
                Fixed<int>(type, batch.NextBuffer(), count, nulls, n => ApiValues.FromKernel(n, type)!),
            LongType or TimestampType or TimestampNTZType or DayTimeIntervalType =>
                Fixed<long>(type, batch.NextBuffer(), count, nulls, n => ApiValues.FromKernel(n, type)!),
            FloatType => Fixed<float>(type, batch.NextBuffer(), count, nulls, n => n),
            DoubleType => Fixed<double>(type, batch.NextBuffer(), count, nulls, n => n),
            DecimalType t => Fixed<Int128>(type, batch.NextBuffer(), count, nulls, n => new DecimalValue(n, t.Scale)),
            CalendarIntervalType => Fixed<MonthDayNano>(type, batch.NextBuffer(), count, nulls,
                i => new CalendarInterval(i.Months, i.Days, i.Nanoseconds / 1000)),
            StringType => Variable(field, ref batch, count, nulls, Encoding.UTF8.GetString, s => s),
            BinaryType => Variable(field, ref batch, count, nulls, bytes => bytes.ToArray(), b => b),
            ArrayType t => Array(t, field, ref batch, count, nulls),
            MapType t => Map(t, field, ref batch, count, nulls),
            StructType => Struct(field, ref batch, count, nulls),
            VariantType => new VariantVector(type, Struct(field, ref batch, count, nulls)),
            _ => throw new InvalidOperationException($"The form of {type.Sql} was found, but there is no way to read it."),
        };
    }

    private static ColumnVector<T> Fixed<T>(DataType type, ReadOnlySpan<byte> bytes, int count, bool[]? nulls, Func<T, object> convert)
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(FlatTable.Take(bytes, 0, (long)count * Unsafe.SizeOf<T>())).ToArray();
        if (nulls is not null)
        {
            // What lies under a null is anybody's guess.
            for (var i = 0; i < count; i++)
            {
                if (nulls[i]) values[i] = default;
            }
        }
        return new ColumnVector<T>(type, values, count, nulls, convert);
    }

    private delegate T Decode<out T>(ReadOnlySpan<byte> bytes);

    private static ColumnVector<T> Variable<T>(ArrowField field, ref RecordBatch batch, int count, bool[]? nulls, Decode<T> decode,
        Func<T, object> convert)
    {
        var offsets = Offsets(batch.NextBuffer(), count, field.IsLarge);
        var bytes = batch.NextBuffer();
        CheckEnd(offsets, bytes.Length);
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            if (nulls is null || !nulls[i]) values[i] = decode(bytes[offsets[i]..offsets[i + 1]]);
        }
        return new ColumnVector<T>(field.Type, values, count, nulls, convert);
    }

    private static ArrayVector Array(ArrayType type, ArrowField field, ref RecordBatch batch, int count, bool[]? nulls)
    {
        var offsets = Offsets(batch.NextBuffer(), count, field.IsLarge);
        var elements = Read(field.Children[0], ref batch);
        CheckEnd(offsets, elements.Count);
        return new ArrayVector(type, offsets, nulls, elements);
    }

    private static MapVector Map(MapType type, ArrowField field, ref RecordBatch batch, int count, bool[]? nulls)
    {
        var offsets = Offsets(batch.NextBuffer(), count, false);
        var entries = (StructVector)Read(field.Children[0], ref batch);
        CheckEnd(offsets, entries.Count);
        var keys = entries.Fields[0];
        for (var i = 0; i < entries.Count; i++)
        {
            if (keys.IsNull(i)) throw ArrowErrors.Damaged($"a key of column {field.Path} is null");
        }
        return new MapVector(type, offsets, nulls, keys, entries.Fields[1]);
    }

    private static StructVector Struct(ArrowField field, ref RecordBatch batch, int count, bool[]? nulls)
    {
        var fields = new ColumnVector[field.Children.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = Read(field.Children[i], ref batch);
            if (fields[i].Count != count)
            {
                throw ArrowErrors.Damaged($"column {field.Children[i].Path} has {fields[i].Count} values in {count} rows");
            }
        }
        return new StructVector(field.Type, count, nulls, fields);
    }

    /// <summary>Which values are null, or null where none is: the bitmap may be missing then.</summary>
    private static bool[]? Nulls(ReadOnlySpan<byte> bitmap, int count, int nullCount)
    {
        if (nullCount == 0) return null;
        var nulls = Bits(bitmap, count);
        var found = 0;
        for (var i = 0; i < count; i++)
        {
            nulls[i] = !nulls[i];
            if (nulls[i]) found++;
        }
        return found == nullCount ? nulls : throw ArrowErrors.Damaged($"{found} of {count} values are null where {nullCount} should be");
    }

    private static bool[] Bits(ReadOnlySpan<byte> bytes, int count)
    {
        bytes = FlatTable.Take(bytes, 0, ((long)count + 7) / 8);
        var bits = new bool[count];
        for (var i = 0; i < count; i++) bits[i] = (bytes[i >> 3] >> (i & 7) & 1) != 0;
        return bits;
    }

    /// <summary>Where each of the values begins and the last one ends; they need not begin at 0.</summary>
    private static int[] Offsets(ReadOnlySpan<byte> bytes, int count, bool isLarge)
    {
        // A column without rows may have no offsets at all.
        if (count == 0 && bytes.IsEmpty) return [0];
        bytes = FlatTable.Take(bytes, 0, ((long)count + 1) * (isLarge ? sizeof(long) : sizeof(int)));
        var offsets = isLarge ? new int[count + 1] : MemoryMarshal.Cast<byte, int>(bytes).ToArray();
        for (var i = 0; isLarge && i <= count; i++)
        {
            var offset = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
            offsets[i] = offset is >= 0 and <= int.MaxValue ? (int)offset : throw ArrowErrors.Damaged($"a value lies at {offset}");
        }
        var last = 0;
        foreach (var offset in offsets)
        {
            if (offset < last) throw ArrowErrors.Damaged($"a value that begins at {last} ends at {offset}");
            last = offset;
        }
        return offsets;
    }

    private static void CheckEnd(int[] offsets, int end)
    {
        if (offsets[^1] > end) throw ArrowErrors.Damaged($"a value ends at {offsets[^1]} where there are {end}");
    }
}
