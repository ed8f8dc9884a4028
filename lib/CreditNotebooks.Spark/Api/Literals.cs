using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark;

/// <summary>C# values as constants of a plan.</summary>
internal static class Literals
{
    public static Expression From(object? value) => value switch
    {
        null => new Literal(null, DataType.Null),
        Column column => column.Expression,
        string or char => new Literal(value.ToString(), DataType.String),
        bool => new Literal(value, DataType.Boolean),
        sbyte => new Literal(value, DataType.Byte),
        byte small => new Literal((short)small, DataType.Short),
        short => new Literal(value, DataType.Short),
        ushort number => new Literal((int)number, DataType.Integer),
        int => new Literal(value, DataType.Integer),
        uint number => new Literal((long)number, DataType.Long),
        long => new Literal(value, DataType.Long),
        ulong number => Decimal(new DecimalValue((Int128)number, 0)),
        float => new Literal(value, DataType.Float),
        double => new Literal(value, DataType.Double),
        decimal number => Decimal(DecimalValue.From(number)),
        DecimalValue number => Decimal(number),
        byte[] bytes => new Literal(new Seq<byte>(bytes), DataType.Binary),
        DateOnly date => new Literal(date.DayNumber - ValueText.EpochDay, DataType.Date),
        DateTime { Kind: DateTimeKind.Unspecified } moment => new DateTimeLiteral("TIMESTAMP_NTZ", MomentText(moment)),
        DateTime moment => new DateTimeLiteral("TIMESTAMP", MomentText(moment.ToUniversalTime()) + "Z"),
        DateTimeOffset moment => new DateTimeLiteral("TIMESTAMP", MomentText(moment.UtcDateTime) + "Z"),
        TimeSpan span => new Literal(span.Ticks / TimeSpan.TicksPerMicrosecond, new DayTimeIntervalType()),
        YearMonthInterval span => new Literal(span.Months, new YearMonthIntervalType()),
        Enum name => new Literal(name.ToString(), DataType.String),
        IDictionary map => new FunctionCall(["map"], Entries(map).ToSeq()),
        GenericRow row => new FunctionCall(["struct"], row.Values.Select(From).ToSeq()),
        ITuple tuple => new FunctionCall(["struct"], Enumerable.Range(0, tuple.Length).Select(i => From(tuple[i])).ToSeq()),
        IEnumerable items => new FunctionCall(["array"], items.Cast<object?>().Select(From).ToSeq()),
        _ => throw new SparkException("UNSUPPORTED_FEATURE.LITERAL_TYPE",
            $"A value of the C# type {value.GetType().Name} cannot be a constant of a query."),
    };

    private static Literal Decimal(DecimalValue value)
    {
        var digits = UnsignedDigits(value.Unscaled);
        return new Literal(value, new DecimalType(Math.Max(digits, value.Scale), value.Scale));
    }

    private static int UnsignedDigits(Int128 unscaled) => Math.Max(1, Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).Length);

    private static string MomentText(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);

    private static IEnumerable<Expression> Entries(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            yield return From(entry.Key);
            yield return From(entry.Value);
        }
    }
}
