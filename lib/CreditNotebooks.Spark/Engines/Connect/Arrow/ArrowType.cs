using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Connect.Arrow;

/// <summary>Arrow's types, by their numbers in the union <c>Type</c> of its Schema.fbs.</summary>
internal enum ArrowTypeId : byte
{
    None, Null, Int, FloatingPoint, Binary, Utf8, Bool, Decimal, Date, Time, Timestamp, Interval, List, Struct, Union, FixedSizeBinary,
    FixedSizeList, Map, Duration, LargeBinary, LargeUtf8, LargeList, RunEndEncoded, BinaryView, Utf8View, ListView, LargeListView,
}

/// <summary>How Arrow holds a column: a type with its parameters in the order of Schema.fbs.</summary>
internal readonly record struct ArrowType(ArrowTypeId Id, int First = 0, int Second = 0, int Third = 0)
{
    private const int Microsecond = 2;

    private static readonly string[] TimeUnits = ["SECOND", "MILLISECOND", "MICROSECOND", "NANOSECOND"];

    // What a type's table holds; a slot that is absent has the default that Schema.fbs names, for Date, Time and Duration the millisecond.
    private static readonly Dictionary<ArrowTypeId, Parameter[]> Parameters = new()
    {
        [ArrowTypeId.Int] = [new(FlatKind.Int), new(FlatKind.Byte, Words: ["UNSIGNED", "SIGNED"])],
        [ArrowTypeId.FloatingPoint] = [new(FlatKind.Short, Words: ["HALF", "SINGLE", "DOUBLE"])],
        [ArrowTypeId.Decimal] = [new(FlatKind.Int), new(FlatKind.Int), new(FlatKind.Int, 128)],
        [ArrowTypeId.Date] = [new(FlatKind.Short, 1, ["DAY", "MILLISECOND"])],
        [ArrowTypeId.Time] = [new(FlatKind.Short, 1, TimeUnits), new(FlatKind.Int, 32)],
        // Which zone it is says only how the session shows the instant.
        [ArrowTypeId.Timestamp] = [new(FlatKind.Short, 0, TimeUnits), new(FlatKind.Text, Words: ["NO ZONE", "UTC"])],
        [ArrowTypeId.Interval] = [new(FlatKind.Short, 0, ["YEAR_MONTH", "DAY_TIME", "MONTH_DAY_NANO"])],
        [ArrowTypeId.Duration] = [new(FlatKind.Short, 1, TimeUnits)],
    };

    private sealed record Parameter(FlatKind Kind, int Default = 0, string[]? Words = null);

    /// <summary>The form that Spark has for a type.</summary>
    /// <param name="type">The type in Spark.</param>
    /// <param name="path">The column, for the message.</param>
    /// <exception cref="SparkException">There is none that this client knows.</exception>
    public static ArrowType Of(DataType type, string path) => type switch
    {
        NullType => new(ArrowTypeId.Null),
        BooleanType => new(ArrowTypeId.Bool),
        ByteType => new(ArrowTypeId.Int, 8, 1),
        ShortType => new(ArrowTypeId.Int, 16, 1),
        IntegerType => new(ArrowTypeId.Int, 32, 1),
        LongType => new(ArrowTypeId.Int, 64, 1),
        FloatType => new(ArrowTypeId.FloatingPoint, 1),
        DoubleType => new(ArrowTypeId.FloatingPoint, 2),
        DecimalType t => new(ArrowTypeId.Decimal, t.Precision, t.Scale, 128),
        StringType => new(ArrowTypeId.Utf8),
        BinaryType => new(ArrowTypeId.Binary),
        DateType => new(ArrowTypeId.Date),
        TimestampType => new(ArrowTypeId.Timestamp, Microsecond, 1),
        TimestampNTZType => new(ArrowTypeId.Timestamp, Microsecond),
        YearMonthIntervalType => new(ArrowTypeId.Interval),
        DayTimeIntervalType => new(ArrowTypeId.Duration, Microsecond),
        CalendarIntervalType => new(ArrowTypeId.Interval, 2),
        ArrayType => new(ArrowTypeId.List),
        MapType => new(ArrowTypeId.Map),
        StructType or VariantType => new(ArrowTypeId.Struct),
        _ => throw ArrowErrors.Unsupported($"Column {path} of type {type.Sql}", "cast it to STRING in the query"),
    };

    /// <summary>The columns inside a column: an array's elements, a map's entries of key and value, a struct's fields.</summary>
    public static IReadOnlyList<StructField> Children(DataType type) => type switch
    {
        ArrayType t => [new("element", t.ElementType, t.ContainsNull)],
        MapType t =>
            [new("entries", new StructType([new("key", t.KeyType, false), new("value", t.ValueType, t.ValueContainsNull)]), false)],
        StructType t => t.Fields,
        VariantType => [new("value", DataType.Binary, false), new("metadata", DataType.Binary, false)],
        _ => [],
    };

    /// <summary>Reads a field's type.</summary>
    public static ArrowType Read(ArrowTypeId id, FlatTable table)
    {
        Span<int> values = stackalloc int[3];
        var parameters = Parameters.GetValueOrDefault(id, []);
        for (var i = 0; i < parameters.Length; i++)
        {
            values[i] = parameters[i].Kind switch
            {
                FlatKind.Byte => table.Byte(i) == 0 ? 0 : 1,
                FlatKind.Short => table.Short(i, (short)parameters[i].Default),
                FlatKind.Int => table.Int(i, parameters[i].Default),
                _ => table.Has(i) ? 1 : 0,
            };
        }
        return new ArrowType(id, values[0], values[1], values[2]);
    }

    /// <summary>The type as a field's table has it.</summary>
    public FlatRecord ToFlat()
    {
        int[] values = [First, Second, Third];
        return new FlatRecord([.. Parameters.GetValueOrDefault(Id, []).Select<Parameter, FlatValue?>((p, i) => p.Kind != FlatKind.Text
            ? new FlatScalar(p.Kind, values[i]) : values[i] == 0 ? null : new FlatText(p.Words![values[i]]))]);
    }

    /// <summary>Whether offsets into the values have 64 bits.</summary>
    public bool IsLarge => Id is ArrowTypeId.LargeUtf8 or ArrowTypeId.LargeBinary or ArrowTypeId.LargeList;

    /// <summary>The same type with offsets of 32 bits.</summary>
    public ArrowType Narrow => Id switch
    {
        ArrowTypeId.LargeUtf8 => new(ArrowTypeId.Utf8),
        ArrowTypeId.LargeBinary => new(ArrowTypeId.Binary),
        ArrowTypeId.LargeList => new(ArrowTypeId.List),
        _ => this,
    };

    /// <summary>Name and parameters, <c>Timestamp(MICROSECOND, UTC)</c>.</summary>
    public override string ToString()
    {
        int[] values = [First, Second, Third];
        var words = Parameters.GetValueOrDefault(Id, []).Select((p, i) =>
            p.Words is { } names && values[i] >= 0 && values[i] < names.Length ? names[values[i]] : $"{values[i]}");
        return string.Join(", ", words) is { Length: > 0 } text ? $"{Id}({text})" : $"{Id}";
    }
}
