using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>C# values in the form that <see cref="Plans.LocalRows"/> holds, exactly of a column's type.</summary>
internal static class LocalValues
{
    /// <summary>The value for a field.</summary>
    /// <exception cref="SparkException">It does not fit the field's type, or is null where that may not be.</exception>
    public static object? Convert(object? value, StructField field) => value is null && !field.Nullable
        ? throw new SparkException("NOT_NULL_ASSERT_VIOLATION",
            $"NULL value appeared in non-nullable field {Identifier.QuoteAlways(field.Name)}: declare it nullable or fill it.")
        : Convert(value, field.DataType, field.Name);

    private static object? Convert(object? value, DataType type, string name)
    {
        if (value is null) return null;
        try
        {
            return TryConvert(value, type, name) ?? throw Mismatch(value, type, name);
        }
        catch (OverflowException e)
        {
            throw new SparkException("NUMERIC_VALUE_OUT_OF_RANGE",
                $"The value {value} of column {Identifier.QuoteAlways(name)} does not fit {type.Sql}.", e);
        }
    }

    private static object? TryConvert(object value, DataType type, string name) => type switch
    {
        StringType => value switch { string => value, char or Enum => value.ToString(), _ => null },
        BooleanType => value as bool?,
        ByteType => IsWhole(value) ? System.Convert.ToSByte(value, CultureInfo.InvariantCulture) : null,
        ShortType => IsWhole(value) ? System.Convert.ToInt16(value, CultureInfo.InvariantCulture) : null,
        IntegerType => IsWhole(value) ? System.Convert.ToInt32(value, CultureInfo.InvariantCulture) : null,
        LongType => IsWhole(value) ? System.Convert.ToInt64(value, CultureInfo.InvariantCulture) : null,
        FloatType => IsWhole(value) || value is float or double ? System.Convert.ToSingle(value, CultureInfo.InvariantCulture) : null,
        DoubleType => IsWhole(value) || value is float or double ? System.Convert.ToDouble(value, CultureInfo.InvariantCulture) : null,
        DecimalType t => Decimal(value, t),
        DateType => value switch { DateOnly => value, DateTime { TimeOfDay.Ticks: 0 } moment => DateOnly.FromDateTime(moment), _ => null },
        TimestampType => Instant(value),
        TimestampNTZType => value switch { DateTime moment => DateTime.SpecifyKind(Micros(moment), DateTimeKind.Unspecified), _ => null },
        BinaryType => value as byte[],
        DayTimeIntervalType => value as TimeSpan?,
        YearMonthIntervalType => value as YearMonthInterval?,
        CalendarIntervalType => value as CalendarInterval?,
        ArrayType t =>
            value is IEnumerable items and not string ? items.Cast<object?>().Select(i => Convert(i, t.ElementType, name)).ToArray() : null,
        MapType t => value is IDictionary map ? Entries(map, t, name) : null,
        StructType t => Fields(value) is { } fields && fields.Count == t.Fields.Count
            ? fields.Select((f, i) => Convert(f, t.Fields[i])).ToArray() : null,
        _ => null,
    };

    private static bool IsWhole(object value) => value is sbyte or byte or short or ushort or int or uint or long or ulong;

    private static object? Instant(object value) => value switch
    {
        DateTimeOffset moment => Micros(moment.UtcDateTime),
        DateTime { Kind: DateTimeKind.Local } moment => Micros(moment.ToUniversalTime()),
        DateTime moment => DateTime.SpecifyKind(Micros(moment), DateTimeKind.Utc),
        DateOnly date => date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        _ => null,
    };

    // Spark keeps microseconds; .NET's ticks are ten times finer.
    private static DateTime Micros(DateTime moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond));

    // Digits that the scale has no room for are rounded half up, as Spark does it with a BigDecimal.
    private static object? Decimal(object value, DecimalType type)
    {
        DecimalValue number;
        switch (value)
        {
            case DecimalValue given: number = given; break;
            case decimal given: number = DecimalValue.From(given); break;
            case double or float: number = DecimalValue.From(System.Convert.ToDecimal(value, CultureInfo.InvariantCulture)); break;
            default:
                if (!IsWhole(value)) return null;
                number = DecimalValue.From(System.Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
        }
        var unscaled = (System.Numerics.BigInteger)number.Unscaled;
        if (number.Scale <= type.Scale) unscaled *= System.Numerics.BigInteger.Pow(10, type.Scale - number.Scale);
        else
        {
            var power = System.Numerics.BigInteger.Pow(10, number.Scale - type.Scale);
            unscaled = ((System.Numerics.BigInteger.Abs(unscaled) + (power / 2)) / power) * unscaled.Sign;
        }
        if (System.Numerics.BigInteger.Abs(unscaled) >= System.Numerics.BigInteger.Pow(10, type.Precision)) throw new OverflowException();
        return new DecimalValue((Int128)unscaled, type.Scale);
    }

    private static KeyValuePair<object, object?>[] Entries(IDictionary map, MapType type, string name)
    {
        var entries = new List<KeyValuePair<object, object?>>(map.Count);
        foreach (DictionaryEntry entry in map)
        {
            entries.Add(new(Convert(entry.Key, type.KeyType, name)!, Convert(entry.Value, type.ValueType, name)));
        }
        return [.. entries];
    }

    private static IReadOnlyList<object?>? Fields(object value) => value switch
    {
        GenericRow row => row.Values,
        Row row => row.Values,
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])],
        _ when ClrTypes.IsPrimitive(value.GetType()) || value is IEnumerable => null,
        _ => [.. ClrTypes.Members(value.GetType()).Select(m => m.Read(value))],
    };

    private static SparkException Mismatch(object value, DataType type, string name) => new("INVALID_EXTERNAL_TYPE",
        $"The external type {value.GetType().Name} is not valid for the type {type.Sql} of column {Identifier.QuoteAlways(name)}.");
}
