using CreditNotebooks.DuckDb;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Engines.Embedded;

/// <summary>How the embedded engine holds Spark's types: TIMESTAMP and TIMESTAMP_NTZ as DuckDB's TIMESTAMP (of UTC), intervals of years as INTEGER months and
/// of days as BIGINT microseconds, a VOID as INTEGER, all else as DuckDB's type of that name.</summary>
internal static class PhysicalTypes
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
        StringType or VariantType => DuckDbType.Varchar,
        BinaryType => DuckDbType.Blob,
        DateType => DuckDbType.Date,
        TimestampType or TimestampNTZType => DuckDbType.Timestamp,
        CalendarIntervalType => DuckDbType.Interval,
        ArrayType a => DuckDbType.List(Of(a.ElementType)),
        MapType m => DuckDbType.Map(Of(m.KeyType), Of(m.ValueType)),
        StructType s => DuckDbType.Struct(FieldNames(s).Zip(s.Fields).Select(f => new DuckDbField(f.First, Of(f.Second.DataType)))),
        _ => throw SparkException.Unsupported($"The type {type.Sql}"),
    };

    public static string Sql(DataType type) => Of(type).ToSql();

    /// <summary>A struct's field names in DuckDB, which wants them to differ without regard to case and not to be empty. A struct without fields has one that nobody sees.</summary>
    public static IReadOnlyList<string> FieldNames(StructType type)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return type.Fields.Select((f, i) => f.Name.Length > 0 && seen.Add(f.Name) ? f.Name : $"{f.Name}#{i}").ToList();
    }
}
