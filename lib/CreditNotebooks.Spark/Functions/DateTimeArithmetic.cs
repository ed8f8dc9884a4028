using System.Numerics;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Catalogue.DateTimes;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>What + - * / mean where a date, timestamp or interval takes part (Spark's BinaryArithmeticWithDatetimeResolver).</summary>
internal static class DateTimeArithmetic
{
    private static readonly FunctionEntry AddMonthsToDate = Of("add_months_to_date", (int days, int months) => CalendarMath.AddMonths(days, months));
    private static readonly FunctionEntry AddIntervalToDate = Of("add_interval_to_date", AddToDate);
    private static readonly FunctionEntry ExtractDays = Of("extractansiintervaldays", (long micros) => (int)(micros / IsoDate.MicrosPerDay));
    private static readonly FunctionEntry DaysBetween = Of("days_between", (int end, int start) => (end - (long)start) * IsoDate.MicrosPerDay);
    private static readonly FunctionEntry AddMonthsToTimestamp = Zoned("add_months_to_timestamp", zone => (long micros, int months) => CalendarMath.Shift(micros, months, 0, 0, zone));
    private static readonly FunctionEntry AddTimeToTimestamp = Zoned("add_time_to_timestamp", zone => (long micros, long time) => CalendarMath.Shift(micros, time, zone));
    private static readonly FunctionEntry AddIntervalToTimestamp = Zoned("add_interval_to_timestamp",
        zone => (long micros, CalendarInterval i) => CalendarMath.Shift(micros, i.Months, i.Days, i.Microseconds, zone));
    private static readonly FunctionEntry TimeBetween = Zoned("time_between", zone => (long end, long start) => checked(zone.ToLocal(end) - zone.ToLocal(start)));

    private static readonly FunctionEntry AddIntervals = Sum("add", (a, b) => a + b);
    private static readonly FunctionEntry SubtractIntervals = Sum("subtract", (a, b) => a - b);
    private static readonly FunctionEntry Opposite = Of("negate", new Kernel((object i) => IntervalNumbers.Negate(i)));
    private static readonly FunctionEntry MultiplyInterval = Scalar("multiply_interval").Fails().Calls((w, c) => w.Kernel("multiply_interval", IntervalNumbers.Multiply(c), c.Type, c.Arguments));
    private static readonly FunctionEntry DivideInterval = Scalar("divide_interval").Fails().Calls((w, c) => w.Kernel("divide_interval", IntervalNumbers.Divide(c), c.Type, c.Arguments));

    /// <summary>The operation, or null where neither side is a date, timestamp or interval.</summary>
    public static TypedExpression? Resolve(CallSite s, string symbol)
    {
        var (left, right) = (s[0], s[1]);
        if (!Takes(left.Type) && !Takes(right.Type)) return null;
        return symbol switch
        {
            "+" => Add(s, left, right),
            "-" => Subtract(s, left, right),
            "*" when left.Type.IsInterval => Scale(s, MultiplyInterval, "*", left, right),
            "*" when right.Type.IsInterval => Scale(s, MultiplyInterval, "*", right, left),
            "/" when left.Type.IsInterval => Scale(s, DivideInterval, "/", left, right),
            _ => throw ArithmeticFunctions.WrongTypes(s, symbol, left, right),
        };
    }

    /// <summary>The interval that goes the other way.</summary>
    public static string Negate(ExpressionWriter w, TypedCall call) => Opposite.CallSql!(w, call);

    private static bool Takes(DataType type) => type is DateType || type.IsTimestamp || type.IsInterval;

    private static TypedExpression Add(CallSite s, TypedExpression left, TypedExpression right)
    {
        switch (left.Type, right.Type)
        {
            case (CalendarIntervalType, CalendarIntervalType): return Intervals(s, AddIntervals, "+", left, right, left.Type);
            case (YearMonthIntervalType or DayTimeIntervalType, _) when right.Type.GetType() == left.Type.GetType() || right.Type is NullType:
            case (NullType, YearMonthIntervalType or DayTimeIntervalType):
                var type = TypeCoercion.TightestCommon(left.Type, right.Type)!;
                return Intervals(s, AddIntervals, "+", s.Cast(left, type), s.Cast(right, type), type);
        }
        // The interval stands on the right from here on, and so does what is added to a date.
        if (left.Type.IsInterval && !right.Type.IsInterval || right.Type is DateType && !left.Type.IsInterval && left.Type is not DateType) (left, right) = (right, left);
        var pretty = $"{PrettyName.Of(left)} + {PrettyName.Of(right)}";
        if (right.Type.IsInterval) return Shift(s, left, right, pretty);
        if (right.Type is NullType) return new Rewritten(pretty, TypedLiteral.Null(left.Type.IsTimestamp ? left.Type : DataType.Timestamp)) { Span = s.Span };
        if (left.Type is DateType)
        {
            if (right.Type is StringType) throw s.Mismatch("UNEXPECTED_INPUT_TYPE", "a date takes an INT or an interval, not a STRING.");
            return s.Invoke("date_add", left, right);
        }
        throw ArithmeticFunctions.WrongTypes(s, "+", left, right.Type is StringType ? s.Cast(right, left.Type) : right);
    }

    private static TypedExpression Subtract(CallSite s, TypedExpression left, TypedExpression right)
    {
        switch (left.Type, right.Type)
        {
            case (CalendarIntervalType, CalendarIntervalType): return Intervals(s, SubtractIntervals, "-", left, right, left.Type);
            case (YearMonthIntervalType or DayTimeIntervalType, _) when right.Type.GetType() == left.Type.GetType() || right.Type is NullType:
            case (NullType, YearMonthIntervalType or DayTimeIntervalType):
                var type = TypeCoercion.TightestCommon(left.Type, right.Type)!;
                return Intervals(s, SubtractIntervals, "-", s.Cast(left, type), s.Cast(right, type), type);
            case (DateType, DayTimeIntervalType { Start: 0, End: 0 }):
                var days = new TypedCall(ExtractDays, ExtractDays.Name, [right], DataType.Integer, right.Nullable);
                var negative = s.Invoke("negative", days) is TypedCall n ? n with { Pretty = $"(- {PrettyName.Of(days)})" } : throw new InvalidOperationException();
                return s.Invoke("date_add", left, negative);
            case (_, _) when right.Type.IsInterval:
                if (left.Type.IsInterval) throw s.Mismatch("UNEXPECTED_INPUT_TYPE", "an interval is subtracted from a date, a timestamp or an interval of the same kind.");
                return Shift(s, left, new TypedCall(Opposite, "negate", [right], right.Type, right.Nullable), $"{PrettyName.Of(left)} - {PrettyName.Of(right)}");
        }
        if (left.Type.IsTimestamp || right.Type.IsTimestamp) return Between(s, left, right);
        if (right.Type is not DateType && right.Type is not (StringType or NullType)) return s.Invoke("date_sub", left, right);
        var (end, start) = (s.Coerce(0, ArgumentType.Date), s.Coerce(1, ArgumentType.Date));
        return Typed(s, DaysBetween, new DayTimeIntervalType(0, 0), $"({PrettyName.Of(left)} - {PrettyName.Of(right)})", end, start);
    }

    private static TypedCall Between(CallSite s, TypedExpression left, TypedExpression right)
    {
        var pretty = $"({PrettyName.Of(left)} - {PrettyName.Of(right)})";
        TypedExpression Side(int i, TypedExpression other)
        {
            var side = s[i];
            if (side.Type is NullType) return s.Cast(side, other.Type);
            if (side.Type is DateType) return s.Cast(side, other.Type.IsTimestamp ? other.Type : DataType.Timestamp);
            return s.Coerce(i, ArgumentType.AnyTimestamp);
        }
        var (end, start) = (Side(0, right), Side(1, left));
        // One with and one without a zone are compared as clocks show them.
        if (end.Type != start.Type) (end, start) = (s.Cast(end, DataType.TimestampNTZ), s.Cast(start, DataType.TimestampNTZ));
        return Typed(s, TimeBetween, new DayTimeIntervalType(), pretty, end, start);
    }

    /// <summary>A date, timestamp or text moved by an interval.</summary>
    private static TypedExpression Shift(CallSite s, TypedExpression moment, TypedExpression interval, string pretty)
    {
        switch (moment.Type, interval.Type)
        {
            case (DateType, DayTimeIntervalType { Start: 0, End: 0 }):
                return s.Invoke("date_add", moment, new TypedCall(ExtractDays, ExtractDays.Name, [interval], DataType.Integer, interval.Nullable));
            case (DateType, DayTimeIntervalType): return Typed(s, AddTimeToTimestamp, DataType.Timestamp, pretty, s.Cast(moment, DataType.Timestamp), interval);
            case (DateType, YearMonthIntervalType): return Typed(s, AddMonthsToDate, DataType.Date, pretty, moment, interval);
            case (DateType, CalendarIntervalType): return Typed(s, AddIntervalToDate, DataType.Date, pretty, moment, interval);
            case (TimestampType or TimestampNTZType, YearMonthIntervalType): return Typed(s, AddMonthsToTimestamp, moment.Type, pretty, moment, interval);
            case (_, YearMonthIntervalType) when !moment.Type.IsInterval: throw ArithmeticFunctions.WrongTypes(s, "+", s[0], s[1]);
            case (TimestampType or TimestampNTZType, _): return Typed(s, interval.Type is CalendarIntervalType ? AddIntervalToTimestamp : AddTimeToTimestamp, moment.Type, pretty, moment, interval);
            case (StringType, _):
                var shifted = Typed(s, interval.Type is CalendarIntervalType ? AddIntervalToTimestamp : AddTimeToTimestamp, DataType.Timestamp, pretty, s.Cast(moment, DataType.Timestamp), interval);
                return s.Cast(shifted, DataType.String);
            case (NullType, _): throw new SparkException("DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION", $"Cannot resolve \"{pretty}\": cannot cast \"TIMESTAMP\" to \"VOID\"; cast the NULL to a type.", s.Span);
            default: throw s.Mismatch("UNEXPECTED_INPUT_TYPE", $"an {interval.Type.Sql} is added to a DATE or a TIMESTAMP, not to \"{moment.Type.Sql}\".");
        }
    }

    private static TypedCall Intervals(CallSite s, FunctionEntry entry, string symbol, TypedExpression left, TypedExpression right, DataType type) =>
        Typed(s, entry, type, $"({PrettyName.Of(s[0])} {symbol} {PrettyName.Of(s[1])})", left, right);

    private static TypedCall Scale(CallSite s, FunctionEntry entry, string symbol, TypedExpression interval, TypedExpression number)
    {
        var calendar = interval.Type is CalendarIntervalType;
        var factor = calendar || number.Type is StringType or NullType ? DataType.Double : number.Type;
        if (!(number.Type.IsNumeric || number.Type is StringType or NullType)) throw s.Mismatch("UNEXPECTED_INPUT_TYPE", $"the factor of an interval is \"NUMERIC\", not \"{number.Type.Sql}\".");
        var (i, n) = (PrettyName.Of(interval), PrettyName.Of(number));
        var call = Typed(s, entry, interval.Type switch { YearMonthIntervalType => new YearMonthIntervalType(), DayTimeIntervalType => new DayTimeIntervalType(), var t => t },
            calendar ? $"{entry.Name}({i}, {n})" : $"({i} {symbol} {n})", interval, s.Cast(number, factor));
        return calendar ? call with { Nullable = true } : call;
    }

    private static TypedCall Typed(CallSite s, FunctionEntry entry, DataType type, string pretty, params TypedExpression[] arguments) =>
        new(entry, entry.Name, new Seq<TypedExpression>(arguments), type, arguments.Any(a => a.Nullable)) { Pretty = pretty, Span = s.Span };

    private static FunctionEntry Of(string name, Delegate body) => Of(name, new Kernel(body));

    private static FunctionEntry Of(string name, Kernel kernel) => Scalar(name).Fails().Calls((w, c) => w.Kernel(name, kernel, c.Type, c.Arguments));

    private static FunctionEntry Zoned(string name, Func<TimeZoneRules, Delegate> body)
    {
        var inZone = ZonedKernels.InZone(name, body);
        return Scalar(name).Fails().Calls((w, c) => c.Arguments[0].Type is TimestampNTZType
            ? w.Kernel(name, ZonedKernels.Get(name, TimeZoneRules.Utc, "", body), c.Type, c.Arguments)
            : inZone(w, c));
    }

    private static FunctionEntry Sum(string name, Func<Int128, Int128, Int128> operation)
    {
        SparkException Overflow() => new("INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", $"Integer overflow while operating with intervals. Use `try_{name}` to tolerate overflow and return NULL instead.");
        int Small(Int128 n) => n == (int)n ? (int)n : throw Overflow();
        long Large(Int128 n) => n == (long)n ? (long)n : throw Overflow();
        var (months, micros, calendar) = (new Kernel((int a, int b) => Small(operation(a, b))), new Kernel((long a, long b) => Large(operation(a, b))),
            new Kernel((CalendarInterval a, CalendarInterval b) => new CalendarInterval(Small(operation(a.Months, b.Months)), Small(operation(a.Days, b.Days)), Large(operation(a.Microseconds, b.Microseconds)))));
        return Scalar($"{name}_intervals").Fails().Calls((w, c) => w.Kernel($"{name}_intervals", c.Type switch { YearMonthIntervalType => months, DayTimeIntervalType => micros, _ => calendar }, c.Type, c.Arguments));
    }

    private static int AddToDate(int days, CalendarInterval interval)
    {
        if (interval.Microseconds != 0)
            throw new SparkException("INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION", "Cannot add an interval to a date because its microseconds part is not 0. To resolve this, cast the input date to a timestamp, which supports the addition of intervals with non-zero microseconds.");
        return checked((int)(CalendarMath.AddMonths((long)days, interval.Months) + interval.Days));
    }
}
