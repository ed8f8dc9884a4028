using System.Text.Json;
using CreditNotebooks.Spark.Types;
using Proto = CreditNotebooks.Spark.Engines.Connect.Protocol;
using Kind = CreditNotebooks.Spark.Engines.Connect.Protocol.DataType.KindOneofCase;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Data types as the server spells them.</summary>
internal static class ProtocolTypes
{
    /// <summary>The columns of a plan.</summary>
    public static StructType Schema(Proto.DataType type) => (StructType)Of(type);

    /// <exception cref="SparkException">The server has a type that is not known here.</exception>
    public static DataType Of(Proto.DataType type) => type.KindCase switch
    {
        Kind.Null => DataType.Null,
        Kind.Binary => DataType.Binary,
        Kind.Boolean => DataType.Boolean,
        Kind.Byte => DataType.Byte,
        Kind.Short => DataType.Short,
        Kind.Integer => DataType.Integer,
        Kind.Long => DataType.Long,
        Kind.Float => DataType.Float,
        Kind.Double => DataType.Double,
        Kind.Decimal => new DecimalType(type.Decimal.Precision, type.Decimal.Scale),
        Kind.String or Kind.Char or Kind.VarChar => DataType.String,
        Kind.Date => DataType.Date,
        Kind.Timestamp => DataType.Timestamp,
        Kind.TimestampNtz => DataType.TimestampNTZ,
        Kind.CalendarInterval => DataType.CalendarInterval,
        Kind.YearMonthInterval => new YearMonthIntervalType(type.YearMonthInterval.StartField, type.YearMonthInterval.EndField),
        Kind.DayTimeInterval => new DayTimeIntervalType(type.DayTimeInterval.StartField, type.DayTimeInterval.EndField),
        Kind.Array => new ArrayType(Of(type.Array.ElementType), type.Array.ContainsNull),
        Kind.Map => new MapType(Of(type.Map.KeyType), Of(type.Map.ValueType), type.Map.ValueContainsNull),
        Kind.Struct => new StructType(type.Struct.Fields.Select(Field)),
        Kind.Variant => new VariantType(),
        Kind.Udt when type.Udt.SqlType is { } plain => Of(plain),
        var other => throw new SparkException("UNSUPPORTED_DATATYPE",
            $"A column of Spark's type {other.ToString().ToUpperInvariant()} cannot be read here; cast it to STRING in the query."),
    };

    private static StructField Field(Proto.DataType.Types.StructField field) =>
        new(field.Name, Of(field.DataType), field.Nullable) { Comment = field.HasMetadata ? Comment(field.Metadata) : null };

    private static string? Comment(string metadata)
    {
        using var json = JsonDocument.Parse(metadata);
        return json.RootElement.TryGetProperty("comment", out var comment) ? comment.GetString() : null;
    }
}
