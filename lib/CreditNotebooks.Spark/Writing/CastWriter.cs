using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Catalogue;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Writing;

/// <summary>Writes casts: DuckDB's where it is Spark's, else a C# function.</summary>
internal static class CastWriter
{
    public static string Write(ExpressionWriter w, TypedExpression operand, DataType to, CastMode mode) =>
        // A VOID that fails, raise_error(…), must be computed.
        operand.Type is NullType && to is not NullType && ExpressionWriter.MayFail(operand)
            ? $"CASE WHEN {w.Write(operand)} IS NULL THEN CAST(NULL AS {PhysicalTypes.Sql(to)}) END"
            : Write(w, w.Write(operand), operand.Type, to, mode);

    public static string Write(ExpressionWriter w, string sql, DataType from, DataType to, CastMode mode)
    {
        if (from == to || TypeCoercion.SameButNulls(from, to)) return sql;
        var type = PhysicalTypes.Sql(to);
        switch (from, to)
        {
            case (NullType, _): return $"CAST(NULL AS {type})";
            case (BooleanType or ByteType or ShortType or IntegerType or LongType, StringType): return $"CAST({sql} AS VARCHAR)";
            case (StringType, BinaryType): return $"encode({sql})";
            case (DecimalType, StringType): return $"CAST({sql} AS VARCHAR)";
            case (BooleanType, DecimalType): return $"CAST(CAST({sql} AS INTEGER) AS {type})";
            case (BooleanType, _) when to.IsNumeric: return $"CAST({sql} AS {type})";
            case (_, BooleanType) when from.IsNumeric: return $"({sql} <> 0)";
            case (DateType, TimestampType): return w.Zone.Id == "UTC" ? $"CAST({sql} AS TIMESTAMP)" : Kernel(w, sql, from, to, mode);
            case (DateType, TimestampNTZType): return $"CAST({sql} AS TIMESTAMP)";
            case (TimestampType, DateType): return w.Zone.Id == "UTC" ? $"CAST({sql} AS DATE)" : Kernel(w, sql, from, to, mode);
            case (TimestampNTZType, DateType): return $"CAST({sql} AS DATE)";
            case (TimestampType, TimestampNTZType) or (TimestampNTZType, TimestampType) when w.Zone.Id == "UTC": return sql;
            case (YearMonthIntervalType a, YearMonthIntervalType b) when b.End >= a.End: return sql;
            case (DayTimeIntervalType a, DayTimeIntervalType b) when b.End >= a.End: return sql;
            case (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType): return Kernel(w, sql, from, to, mode);
            case (ArrayType a, ArrayType b): return $"list_transform({sql}, lambda e: {Write(w, "e", a.ElementType, b.ElementType, mode)})";
            case (StructType a, StructType b): return Struct(w, sql, a, b, mode);
            case (MapType a, MapType b):
                return $"CASE WHEN {sql} IS NOT NULL THEN map(list_transform(map_keys({sql}), lambda e: {Write(w, "e", a.KeyType, b.KeyType, mode)}), list_transform(map_values({sql}), lambda e: {Write(w, "e", a.ValueType, b.ValueType, mode)})) END";
        }
        if (from.IsNumeric && to.IsNumeric) return Numeric(w, sql, from, to, type, mode);
        return Kernel(w, sql, from, to, mode);
    }

    private static string Numeric(ExpressionWriter w, string sql, DataType from, DataType to, string type, CastMode mode)
    {
        // DuckDB rounds a fraction where Spark cuts it, and a double goes to a decimal by its shortest digits: those are C#.
        var exact = (from, to) switch
        {
            // A double past the range of floats is an infinity, where DuckDB fails.
            (DoubleType, FloatType) => false,
            (_, DoubleType or FloatType) when from is not DecimalType => true,
            (DecimalType { Precision: <= 15 }, DoubleType) => true,
            _ when from.IsIntegral && to.IsIntegral && !CastRules.MayFail(from, to) => true,
            _ when from.IsIntegral && to is DecimalType && !CastRules.MayFail(from, to) => true,
            (DecimalType a, DecimalType b) => b.Scale >= a.Scale && b.Precision - b.Scale >= a.Precision - a.Scale,
            _ => false,
        };
        return exact ? $"CAST({sql} AS {type})" : Kernel(w, sql, from, to, mode);
    }

    private static string Struct(ExpressionWriter w, string sql, StructType from, StructType to, CastMode mode)
    {
        var (names, newNames) = (PhysicalTypes.FieldNames(from), PhysicalTypes.FieldNames(to));
        var fields = from.Fields.Select((f, i) => $"{DuckDbText.Name(newNames[i])} := {Write(w, $"struct_extract({sql}, {DuckDbText.String(names[i])})", f.DataType, to.Fields[i].DataType, mode)}");
        return $"CASE WHEN {sql} IS NOT NULL THEN struct_pack({string.Join(", ", fields)}) END";
    }

    private static string Kernel(ExpressionWriter w, string sql, DataType from, DataType to, CastMode mode) =>
        w.Kernel($"cast_{(mode == CastMode.Try ? "try_" : "")}{to.TypeName.Split('(', ' ')[0]}", CastKernels.For(from, to, mode, w.Zone), [from], to, sql);
}
