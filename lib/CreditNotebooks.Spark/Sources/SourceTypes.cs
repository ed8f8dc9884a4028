using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Sources;

/// <summary>The DuckDB types that files' columns come in.</summary>
internal static class SourceTypes
{
    public static DuckDbType Of(DataType type) => type switch
    {
        BooleanType => DuckDbType.Boolean,
        ByteType => DuckDbType.TinyInt,
        ShortType => DuckDbType.SmallInt,
        IntegerType or NullType or YearMonthIntervalType => DuckDbType.Integer,
        LongType or DayTimeIntervalType => DuckDbType.BigInt,
        FloatType => DuckDbType.Float,
        DoubleType => DuckDbType.Double,
        DecimalType d => DuckDbType.Decimal(d.Precision, d.Scale),
        StringType => DuckDbType.Varchar,
        BinaryType => DuckDbType.Blob,
        DateType => DuckDbType.Date,
        TimestampType or TimestampNTZType => DuckDbType.Timestamp,
        ArrayType a => DuckDbType.List(Of(a.ElementType)),
        MapType m => DuckDbType.Map(Of(m.KeyType), Of(m.ValueType)),
        StructType s => DuckDbType.Struct(s.Fields.Select(f => new DuckDbField(f.Name, Of(f.DataType)))),
        _ => throw SparkException.Unsupported($"The type {type.Sql} in files"),
    };
}
