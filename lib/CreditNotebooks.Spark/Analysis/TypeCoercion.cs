using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Which type two types meet in, and what is cast to what unasked: Spark's AnsiTypeCoercion.</summary>
internal static class TypeCoercion
{
    private static readonly DataType[] NumericPrecedence = [DataType.Byte, DataType.Short, DataType.Integer, DataType.Long, DataType.Float, DataType.Double];

    /// <summary>The type that holds both without loss, strings aside; null when there is none.</summary>
    public static DataType? TightestCommon(DataType a, DataType b)
    {
        if (a == b) return a;
        switch (a, b)
        {
            case (NullType, _): return b;
            case (_, NullType): return a;
            case (DecimalType d, _) when b.IsIntegral: return Holds(d, b) ? d : null;
            case (_, DecimalType d) when a.IsIntegral: return Holds(d, a) ? d : null;
        }
        if (a.IsNumeric && b.IsNumeric && a is not DecimalType && b is not DecimalType)
        {
            var wider = NumericPrecedence[Math.Max(Array.IndexOf(NumericPrecedence, a), Array.IndexOf(NumericPrecedence, b))];
            return wider is FloatType ? DataType.Double : wider;
        }
        return (a, b) switch
        {
            (DateType, TimestampType) or (TimestampType, DateType) or (TimestampType, TimestampNTZType) or (TimestampNTZType, TimestampType) => DataType.Timestamp,
            (DateType, TimestampNTZType) or (TimestampNTZType, DateType) => DataType.TimestampNTZ,
            (YearMonthIntervalType x, YearMonthIntervalType y) => new YearMonthIntervalType(Math.Min(x.Start, y.Start), Math.Max(x.End, y.End)),
            (DayTimeIntervalType x, DayTimeIntervalType y) => new DayTimeIntervalType(Math.Min(x.Start, y.Start), Math.Max(x.End, y.End)),
            _ => Complex(a, b, TightestCommon),
        };
    }

    /// <summary>The type that two branches, elements or compared values meet in; null when there is none.</summary>
    public static DataType? Wider(DataType a, DataType b) => TightestCommon(a, b) ?? WiderDecimal(a, b) ?? WiderString(a, b) ?? Complex(a, b, Wider);

    /// <summary>As <see cref="Wider(DataType, DataType)"/>, but a string meets strings only: for an array and a value to look for in it.</summary>
    public static DataType? WiderWithoutStrings(DataType a, DataType b) => TightestCommon(a, b) ?? WiderDecimal(a, b) ?? Complex(a, b, WiderWithoutStrings);

    /// <summary>The type that all meet in; null when there is none.</summary>
    public static DataType? Wider(IEnumerable<DataType> types)
    {
        // From left to right, as Spark: promotion to a string's partner is not associative.
        DataType? wider = DataType.Null;
        foreach (var type in types)
        {
            wider = Wider(wider, type);
            if (wider is null) return null;
        }
        return wider;
    }

    /// <summary>The type that all meet in where a string stays a string: rows of VALUES.</summary>
    public static DataType? WithoutStringPromotion(IEnumerable<DataType> types) =>
        types.Aggregate((DataType?)DataType.Null, (a, b) => a is null ? null : TightestCommon(a, b) ?? WiderDecimal(a, b) ?? Complex(a, b, (x, y) => TightestCommon(x, y) ?? WiderDecimal(x, y)));

    /// <summary>The first type where both differ in the names of fields alone, which compare and unite by position; else null.</summary>
    public static DataType? SameStructure(DataType a, DataType b) => Same(a, b) ? a : null;

    private static bool Same(DataType a, DataType b) => (a, b) switch
    {
        (ArrayType x, ArrayType y) => Same(x.ElementType, y.ElementType),
        (MapType x, MapType y) => Same(x.KeyType, y.KeyType) && Same(x.ValueType, y.ValueType),
        (StructType x, StructType y) => x.Fields.Count == y.Fields.Count && x.Fields.Zip(y.Fields).All(p => Same(p.First.DataType, p.Second.DataType)),
        _ => a == b,
    };

    public static DataType? WiderDecimal(DataType a, DataType b) => (a, b) switch
    {
        (DecimalType x, DecimalType y) => WiderDecimal(x, y),
        (DecimalType x, _) when b.IsIntegral => WiderDecimal(x, DecimalFor(b)),
        (_, DecimalType y) when a.IsIntegral => WiderDecimal(DecimalFor(a), y),
        (DecimalType, FloatType or DoubleType) or (FloatType or DoubleType, DecimalType) => DataType.Double,
        _ => null,
    };

    private static DecimalType WiderDecimal(DecimalType a, DecimalType b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        var range = Math.Max(a.Precision - a.Scale, b.Precision - b.Scale);
        // Spark's boundedPreferIntegralDigits: digits before the point are kept, those behind give way.
        return range + scale <= DecimalType.MaxPrecision ? new DecimalType(range + scale, scale)
            : new DecimalType(DecimalType.MaxPrecision, Math.Max(0, scale - (range + scale - DecimalType.MaxPrecision)));
    }

    /// <summary>The decimal that holds every value of a whole-number type.</summary>
    public static DecimalType DecimalFor(DataType type) => type switch
    {
        ByteType => new(3, 0), ShortType => new(5, 0), IntegerType => new(10, 0), LongType => new(20, 0), FloatType => new(14, 7), DoubleType => new(30, 15),
        DecimalType d => d,
        _ => throw new ArgumentException($"{type} is no numeric type."),
    };

    private static bool Holds(DecimalType d, DataType integral) => DecimalFor(integral) is var i && d.Precision - d.Scale >= i.Precision - i.Scale;

    private static DataType? WiderString(DataType a, DataType b) => (a, b) switch
    {
        (StringType, _) => PromoteString(b),
        (_, StringType) => PromoteString(a),
        _ => null,
    };

    private static DataType? PromoteString(DataType other) => other switch
    {
        _ when other.IsIntegral => DataType.Long,
        FloatType or DoubleType or DecimalType => DataType.Double,
        YearMonthIntervalType or DayTimeIntervalType => null,
        _ when other.IsAtomic => other,
        _ => null,
    };

    private static DataType? Complex(DataType a, DataType b, Func<DataType, DataType, DataType?> wider)
    {
        switch (a, b)
        {
            case (ArrayType x, ArrayType y):
                return wider(x.ElementType, y.ElementType) is { } element
                    ? new ArrayType(element, x.ContainsNull || y.ContainsNull || CastMayFail(x.ElementType, element) || CastMayFail(y.ElementType, element)) : null;
            case (MapType x, MapType y):
                return wider(x.KeyType, y.KeyType) is { } key && !CastMayFail(x.KeyType, key) && !CastMayFail(y.KeyType, key) && wider(x.ValueType, y.ValueType) is { } value
                    ? new MapType(key, value, x.ValueContainsNull || y.ValueContainsNull || CastMayFail(x.ValueType, value) || CastMayFail(y.ValueType, value)) : null;
            case (StructType x, StructType y) when x.Fields.Count == y.Fields.Count:
                var fields = new List<StructField>();
                foreach (var (f, g) in x.Fields.Zip(y.Fields))
                {
                    if (!f.Name.Equals(g.Name, StringComparison.OrdinalIgnoreCase) || wider(f.DataType, g.DataType) is not { } type) return null;
                    fields.Add(new StructField(f.Name, type, f.Nullable || g.Nullable || CastMayFail(f.DataType, type) || CastMayFail(g.DataType, type)));
                }
                return new StructType(fields);
            default: return null;
        }
    }

    private static bool CastMayFail(DataType from, DataType to) => CastRules.ForcesNullable(from, to);

    /// <summary>The type that a value of type <paramref name="from"/> is cast to where <paramref name="target"/> is expected; null when that is refused.</summary>
    public static DataType? Implicit(DataType from, DataType target)
    {
        if (SameButNulls(from, target)) return from;
        return (from, target) switch
        {
            (NullType, _) => target,
            (StringType, _) when target.IsAtomic => target,
            (ArrayType a, ArrayType b) => Implicit(a.ElementType, b.ElementType) is { } e ? new ArrayType(e, a.ContainsNull) : null,
            (MapType a, MapType b) => Implicit(a.KeyType, b.KeyType) is { } k && Implicit(a.ValueType, b.ValueType) is { } v ? new MapType(k, v, a.ValueContainsNull) : null,
            _ => CanStoreAssign(from, target) ? target : null,
        };
    }

    /// <summary>Whether a value may be stored in a column of the type: ANSI's store assignment.</summary>
    private static bool CanStoreAssign(DataType from, DataType to) => (from, to) switch
    {
        (NullType, _) => true,
        _ when from.IsNumeric && to.IsNumeric => true,
        (_, StringType) => from.IsAtomic,
        (DateType, TimestampType or TimestampNTZType) => true,
        (TimestampType or TimestampNTZType, DateType or TimestampType or TimestampNTZType) => true,
        (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => true,
        _ => false,
    };

    /// <summary>Whether the types are the same, but for where NULL may stand inside.</summary>
    public static bool SameButNulls(DataType a, DataType b) => (a, b) switch
    {
        (ArrayType x, ArrayType y) => SameButNulls(x.ElementType, y.ElementType),
        (MapType x, MapType y) => SameButNulls(x.KeyType, y.KeyType) && SameButNulls(x.ValueType, y.ValueType),
        (StructType x, StructType y) => x.Fields.Count == y.Fields.Count && x.Fields.Zip(y.Fields).All(p =>
            p.First.Name.Equals(p.Second.Name, StringComparison.OrdinalIgnoreCase) && SameButNulls(p.First.DataType, p.Second.DataType)),
        _ => a == b,
    };

    /// <summary>The same type where everything inside may be NULL.</summary>
    public static DataType AsNullable(DataType type) => type switch
    {
        ArrayType a => new ArrayType(AsNullable(a.ElementType)),
        MapType m => new MapType(AsNullable(m.KeyType), AsNullable(m.ValueType)),
        StructType s => new StructType(s.Fields.Select(f => f with { DataType = AsNullable(f.DataType), Nullable = true })),
        _ => type,
    };

    /// <summary>A decimal type whose precision may be past 38: digits behind the point give way, down to 6 (Spark's adjustPrecisionScale).</summary>
    public static DecimalType AdjustedDecimal(int precision, int scale)
    {
        if (precision <= DecimalType.MaxPrecision) return new DecimalType(precision, scale);
        var digits = precision - scale;
        return new DecimalType(DecimalType.MaxPrecision, Math.Max(DecimalType.MaxPrecision - digits, Math.Min(scale, 6)));
    }

    /// <summary>A decimal type cut at 38 digits (Spark's DecimalType.bounded).</summary>
    public static DecimalType BoundedDecimal(int precision, int scale) =>
        new(Math.Min(precision, DecimalType.MaxPrecision), Math.Min(scale, DecimalType.MaxPrecision));
}
