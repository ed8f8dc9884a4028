using System.Globalization;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using Proto = CreditNotebooks.Spark.Engines.Connect.Protocol.Expression.Types;
using Kind = CreditNotebooks.Spark.Engines.Connect.Protocol.Expression.Types.Literal.LiteralTypeOneofCase;

namespace CreditNotebooks.Spark.Engines.Connect;

/// <summary>Constants in the places where the protocol takes nothing else, and those that the server sends.</summary>
internal static class ProtocolLiterals
{
    /// <exception cref="SparkException">It is no plain constant.</exception>
    public static Proto.Literal Of(Expression expression) => expression switch
    {
        Literal { Value: null } => new() { Null = new() { Null = new() } },
        Literal { Value: bool b } => new() { Boolean = b },
        Literal { Value: sbyte n } => new() { Byte = n },
        Literal { Value: short n } => new() { Short = n },
        Literal { Value: int days, Type: DateType } => new() { Date = days },
        Literal { Value: int months, Type: YearMonthIntervalType } => new() { YearMonthInterval = months },
        Literal { Value: int n } => new() { Integer = n },
        Literal { Value: long micros, Type: DayTimeIntervalType } => new() { DayTimeInterval = micros },
        Literal { Value: long n } => new() { Long = n },
        Literal { Value: float n } => new() { Float = n },
        Literal { Value: double n } => new() { Double = n },
        Literal { Value: DecimalValue n, Type: DecimalType type } => new() { Decimal = new() { Value = n.ToString(), Precision = type.Precision, Scale = type.Scale } },
        Literal { Value: string s } => new() { String = s },
        Literal { Value: Seq<byte> bytes } => new() { Binary = Google.Protobuf.ByteString.CopyFrom(bytes.ToArray()) },
        // The API writes them in UTC, and in no zone.
        DateTimeLiteral { Keyword: "TIMESTAMP", Text: [.. var text, 'Z'] } => new() { Timestamp = Micros(text) },
        DateTimeLiteral { Keyword: "TIMESTAMP_NTZ" } local => new() { TimestampNtz = Micros(local.Text) },
        _ => throw SparkSqlWriter.Refuse($"A value that is no constant ({SparkSqlWriter.Write(expression)}) as a pivot's column"),
    };

    /// <summary>A value as rows hold it.</summary>
    public static object? Value(Proto.Literal literal) => literal.LiteralTypeCase switch
    {
        Kind.Null => null,
        Kind.Boolean => literal.Boolean,
        Kind.Byte => (sbyte)literal.Byte,
        Kind.Short => (short)literal.Short,
        Kind.Integer => literal.Integer,
        Kind.Long => literal.Long,
        Kind.Float => literal.Float,
        Kind.Double => literal.Double,
        Kind.String => literal.String,
        Kind.Binary => literal.Binary.ToByteArray(),
        Kind.Decimal => Decimal(literal.Decimal),
        Kind.Date => ApiValues.FromKernel(literal.Date, DataType.Date),
        Kind.Timestamp => ApiValues.FromKernel(literal.Timestamp, DataType.Timestamp),
        Kind.TimestampNtz => ApiValues.FromKernel(literal.TimestampNtz, DataType.TimestampNTZ),
        Kind.YearMonthInterval => new YearMonthInterval(literal.YearMonthInterval),
        Kind.DayTimeInterval => ApiValues.FromKernel(literal.DayTimeInterval, new DayTimeIntervalType()),
        Kind.Array => literal.Array.Elements.Select(Value).ToArray(),
        var other => throw new SparkException("UNSUPPORTED_FEATURE", $"An observed value of the kind {other} cannot be read; cast it to STRING."),
    };

    private static DecimalValue Decimal(Proto.Literal.Types.Decimal number)
    {
        var point = number.Value.IndexOf('.', StringComparison.Ordinal);
        var digits = number.Value.Replace(".", "", StringComparison.Ordinal);
        return new DecimalValue(Int128.Parse(digits, CultureInfo.InvariantCulture), point < 0 ? 0 : number.Value.Length - point - 1);
    }

    private static long Micros(string text) =>
        (DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
