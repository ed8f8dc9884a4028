using System.Collections;
using System.Reflection;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>Which Spark type a C# type stands for.</summary>
internal static class ClrTypes
{
    /// <summary>The field that a value of the type fills: nullable unless the type is a plain value type.</summary>
    public static StructField Field(string name, Type type, bool nullableReference = true) =>
        new(name, ToSpark(type), nullableReference && (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null));

    public static DataType ToSpark(Type type) => TryToSpark(type) ?? throw new SparkException("UNSUPPORTED_FEATURE.CSHARP_TYPE",
        $"Spark has no type for the C# type {type.Name}: "
            + "use a number, text, bool, DateOnly, DateTime, TimeSpan, byte[], a list, a dictionary or a record of such.");

    public static bool IsPrimitive(Type type) => Simple(Nullable.GetUnderlyingType(type) ?? type) is not null;

    private static DataType? TryToSpark(Type clrType)
    {
        var type = Nullable.GetUnderlyingType(clrType) ?? clrType;
        if (Simple(type) is { } simple) return simple;
        if (type == typeof(object)) return null;
        if (Argument(type, typeof(IDictionary<,>)) is [var key, var value]) return Map(key, value);
        if (Argument(type, typeof(IReadOnlyDictionary<,>)) is [var k, var v]) return Map(k, v);
        if (Argument(type, typeof(IEnumerable<>)) is [var element]) return new ArrayType(ToSpark(element), IsNullable(element));
        if (typeof(IEnumerable).IsAssignableFrom(type)) return null;
        var members = Members(type);
        return members.Count == 0 ? null : new StructType(members.Select(m => Field(m.Name, m.Type)));
    }

    /// <summary>What a record's or tuple's values are called and how they are read, in the order of declaration.</summary>
    public static IReadOnlyList<Member> Members(Type type)
    {
        if (type.IsGenericType && typeof(System.Runtime.CompilerServices.ITuple).IsAssignableFrom(type))
        {
            return type.IsValueType
                ? [.. type.GetFields().Select((f, i) => new Member($"_{i + 1}", f.FieldType, f.GetValue))]
                : [.. type.GetProperties().Where(p => p.Name.StartsWith("Item", StringComparison.Ordinal))
                    .Select((p, i) => new Member($"_{i + 1}", p.PropertyType, p.GetValue))];
        }
        return [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0)
            .OrderBy(p => p.MetadataToken)
            .Select(p => new Member(p.Name, p.PropertyType, p.GetValue))];
    }

    internal sealed record Member(string Name, Type Type, Func<object?, object?> Read);

    private static DataType? Simple(Type type) => type switch
    {
        _ when type == typeof(string) || type == typeof(char) || type.IsEnum => DataType.String,
        _ when type == typeof(bool) => DataType.Boolean,
        _ when type == typeof(sbyte) => DataType.Byte,
        _ when type == typeof(short) || type == typeof(byte) => DataType.Short,
        _ when type == typeof(int) || type == typeof(ushort) => DataType.Integer,
        _ when type == typeof(long) || type == typeof(uint) => DataType.Long,
        _ when type == typeof(float) => DataType.Float,
        _ when type == typeof(double) => DataType.Double,
        _ when type == typeof(decimal) || type == typeof(DecimalValue) => new DecimalType(38, 18),
        _ when type == typeof(ulong) => new DecimalType(20, 0),
        _ when type == typeof(DateOnly) => DataType.Date,
        _ when type == typeof(DateTime) || type == typeof(DateTimeOffset) => DataType.Timestamp,
        _ when type == typeof(TimeSpan) => new DayTimeIntervalType(),
        _ when type == typeof(YearMonthInterval) => new YearMonthIntervalType(),
        _ when type == typeof(byte[]) => DataType.Binary,
        _ => null,
    };

    private static MapType Map(Type key, Type value) => new(ToSpark(key), ToSpark(value), IsNullable(value));

    private static bool IsNullable(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static Type[]? Argument(Type type, Type definition) =>
        type.GetInterfaces().Prepend(type).FirstOrDefault(i =>
            i.IsGenericType && i.GetGenericTypeDefinition() == definition)?.GetGenericArguments();
}
