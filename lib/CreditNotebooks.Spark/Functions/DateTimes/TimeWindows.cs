using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Plans;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue.DateTimes;

/// <summary>Windows of time, one behind the other, to group by: <c>GROUP BY window(ts, '10 minutes')</c>. Rows without a time are in none; the SELECT leaves them out.</summary>
internal static class TimeWindows
{
    private static readonly FunctionEntry Window = Scalar("window").Fails().Build(Build).Calls((w, c) =>
    {
        var (length, start) = ((long)((TypedLiteral)c.Arguments[1]).Value!, (long)((TypedLiteral)c.Arguments[2]).Value!);
        var kernel = ZonedKernels.Get("window", TimeZoneRules.Utc, $"{length} {start}", _ => (long? micros) =>
            micros is { } at ? at - IsoDate.FloorMod(at - start, length) : throw SparkException.Unsupported("A window of time over NULL outside of a select list and GROUP BY"));
        var begin = w.Kernel("window", kernel with { SeesNulls = true }, c.Arguments[0].Type, c.Arguments[0]);
        return $"struct_pack(\"start\" := {begin}, \"end\" := {begin} + to_microseconds(CAST({length.ToString(System.Globalization.CultureInfo.InvariantCulture)} AS BIGINT)))";
    });

    public static IEnumerable<FunctionEntry> All =>
    [
        Window,
        Scalar("session_window").NotSupported("sessions need the rows before; compute them with lag and a running sum"),
        Scalar("window_time").Build(Time).Calls((w, c) => $"(struct_extract({w.Write(c.Arguments[0])}, 'end') - to_microseconds(CAST(1 AS BIGINT)))"),
    ];

    /// <summary>The windows of time in a SELECT, of which there may be one.</summary>
    public static TypedCall? Find(IEnumerable<TypedExpression> expressions)
    {
        var windows = expressions.SelectMany(e => e.All()).OfType<TypedCall>().Where(c => c.Function == Window).Distinct().ToList();
        return windows.Count <= 1 ? windows.FirstOrDefault() : throw SparkException.Unsupported("More than one window of time in a SELECT", windows[1].Span);
    }

    /// <summary>Whether the expression, as it was written, is a window of time.</summary>
    public static bool IsWindow(Expression expression) => expression is FunctionCall { Over: null, Name: [.., var name] } && Scope.Same(name, "window");

    private static TypedCall Build(CallSite s)
    {
        if (s.Count is < 2 or > 4) throw s.WrongCount("[2, 3, 4]");
        if (s[0].Type is StructType) throw s.Unsupported("A window of windows");
        var moment = s.Coerce(0, ArgumentType.AnyTimestamp);
        var length = Duration(s, 1);
        var slide = s.Count > 2 ? Duration(s, 2) : length;
        var start = s.Count > 3 ? Duration(s, 3) : 0;
        if (length <= 0 || slide <= 0) throw s.Mismatch("VALUE_OUT_OF_RANGE", "the duration and the slide of a window must be above 0.");
        if (slide > length) throw s.Mismatch("PARAMETER_CONSTRAINT_VIOLATION", "the slide of a window must not be longer than the window.");
        if (Math.Abs(start) >= slide) throw s.Mismatch("PARAMETER_CONSTRAINT_VIOLATION", "the start of a window must be shorter than its slide.");
        if (slide != length) throw s.Unsupported("A sliding window of time");
        var type = new StructType([new StructField("start", moment.Type), new StructField("end", moment.Type)]);
        return new TypedCall(s.Function, "window", [moment, new TypedLiteral(length, DataType.Long), new TypedLiteral(start, DataType.Long)], type, false) { Pretty = "window", Span = s.Span };
    }

    private static long Duration(CallSite s, int index)
    {
        switch (s[index])
        {
            case TypedLiteral { Value: int n, Type: IntegerType }: return n;
            case TypedLiteral { Value: long n, Type: LongType }: return n;
            case TypedLiteral { Value: string text }:
                CalendarInterval interval;
                try
                {
                    interval = IntervalParsing.Units(text);
                }
                catch (SparkException e)
                {
                    throw new SparkException("CANNOT_PARSE_INTERVAL", $"Unable to parse '{text}'. Please ensure that the value provided is in a valid format for defining an interval.", s.Span, e);
                }
                if (interval.Months != 0) throw s.Mismatch("VALUE_OUT_OF_RANGE", $"a window of months ({text}) has no fixed length; use days.");
                return checked(interval.Days * IsoDate.MicrosPerDay + interval.Microseconds);
            default: throw s.Mismatch("UNEXPECTED_INPUT_TYPE", "the duration and time inputs to window must be an integer, long or string literal.");
        }
    }

    private static TypedCall Time(CallSite s)
    {
        if (s.Count != 1) throw s.WrongCount("1");
        // Spark knows a column of windows by its metadata; here by its name and its fields.
        if (s[0] is not ColumnReference { Type: StructType { Fields: [{ Name: "start" } first, { Name: "end" }] } } column || !Scope.Same(column.Name, "window") || !first.DataType.IsTimestamp)
            throw s.Unsupported("window_time of anything but the column window of a grouping by window()");
        return s.Typed(first.DataType, true, s[0]);
    }
}
