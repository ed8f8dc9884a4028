using System.Globalization;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Nested values as CAST to STRING writes them: <c>[1, null]</c>, <c>{a -> 1}</c>, <c>{1, x}</c>.</summary>
internal static class NestedText
{
    public static Kernel? Create(DataType from, DataType to, TimeZoneRules zone) =>
        to is StringType && from.IsNested ? new Kernel((object v) => Of(v, from, zone)) : null;

    public static string Of(object? value, DataType type, TimeZoneRules zone) => (value, type) switch
    {
        (null, _) => "null",
        (object?[] items, ArrayType a) => $"[{string.Join(", ", items.Select(i => Of(i, a.ElementType, zone)))}]",
        (object?[] items, StructType s) => $"{{{string.Join(", ", items.Select((i, k) => Of(i, s.Fields[k].DataType, zone)))}}}",
        (MapValue m, MapType t) => $"{{{string.Join(", ", m.Keys.Zip(m.Values).Select(e => $"{Of(e.First, t.KeyType, zone)} -> {Of(e.Second, t.ValueType, zone)}"))}}}",
        (bool b, _) => b ? "true" : "false",
        (double d, _) => NumberText.ToText(d),
        (float f, _) => NumberText.ToText(f),
        (int days, DateType) => DateTimeText.Date(days),
        (long micros, TimestampType) => DateTimeText.Timestamp(zone.ToLocal(micros)),
        (long micros, TimestampNTZType) => DateTimeText.Timestamp(micros),
        (int months, YearMonthIntervalType t) => IntervalText.YearMonth(months, t),
        (long micros, DayTimeIntervalType t) => IntervalText.DayTime(micros, t),
        (byte[] bytes, _) => StrictText.Of(bytes),
        (IFormattable f, _) => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
