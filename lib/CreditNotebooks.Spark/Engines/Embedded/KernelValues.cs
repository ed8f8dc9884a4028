using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>Single values between DuckDB's vectors and kernels.</summary>
internal static class KernelValues
{
    public static DecimalValue ReadDecimal(VectorReader v, int row)
    {
        var d = v.GetDecimal(row);
        return new DecimalValue(d.Unscaled, d.Scale);
    }

    public static unsafe Utf8 ReadUtf8(VectorReader v, int row)
    {
        var span = v.GetUtf8(row);
        return new Utf8((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span)), span.Length);
    }

    public static CalendarInterval ReadInterval(VectorReader v, int row)
    {
        var i = v.Get<DuckDbInterval>(row);
        return new CalendarInterval(i.Months, i.Days, i.Microseconds);
    }

    /// <summary>A value of any type in the form that kernels see; null for NULL.</summary>
    public static object? Read(VectorReader v, DataType type, int row)
    {
        if (!v.IsValid(row)) return null;
        switch (type)
        {
            case BooleanType: return v.Get<bool>(row);
            case ByteType: return v.Get<sbyte>(row);
            case ShortType: return v.Get<short>(row);
            case IntegerType or DateType or YearMonthIntervalType or NullType: return v.Get<int>(row);
            case LongType or TimestampType or TimestampNTZType or DayTimeIntervalType: return v.Get<long>(row);
            case FloatType: return v.Get<float>(row);
            case DoubleType: return v.Get<double>(row);
            case DecimalType: return ReadDecimal(v, row);
            case StringType or VariantType: return v.GetString(row);
            case BinaryType: return v.GetBlob(row);
            case CalendarIntervalType: return ReadInterval(v, row);
            case ArrayType a:
                var list = v.ListEntry(row);
                var child = v.Child;
                var items = new object?[list.Length];
                for (var i = 0; i < items.Length; i++) items[i] = Read(child, a.ElementType, list.Offset + i);
                return items;
            case StructType s:
                return s.Fields.Select((f, i) => Read(v.Field(i), f.DataType, row)).ToArray();
            case MapType m:
                var entry = v.ListEntry(row);
                var (keys, values) = (new object?[entry.Length], new object?[entry.Length]);
                var (keyReader, valueReader) = (v.Keys, v.MapValues);
                for (var i = 0; i < keys.Length; i++)
                {
                    keys[i] = Read(keyReader, m.KeyType, entry.Offset + i);
                    values[i] = Read(valueReader, m.ValueType, entry.Offset + i);
                }
                return new MapValue(keys, values);
            default: throw new NotSupportedException(type.Sql);
        }
    }

    public static void WriteDecimal(VectorWriter w, int row, DecimalValue value, DecimalType type) =>
        w.SetDecimal(row, value.Scale == type.Scale ? value.Unscaled : (Int128)BigDecimal.Of(value).Round(type.Scale));

    public static void WriteUtf8(VectorWriter w, int row, Utf8 value) => w.SetUtf8(row, value.Bytes);

    public static void WriteInterval(VectorWriter w, int row, CalendarInterval value) => w.Set(row, new DuckDbInterval(value.Months, value.Days, value.Microseconds));

    /// <summary>Writes a value in the form that kernels give.</summary>
    public static void Write(VectorWriter w, DataType type, int row, object? value)
    {
        switch (value, type)
        {
            case (null, _): w.SetNull(row); break;
            case (bool b, _): w.Set(row, b); break;
            case (sbyte n, _): w.Set(row, n); break;
            case (short n, _): w.Set(row, n); break;
            case (int n, _): w.Set(row, n); break;
            case (long n, _): w.Set(row, n); break;
            case (float n, _): w.Set(row, n); break;
            case (double n, _): w.Set(row, n); break;
            case (DecimalValue d, DecimalType t): WriteDecimal(w, row, d, t); break;
            case (string s, _): w.SetString(row, s); break;
            case (byte[] b, _): w.SetBlob(row, b); break;
            case (CalendarInterval i, _): WriteInterval(w, row, i); break;
            case (object?[] items, ArrayType a):
                var start = w.AddList(row, items.Length);
                var child = w.Child;
                for (var i = 0; i < items.Length; i++) Write(child, a.ElementType, start + i, items[i]);
                break;
            case (object?[] fields, StructType s):
                for (var i = 0; i < fields.Length; i++) Write(w.Field(i), s.Fields[i].DataType, row, fields[i]);
                break;
            case (MapValue m, MapType t):
                var first = w.AddList(row, m.Keys.Length);
                var (keys, values) = (w.Keys, w.MapValues);
                for (var i = 0; i < m.Keys.Length; i++)
                {
                    Write(keys, t.KeyType, first + i, m.Keys[i]);
                    Write(values, t.ValueType, first + i, m.Values[i]);
                }
                break;
            default: throw new InvalidOperationException($"A value of {value.GetType().Name} is no {type.Sql}.");
        }
    }
}
