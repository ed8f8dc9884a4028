using CreditNotebooks.Spark.Types;
using FsCheck;
using FsCheck.Fluent;

namespace CreditNotebooks.Spark.Tests.Connect.Arrow;

/// <summary>Schemas of all types that travel as Arrow, nested to some depth, and rows of them.</summary>
internal static class ArrowValues
{
    private static readonly string[] Names = ["a", "A", "b", "a b", "x`y", "", "été 😀"];

    private static readonly DataType[] Leaves =
    [
        DataType.Boolean, DataType.Byte, DataType.Short, DataType.Integer, DataType.Long, DataType.Float, DataType.Double, DataType.String,
        DataType.Binary, DataType.Date, DataType.Timestamp, DataType.TimestampNTZ, DataType.CalendarInterval, DataType.Null,
        new DecimalType(5, 2), new DecimalType(38, 0), new DecimalType(38, 38), new YearMonthIntervalType(),
        new YearMonthIntervalType(1, 1), new DayTimeIntervalType(), new DayTimeIntervalType(0, 0),
    ];

    private static Gen<bool> AnyBool => ArbMap.Default.GeneratorFor<bool>();

    public static Gen<(StructType Schema, object?[][] Rows)> Tables =>
        from width in Gen.Choose(0, 5)
        from schema in Struct(3, width)
        from count in Gen.Frequency((4, Gen.Choose(0, 4)), (1, Gen.Choose(5, 70)))
        from rows in Value(schema).ArrayOf(count)
        select (schema, rows.Cast<object?[]>().ToArray());

    private static Gen<StructType> Struct(int depth, int width) => Field(depth).ArrayOf(width).Select(fields => new StructType(fields));

    private static Gen<StructField> Field(int depth) =>
        from name in Gen.Elements(Names)
        from type in Type(depth)
        from nullable in AnyBool
        select new StructField(name, type, nullable || type is NullType);

    private static Gen<DataType> Type(int depth) => depth == 0 ? Gen.Elements(Leaves) : Gen.Frequency(
        (6, Gen.Elements(Leaves)),
        (1, from item in Type(depth - 1) from n in AnyBool select (DataType)new ArrayType(item, n || item is NullType)),
        (1, from key in Type(depth - 1) where key is not NullType
            from value in Type(depth - 1)
            from n in AnyBool
            select (DataType)new MapType(key, value, n || value is NullType)),
        (1, from width in Gen.Choose(0, 3) from type in Struct(depth - 1, width) select (DataType)type));

    private static Gen<object?> Value(DataType type, bool nullable) =>
        type is NullType ? Gen.Constant<object?>(null)
        : nullable ? Gen.Frequency((1, Gen.Constant<object?>(null)), (3, Value(type)))
        : Value(type);

    private static Gen<object?> Value(DataType type) => type switch
    {
        BooleanType => AnyBool.Select(b => (object?)b),
        ByteType => Any<sbyte>(sbyte.MinValue, sbyte.MaxValue),
        ShortType => Any<short>(short.MinValue, short.MaxValue),
        IntegerType => Any<int>(int.MinValue, int.MaxValue),
        LongType => Any<long>(long.MinValue, long.MaxValue),
        FloatType => Any<float>(float.NaN, float.NegativeInfinity, -0f),
        DoubleType => Any<double>(double.NaN, double.PositiveInfinity, -0d),
        DecimalType t => Gen.OneOf(
            Gen.Choose(-99_999, 99_999).Select(n => (object?)new DecimalValue(n, t.Scale)),
            Gen.Elements(1, -1).Select(sign => (object?)new DecimalValue(sign * Int128.Parse(new string('9', t.Precision)), t.Scale))),
        StringType => Gen.Elements("", "a", "été 😀", "\0", new string('x', 300)).Select(s => (object?)s),
        BinaryType => ArbMap.Default.GeneratorFor<byte[]>().Where(b => b is not null).Select(b => (object?)b),
        DateType => Gen.Choose(0, DateOnly.MaxValue.DayNumber).Select(d => (object?)DateOnly.FromDayNumber(d)),
        TimestampType => Moment(DateTimeKind.Utc),
        TimestampNTZType => Moment(DateTimeKind.Unspecified),
        YearMonthIntervalType => Any<int>(int.MinValue, int.MaxValue).Select(n => (object?)new YearMonthInterval((int)n!)),
        DayTimeIntervalType => Gen.Choose(int.MinValue, int.MaxValue).Select(n => (object?)TimeSpan.FromTicks(n * 12_340L)),
        CalendarIntervalType => Gen.Choose(int.MinValue, int.MaxValue)
            .Select(n => (object?)new CalendarInterval(n, -n / 2, n * 1_234_567L)),
        ArrayType t => Gen.Choose(0, 3).SelectMany(n => Value(t.ElementType, t.ContainsNull).ArrayOf(n)).Select(items => (object?)items),
        MapType t => Gen.Choose(0, 3).SelectMany(n => (
            from key in Value(t.KeyType, false)
            from value in Value(t.ValueType, t.ValueContainsNull)
            select KeyValuePair.Create(key!, value)).ArrayOf(n)).Select(entries => (object?)entries),
        StructType t => t.Fields.Aggregate(Gen.Constant<object?[]>([]),
            (row, field) => row.SelectMany(values => Value(field.DataType, field.Nullable).Select(v => (object?[])[.. values, v])))
            .Select(row => (object?)row),
        _ => throw new InvalidOperationException(type.Sql),
    };

    private static Gen<object?> Any<T>(params T[] extremes) =>
        Gen.OneOf(ArbMap.Default.GeneratorFor<T>(), Gen.Elements(extremes)).Select(n => (object?)n);

    private static Gen<object?> Moment(DateTimeKind kind) => Gen.OneOf(
        Gen.Choose(int.MinValue, int.MaxValue).Select(n => (object?)new DateTime(DateTime.UnixEpoch.Ticks + (n * 123_456_780L), kind)),
        Gen.Elements(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks / 10 * 10).Select(ticks => (object?)new DateTime(ticks, kind)));
}
