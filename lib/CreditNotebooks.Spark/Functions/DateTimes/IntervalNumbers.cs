using System.Numerics;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Intervals times and by numbers, rounded half up (away from zero).</summary>
internal static class IntervalNumbers
{
    private static readonly Kernel Times = new((object i, object n) => Fit(i, Product(i, n)));
    private static readonly Kernel By = new((object i, object n) => IsZero(n) ? throw DividedByZero() : Fit(i, Quotient(i, n)));
    private static readonly Kernel CalendarTimes = new((CalendarInterval i, double n) => OfDoubles(n * i.Months, n * i.Days, n * i.Microseconds));
    private static readonly Kernel CalendarBy = new((CalendarInterval i, double n) => n == 0 ? throw DividedByZero() : OfDoubles(i.Months / n, i.Days / n, i.Microseconds / n));

    public static Kernel Multiply(TypedCall call) => call.Type is CalendarIntervalType ? CalendarTimes : Times;

    public static Kernel Divide(TypedCall call) => call.Type is CalendarIntervalType ? CalendarBy : By;

    public static object Negate(object interval) => interval switch
    {
        int months => months == int.MinValue ? throw IntervalFunctions.Overflow() : -months,
        long micros => micros == long.MinValue ? throw IntervalFunctions.Overflow() : -micros,
        CalendarInterval i => i is { Months: > int.MinValue, Days: > int.MinValue, Microseconds: > long.MinValue } ? new CalendarInterval(-i.Months, -i.Days, -i.Microseconds) : throw IntervalFunctions.Overflow(),
        _ => throw new InvalidOperationException(interval.GetType().Name),
    };

    private static BigInteger Product(object interval, object number)
    {
        var i = Amount(interval);
        return number switch
        {
            double d => OfDouble((double)i * d),
            float f => OfDouble((double)i * f),
            DecimalValue d => new BigDecimal(i * d.Unscaled, d.Scale).Round(0),
            _ => i * Whole(number),
        };
    }

    private static BigInteger Quotient(object interval, object number)
    {
        var i = Amount(interval);
        return number switch
        {
            double d => OfDouble((double)i / d),
            float f => OfDouble((double)i / f),
            DecimalValue d => HalfUp(i * BigInteger.Pow(10, d.Scale), d.Unscaled),
            _ => HalfUp(i, Whole(number)),
        };
    }

    private static BigInteger Amount(object interval) => interval is int months ? months : (long)interval;

    private static BigInteger Whole(object number) => Convert.ToInt64(number, System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsZero(object number) => number switch { double d => d == 0, float f => f == 0, DecimalValue d => d.Unscaled == 0, _ => Whole(number).IsZero };

    private static BigInteger OfDouble(double value) => double.IsFinite(value) ? new BigInteger(Math.Round(value, MidpointRounding.AwayFromZero)) : throw Overflow();

    private static BigInteger HalfUp(BigInteger n, BigInteger d)
    {
        var quotient = BigInteger.DivRem(n, d, out var rest);
        return BigInteger.Abs(rest) * 2 >= BigInteger.Abs(d) ? quotient + n.Sign * d.Sign : quotient;
    }

    private static object Fit(object interval, BigInteger value) => interval is int
        ? value >= int.MinValue && value <= int.MaxValue ? (object)(int)value : throw Overflow()
        : value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : throw Overflow();

    /// <summary>A fraction of a day becomes time; a fraction of a month is dropped.</summary>
    private static CalendarInterval OfDoubles(double months, double days, double micros)
    {
        if (!(Math.Abs(months) <= int.MaxValue) || !(Math.Abs(days) <= int.MaxValue)) throw Overflow();
        var wholeDays = (int)days;
        var rest = Math.Floor(micros + IsoDate.MicrosPerDay * (days - wholeDays) + 0.5);
        return new CalendarInterval((int)months, wholeDays, (long)rest);
    }

    private static SparkException DividedByZero() => new("INTERVAL_DIVIDED_BY_ZERO", "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.");

    private static SparkException Overflow() => new("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", "The interval is too large for its type.");
}
