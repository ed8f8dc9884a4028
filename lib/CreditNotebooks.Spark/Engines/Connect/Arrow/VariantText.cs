using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>A VARIANT as the JSON text that Spark makes of it. Its bytes are as Parquet's specification of the variant's encoding has them: a value, and
/// metadata with the names of all fields.</summary>
internal static class VariantText
{
    private const int Primitive = 0, ShortString = 1, Object = 2;

    /// <exception cref="SparkException"><c>MALFORMED_VARIANT</c>: the bytes are no variant.</exception>
    public static string Of(ReadOnlySpan<byte> value, ReadOnlySpan<byte> metadata)
    {
        try
        {
            var text = new StringBuilder();
            Append(text, value, Names(metadata));
            return text.ToString();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new SparkException("MALFORMED_VARIANT", "Variant binary is malformed. Please check the data source is valid.", e);
        }
    }

    private static string[] Names(ReadOnlySpan<byte> metadata)
    {
        var size = (metadata[0] >> 6) + 1;
        var count = Unsigned(metadata[1..], size);
        var offsets = metadata[(1 + size)..];
        var bytes = offsets[((count + 1) * size)..];
        var names = new string[count];
        for (var i = 0; i < count; i++)
            names[i] = Encoding.UTF8.GetString(bytes[Unsigned(offsets[(i * size)..], size)..Unsigned(offsets[((i + 1) * size)..], size)]);
        return names;
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> value, string[] names)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var (kind, info) = (value[0] & 3, value[0] >> 2);
        switch (kind)
        {
            case Primitive: AppendPrimitive(text, info, value[1..]); break;
            case ShortString: Quote(text, Encoding.UTF8.GetString(value[1..(1 + info)])); break;
            default: AppendNested(text, value, info, isObject: kind == Object, names); break;
        }
    }

    private static void AppendNested(StringBuilder text, ReadOnlySpan<byte> value, int info, bool isObject, string[] names)
    {
        var offsetSize = (info & 3) + 1;
        var idSize = isObject ? (info >> 2 & 3) + 1 : 0;
        var countSize = (info >> (isObject ? 4 : 2) & 1) != 0 ? 4 : 1;
        var count = Unsigned(value[1..], countSize);
        var ids = value[(1 + countSize)..];
        var offsets = ids[(count * idSize)..];
        var data = offsets[((count + 1) * offsetSize)..];
        text.Append(isObject ? '{' : '[');
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(',');
            if (isObject)
            {
                Quote(text, names[Unsigned(ids[(i * idSize)..], idSize)]);
                text.Append(':');
            }
            Append(text, data[Unsigned(offsets[(i * offsetSize)..], offsetSize)..], names);
        }
        text.Append(isObject ? '}' : ']');
    }

    private static void AppendPrimitive(StringBuilder text, int type, ReadOnlySpan<byte> v)
    {
        switch (type)
        {
            case 0: text.Append("null"); break;
            case 1: text.Append("true"); break;
            case 2: text.Append("false"); break;
            case 3: text.Append((sbyte)v[0]); break;
            case 4: text.Append(BinaryPrimitives.ReadInt16LittleEndian(v)); break;
            case 5: text.Append(BinaryPrimitives.ReadInt32LittleEndian(v)); break;
            case 6: text.Append(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadInt64LittleEndian(v)}"); break;
            case 7: Floating(text, BinaryPrimitives.ReadDoubleLittleEndian(v), NumberText.ToText(BinaryPrimitives.ReadDoubleLittleEndian(v))); break;
            case 8: text.Append(Decimal(v[0], new BigInteger(v[1..5]))); break;
            case 9: text.Append(Decimal(v[0], new BigInteger(v[1..9]))); break;
            case 10: text.Append(Decimal(v[0], new BigInteger(v[1..17]))); break;
            case 11: Quote(text, DateTimeText.Date(BinaryPrimitives.ReadInt32LittleEndian(v))); break;
            case 12: Quote(text, DateTimeText.Timestamp(BinaryPrimitives.ReadInt64LittleEndian(v)) + "+00:00"); break;
            case 13: Quote(text, DateTimeText.Timestamp(BinaryPrimitives.ReadInt64LittleEndian(v))); break;
            case 14: Floating(text, BinaryPrimitives.ReadSingleLittleEndian(v), NumberText.ToText(BinaryPrimitives.ReadSingleLittleEndian(v))); break;
            case 15: Quote(text, Convert.ToBase64String(v[4..(4 + Unsigned(v, 4))])); break;
            case 16: Quote(text, Encoding.UTF8.GetString(v[4..(4 + Unsigned(v, 4))])); break;
            default: throw new SparkException("UNKNOWN_PRIMITIVE_TYPE_IN_VARIANT", $"Unknown primitive type with id {type} was found in a variant value.");
        }
    }

    // JSON has no words for these.
    private static void Floating(StringBuilder text, double number, string written)
    {
        if (double.IsFinite(number)) text.Append(written);
        else Quote(text, written);
    }

    // As Java's BigDecimal without zeros at the end of its fraction.
    private static string Decimal(int scale, BigInteger unscaled)
    {
        while (scale > 0 && unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (unscaled.Sign < 0 ? "-" : "") + digits[..^scale] + (scale > 0 ? "." + digits[^scale..] : "");
    }

    private static int Unsigned(ReadOnlySpan<byte> bytes, int size)
    {
        var number = 0;
        for (var i = 0; i < size; i++) number |= bytes[i] << (8 * i);
        return number;
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case < ' ': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"); break;
                default: text.Append(c); break;
            }
        }
        text.Append('"');
    }
}

/// <summary>A column of variants, as JSON text.</summary>
internal sealed class VariantVector(DataType type, StructVector parts) : ColumnVector(type)
{
    public override int Count => parts.Count;
    public override bool IsNull(int row) => parts.IsNull(row);
    public override object? this[int row] => IsNull(row) ? null : VariantText.Of((byte[])parts.Fields[0][row]!, (byte[])parts.Fields[1][row]!);
}
