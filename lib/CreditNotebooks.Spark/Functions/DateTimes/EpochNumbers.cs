using System.Numerics;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Dates and timestamps as counts since 1970-01-01 00:00 UTC, and back.</summary>
internal static class EpochNumbers
{
    private static readonly ArgumentType OnlyTimestamp = ArgumentType.Only("TIMESTAMP", DataType.Timestamp, t => t is TimestampType);
    private static readonly ArgumentType OnlyIntegral = ArgumentType.Only("INTEGRAL", DataType.Long, t => t.IsIntegral);

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("unix_date").Takes(ArgumentType.Only("DATE", DataType.Date, t => t is DateType)).Gives(DataType.Integer).Compute((int days) => days),
        Scalar("unix_seconds").Takes(OnlyTimestamp).Gives(DataType.Long).Compute((long micros) => IsoDate.FloorDiv(micros, IsoDate.MicrosPerSecond)),
        Scalar("unix_millis").Takes(OnlyTimestamp).Gives(DataType.Long).Compute((long micros) => IsoDate.FloorDiv(micros, 1000)),
        Scalar("unix_micros").Takes(OnlyTimestamp).Gives(DataType.Long).Compute((long micros) => micros),
        Scalar("date_from_unix_date").Takes(ArgumentType.Int).Gives(DataType.Date).Compute((int days) => days),
        Scalar("timestamp_seconds").Fails().Takes(ArgumentType.Only("NUMERIC", DataType.Long, t => t.IsNumeric)).Gives(DataType.Timestamp)
            .NullableWhen(a => a[0].Nullable || a[0].Type is FloatType or DoubleType).Compute(c => c.Arguments[0].Type switch
            {
                DoubleType => OfDouble,
                FloatType => OfFloat,
                DecimalType => OfDecimal,
                _ => OfSeconds,
            }),
        Scalar("timestamp_millis").Fails().Takes(OnlyIntegral).Gives(DataType.Timestamp).Compute(_ => OfMillis),
        Scalar("timestamp_micros").Takes(OnlyIntegral).Gives(DataType.Timestamp).Compute(_ => OfMicros),
    ];

    private static readonly Kernel OfDouble = new((double d) => double.IsFinite(d) ? (long)(d * 1e6) : (long?)null);
    private static readonly Kernel OfFloat = new((float f) => float.IsFinite(f) ? (long)(f * 1e6) : (long?)null);
    private static readonly Kernel OfSeconds = new((object n) => Times(n, IsoDate.MicrosPerSecond));
    private static readonly Kernel OfMillis = new((object n) => Times(n, 1000));
    private static readonly Kernel OfMicros = new((object n) => Times(n, 1));

    private static readonly Kernel OfDecimal = new((DecimalValue d) =>
    {
        var micros = BigDecimal.Of(d) is var n && n.Scale > 6 && n.Truncate(6) * BigInteger.Pow(10, n.Scale - 6) != n.Unscaled
            ? throw new SparkException("DATETIME_OVERFLOW", $"The number of seconds {d} has more than six digits behind the point; round it first.")
            : n.Round(6);
        return micros >= long.MinValue && micros <= long.MaxValue ? (long)micros : throw Overflow(d.ToString());
    });

    private static long Times(object number, long unit)
    {
        var micros = (Int128)Convert.ToInt64(number, System.Globalization.CultureInfo.InvariantCulture) * unit;
        return micros == (long)micros ? (long)micros : throw Overflow(number.ToString()!);
    }

    private static SparkException Overflow(string number) => new("DATETIME_OVERFLOW", $"{number} is past the ends of what a TIMESTAMP holds.");
}
