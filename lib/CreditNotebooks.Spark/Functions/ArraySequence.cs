using System.Numerics;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary><c>sequence</c>: from start to stop, both included, by a step.</summary>
internal static class ArraySequence
{
    private const long LongestArray = int.MaxValue - 15;
    private const long MicrosPerMonth = 28 * IsoDate.MicrosPerDay;

    public static IEnumerable<FunctionEntry> All => [Scalar("sequence").Fails().Build(Build).Calls((w, c) => w.Kernel("sequence", KernelFor(c), c.Type, c.Arguments))];

    private static readonly Kernel Bytes = Whole(n => (sbyte)n), Shorts = Whole(n => (short)n), Ints = Whole(n => (int)n), Longs = Whole(n => n);

    private static readonly Kernel Days = new(object?[] (int start, int stop) => WholeNumbers(start, stop, start <= stop ? 1 : -1, n => (int)n));
    private static readonly Kernel DaysByMonths = new(object?[] (int start, int stop, int months) => Dates(start, stop, new CalendarInterval(months, 0, 0)));
    private static readonly Kernel DaysByTime = new(object?[] (int start, int stop, long micros) => Dates(start, stop, new CalendarInterval(0, WholeDays(micros), 0)));
    private static readonly Kernel DaysByInterval = new(object?[] (int start, int stop, CalendarInterval step) => Dates(start, stop, step));
    private static readonly Kernel Times = new(object?[] (long start, long stop) => WholeNumbers(start, stop, start <= stop ? IsoDate.MicrosPerDay : -IsoDate.MicrosPerDay, n => n));
    private static readonly Kernel TimesByMonths = new(object?[] (long start, long stop, int months) => Instants(start, stop, new CalendarInterval(months, 0, 0), n => n));
    private static readonly Kernel TimesByTime = new(object?[] (long start, long stop, long micros) => WholeNumbers(start, stop, micros, n => n));
    private static readonly Kernel TimesByInterval = new(object?[] (long start, long stop, CalendarInterval step) => Instants(start, stop, step, n => n));

    private static TypedCall Build(CallSite s)
    {
        s.NeedOneOf(2, 3);
        var given = s.Arguments.ToList();
        var common = given.FindAll(a => !a.Type.IsInterval).Select(a => a.Type).ToList();
        if (common.Distinct().Count() > 1 && TypeCoercion.Wider(common) is { } wider) given = given.ConvertAll(a => a.Type.IsInterval ? a : s.Cast(a, wider));
        var type = given[0].Type;
        var step = s.Count == 3 ? given[2].Type : null;
        var right = given[1].Type == type && (type.IsIntegral ? step is null || step == type : type is DateType or TimestampType or TimestampNTZType && (step is null || step.IsInterval));
        if (!right)
            throw s.Mismatch("SEQUENCE_WRONG_INPUT_TYPES", "`sequence` uses the wrong parameter type. The parameter type must conform to: 1. The start and stop expressions must resolve to the same type. " +
                "2. If start and stop expressions resolve to the \"INTEGRAL\" type, then the step expression must resolve to the same type. Otherwise, if they resolve to a date or timestamp type, the step expression must resolve to an interval.");
        if (type is TimestampType && step is CalendarIntervalType or YearMonthIntervalType or null && s.Context.Zone.Id != "UTC") throw s.Unsupported("sequence of TIMESTAMP by days or months in a time zone other than UTC");
        return s.Typed(new ArrayType(type, false), given.Exists(a => a.Nullable), given.ToArray());
    }

    private static Kernel KernelFor(TypedCall c)
    {
        var step = c.Arguments.Count == 3 ? c.Arguments[2].Type : null;
        return (c.Arguments[0].Type, step) switch
        {
            (ByteType, _) => Bytes,
            (ShortType, _) => Shorts,
            (IntegerType, _) => Ints,
            (LongType, _) => Longs,
            (DateType, null) => Days,
            (DateType, YearMonthIntervalType) => DaysByMonths,
            (DateType, DayTimeIntervalType) => DaysByTime,
            (DateType, _) => DaysByInterval,
            (_, null) => Times,
            (_, YearMonthIntervalType) => TimesByMonths,
            (_, DayTimeIntervalType) => TimesByTime,
            _ => TimesByInterval,
        };
    }

    private static Kernel Whole(Func<long, object> box) => new(object?[] (object?[] range) =>
    {
        long At(int i) => Convert.ToInt64(range[i], System.Globalization.CultureInfo.InvariantCulture);
        var (start, stop) = (At(0), At(1));
        return WholeNumbers(start, stop, range.Length > 2 ? At(2) : start <= stop ? 1 : -1, box);
    });

    private static object?[] WholeNumbers(long start, long stop, long step, Func<long, object> box)
    {
        var length = Length(start, stop, step);
        var items = new object?[length];
        for (var i = 0; i < items.Length; i++) items[i] = box(start + i * step);
        return items;
    }

    private static long Length(long start, long stop, BigInteger step)
    {
        if (!(step > 0 && start <= stop || step < 0 && start >= stop || step == 0 && start == stop))
            throw new SparkException("INVALID_PARAMETER_VALUE.SEQUENCE", $"Illegal sequence boundaries: {start} to {stop} by {step}.");
        var length = step == 0 ? 1 : ((BigInteger)stop - start) / step + 1;
        if (length > LongestArray)
            throw new SparkException("COLLECTION_SIZE_LIMIT_EXCEEDED.PARAMETER", $"Can't create array with {length} elements which exceeding the array size limit {LongestArray}, the value returned for the parameter(s) `count` in the function `sequence` is invalid.");
        return (long)length;
    }

    private static int WholeDays(long micros) => micros % IsoDate.MicrosPerDay == 0 ? (int)(micros / IsoDate.MicrosPerDay)
        : throw new SparkException("INVALID_PARAMETER_VALUE.SEQUENCE", "The step of a sequence of dates must be an interval of whole days.");

    private static object?[] Dates(int start, int stop, CalendarInterval step)
    {
        if (step.Months == 0 && step.Days == 0) throw new SparkException("INVALID_PARAMETER_VALUE.SEQUENCE", "The step of a sequence of dates must be an interval of whole days.");
        if (step is { Months: 0, Microseconds: 0 }) return WholeNumbers(start, stop, step.Days, n => (int)n);
        return Instants(start * IsoDate.MicrosPerDay, stop * IsoDate.MicrosPerDay, step, n => (int)IsoDate.FloorDiv(n, IsoDate.MicrosPerDay));
    }

    // Each item is the start and so many steps at once: the 31st comes back after a short month.
    private static object?[] Instants(long start, long stop, CalendarInterval step, Func<long, object> box)
    {
        if (step is { Months: 0, Days: 0 }) return WholeNumbers(start, stop, step.Microseconds, box);
        var estimate = (BigInteger)step.Months * MicrosPerMonth + (BigInteger)step.Days * IsoDate.MicrosPerDay + step.Microseconds;
        var most = Length(start, stop, estimate);
        var items = new List<object?>();
        var (at, up) = (start, estimate > 0);
        while (up ? at <= stop : at >= stop)
        {
            if (items.Count >= most) throw SparkException.Unsupported("A sequence that goes on past its end");
            items.Add(box(at));
            at = Add(start, checked(items.Count * step.Months), (long)items.Count * step.Days, items.Count * step.Microseconds);
            if (estimate == 0) break;
        }
        return items.ToArray();
    }

    private static long Add(long start, int months, long days, long micros)
    {
        var day = IsoDate.FloorDiv(start, IsoDate.MicrosPerDay);
        IsoDate.FromDays(day, out var year, out var month, out var dayOfMonth);
        var total = year * 12 + month - 1 + months;
        var (newYear, newMonth) = (IsoDate.FloorDiv(total, 12), (int)IsoDate.FloorMod(total, 12) + 1);
        var newDay = IsoDate.ToDays(newYear, newMonth, Math.Min(dayOfMonth, IsoDate.DaysInMonth(newYear, newMonth)));
        return (newDay + days) * IsoDate.MicrosPerDay + IsoDate.FloorMod(start, IsoDate.MicrosPerDay) + micros;
    }
}
