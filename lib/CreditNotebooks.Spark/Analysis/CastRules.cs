using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Analysis;

/// <summary>Which casts there are under ANSI, and which of them may give NULL: Spark's Cast.canAnsiCast and forceNullable.</summary>
internal static class CastRules
{
    public static bool CanCast(DataType from, DataType to) => (from, to) switch
    {
        _ when from == to => true,
        (NullType, _) => true,
        (_, StringType) => from is not VariantType,
        (StringType, _) => to.IsAtomic || to is CalendarIntervalType,
        (BooleanType, _) => to.IsNumeric,
        (DateType, TimestampType or TimestampNTZType) => true,
        (TimestampType or TimestampNTZType, DateType or TimestampType or TimestampNTZType) => true,
        (TimestampType, BooleanType) => false,
        (TimestampType, _) => to.IsNumeric,
        _ when from.IsNumeric && to.IsNumeric => true,
        (_, BooleanType) => from.IsNumeric,
        (_, TimestampType) => from.IsNumeric,
        (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => true,
        (YearMonthIntervalType or DayTimeIntervalType, _) => to.IsIntegral || to is DecimalType,
        (_, YearMonthIntervalType or DayTimeIntervalType) => from.IsIntegral || from is DecimalType,
        (ArrayType a, ArrayType b) => CanCast(a.ElementType, b.ElementType),
        (MapType a, MapType b) => CanCast(a.KeyType, b.KeyType) && CanCast(a.ValueType, b.ValueType) && !ForcesNullable(a.KeyType, b.KeyType),
        (StructType a, StructType b) => a.Fields.Count == b.Fields.Count && a.Fields.Zip(b.Fields).All(p => CanCast(p.First.DataType, p.Second.DataType)),
        _ => false,
    };

    /// <summary>Casts that there are without ANSI only; the error then names the setting.</summary>
    public static bool CanCastWithoutAnsi(DataType from, DataType to) => (from, to) switch
    {
        (DateType, BooleanType) or (TimestampType, BooleanType) or (BooleanType, TimestampType) => true,
        (DateType, _) => to.IsNumeric,
        (_, BinaryType) => from.IsIntegral,
        _ => false,
    };

    /// <summary>Whether a value that is not NULL may become NULL, or counts as if.</summary>
    public static bool ForcesNullable(DataType from, DataType to) => (from, to) switch
    {
        (NullType, _) => false,
        _ when from == to => false,
        (StringType, BinaryType) => false,
        (StringType, _) => true,
        (_, StringType) => false,
        (TimestampType, ByteType or ShortType or IntegerType) => true,
        (FloatType or DoubleType, TimestampType) => true,
        (TimestampType, DateType) => false,
        (_, DateType) => true,
        (DateType, TimestampType) => false,
        (DateType, _) => true,
        (_, CalendarIntervalType) => true,
        (_, DecimalType d) when !HoldsAll(from, d) => true,
        (FloatType or DoubleType or DecimalType, _) when to.IsIntegral => true,
        _ => false,
    };

    private static bool HoldsAll(DataType from, DecimalType to) => from switch
    {
        BooleanType => to.Precision - to.Scale >= 1,
        // Where digits behind the point are cut, rounding up may need one more before it.
        DecimalType d => to.Precision - to.Scale >= d.Precision - d.Scale && to.Scale >= d.Scale || to.Precision - to.Scale > d.Precision - d.Scale,
        _ when from.IsIntegral => TypeCoercion.DecimalFor(from) is var d && to.Precision - to.Scale >= d.Precision,
        _ => false,
    };

    /// <summary>A cast that the user did not write; the expression itself where the types are the same.</summary>
    public static TypedExpression Implicit(TypedExpression expression, DataType type)
    {
        if (expression.Type == type || TypeCoercion.SameButNulls(expression.Type, type)) return expression;
        // NULL of another type is a literal of that type.
        if (expression is TypedLiteral { Value: null } nothing) return nothing with { Type = type };
        return new TypedCast(expression, type, CastMode.Ansi, false, expression.Nullable || ForcesNullable(expression.Type, type)) { Span = expression.Span };
    }

    /// <summary>A cast that the user wrote.</summary>
    public static TypedExpression Written(TypedExpression expression, DataType type, CastMode mode)
    {
        if (!CanCast(expression.Type, type))
        {
            var condition = (expression.Type, type) is (DateType, _) && type.IsNumeric || type is DateType && expression.Type.IsNumeric ? "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION" : CanCastWithoutAnsi(expression.Type, type) ? "DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION" : "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION";
            throw new SparkException(condition, $"Cannot resolve \"CAST({PrettyName.Of(expression)} AS {type.Sql})\": cannot cast \"{expression.Type.Sql}\" to \"{type.Sql}\".", expression.Span);
        }
        var nullable = expression.Nullable || ForcesNullable(expression.Type, type) || mode == CastMode.Try && MayFail(expression.Type, type);
        return new TypedCast(expression, type, mode, true, nullable) { Span = expression.Span };
    }

    /// <summary>Whether the cast of some value fails.</summary>
    public static bool MayFail(DataType from, DataType to) => (from, to) switch
    {
        _ when from == to => false,
        (NullType, _) or (_, StringType) or (StringType, BinaryType) => false,
        (StringType, _) => true,
        (DateType or TimestampType or TimestampNTZType, DateType or TimestampType or TimestampNTZType) => false,
        (BooleanType, _) or (_, BooleanType) => false,
        (_, DoubleType or FloatType) when from.IsNumeric => false,
        (ByteType, ShortType or IntegerType or LongType) or (ShortType, IntegerType or LongType) or (IntegerType, LongType) => false,
        (ArrayType a, ArrayType b) => MayFail(a.ElementType, b.ElementType),
        (StructType a, StructType b) => a.Fields.Zip(b.Fields).Any(p => MayFail(p.First.DataType, p.Second.DataType)),
        (MapType a, MapType b) => MayFail(a.KeyType, b.KeyType) || MayFail(a.ValueType, b.ValueType),
        (_, DecimalType d) => !HoldsAll(from, d),
        _ => true,
    };
}
