using System.Globalization;
using CreditNotebooks.Spark.Engines;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>From an engine's values to those of rows, and on to the C# type that somebody asks for.</summary>
internal static class RowValues
{
    public static Row Row(IReadOnlyList<ColumnVector> batch, int index, StructType schema)
    {
        var values = new object?[batch.Count];
        for (var i = 0; i < values.Length; i++) values[i] = FromEngine(batch[i][index], batch[i].Type);
        return new Row(values, schema);
    }

    /// <summary>Nested values as rows, dictionaries and arrays of such.</summary>
    public static object? FromEngine(object? value, DataType type) => (value, type) switch
    {
        (object?[] fields, StructType t) => new Row([.. fields.Select((f, i) => FromEngine(f, t.Fields[i].DataType))], t),
        (object?[] items, ArrayType { ElementType.IsNested: true } t) => items.Select(i => FromEngine(i, t.ElementType)).ToArray(),
        (KeyValuePair<object, object?>[] entries, MapType t) => Map(entries, t),
        _ => value,
    };

    public static T To<T>(object? value, string columnName)
    {
        if (value is T same) return same;
        var target = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (value is null)
        {
            return default(T) is null ? default! : throw new InvalidCastException(
                $"Column {Identifier.QuoteAlways(columnName)} is NULL here: ask for {target.Name}? instead of {target.Name}.");
        }
        return Convert(value, target) is T converted ? converted : throw new InvalidCastException(
            $"Column {Identifier.QuoteAlways(columnName)} holds a {value.GetType().Name}, which is no {target.Name}.");
    }

    public static object? Convert(object value, Type target)
    {
        if (target == typeof(string)) return ValueText.Write(value, DataType.Null);
        if (value is DecimalValue number) return FromDecimal(number, target);
        if (value is DateTime moment && target == typeof(DateTimeOffset)) return new DateTimeOffset(moment.Ticks, TimeSpan.Zero);
        if (value is DateTime time && target == typeof(DateOnly)) return DateOnly.FromDateTime(time);
        if (value is DateOnly date && target == typeof(DateTime)) return date.ToDateTime(TimeOnly.MinValue);
        if (target.IsArray && value is object?[] items) return ToArray(items, target.GetElementType()!);
        if (value is sbyte or short or int or long && (target.IsPrimitive || target == typeof(decimal)) && target != typeof(bool)
            && target != typeof(char))
        {
            return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }
        if (target == typeof(double) && value is float single) return (double)single;
        if (target == typeof(float) && value is double wide && (float)wide == wide) return (float)wide;
        return target == typeof(DecimalValue) && value is sbyte or short or int or long
            ? new DecimalValue(System.Convert.ToInt64(value, CultureInfo.InvariantCulture), 0)
            : null;
    }

    private static object? FromDecimal(DecimalValue number, Type target)
    {
        if (target == typeof(decimal)) return number.ToDecimal();
        if (target == typeof(double)) return number.ToDouble();
        if (target == typeof(float)) return (float)number.ToDouble();
        if (number.Scale == 0 && target == typeof(long)) return checked((long)number.Unscaled);
        return number.Scale == 0 && target == typeof(int) ? checked((int)number.Unscaled) : null;
    }

    private static Array? ToArray(object?[] items, Type element)
    {
        var array = Array.CreateInstance(element, items.Length);
        var target = Nullable.GetUnderlyingType(element) ?? element;
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i] is { } some && !target.IsInstanceOfType(some) ? Convert(some, target) : items[i];
            if (item is null && (items[i] is not null || (element.IsValueType && element == target))) return null;
            array.SetValue(item, i);
        }
        return array;
    }

    private static Dictionary<object, object?> Map(KeyValuePair<object, object?>[] entries, MapType type)
    {
        var map = new Dictionary<object, object?>(entries.Length);
        foreach (var (key, value) in entries) map[FromEngine(key, type.KeyType)!] = FromEngine(value, type.ValueType);
        return map;
    }
}
