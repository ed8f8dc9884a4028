using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Making intervals.</summary>
internal static class IntervalFunctions
{
    private static readonly DecimalType Seconds = new(18, 6);

    private static readonly TypedLiteral NoSeconds = new(new DecimalValue(0, 6), Seconds);

    public static IEnumerable<FunctionEntry> All =>
    [
        Maker("make_ym_interval", 2, false, new YearMonthIntervalType(), false, (int years, int months) => (long)years * 12 + months is var all && all == (int)all ? (int)all : throw Overflow()),
        Maker("make_dt_interval", 4, true, new DayTimeIntervalType(), false, (int days, int hours, int minutes, DecimalValue seconds) =>
        {
            var micros = (Int128)days * 86_400_000_000 + (Int128)hours * 3_600_000_000 + (Int128)minutes * 60_000_000 + seconds.Unscaled;
            return micros == (long)micros ? (long)micros : throw Overflow();
        }),
        Maker("make_interval", 7, true, DataType.CalendarInterval, false, (int years, int months, int weeks, int days, int hours, int minutes, DecimalValue seconds) =>
            Calendar(years, months, weeks, days, hours, minutes, seconds)
            ?? throw new SparkException("ARITHMETIC_OVERFLOW", "integer overflow. Use `try_make_interval` to tolerate overflow and return NULL instead.")),
        Maker("try_make_interval", 7, true, DataType.CalendarInterval, true, Calendar),
    ];

    private static FunctionEntry Maker(string name, int count, bool endsInSeconds, DataType type, bool attempt, Delegate body)
    {
        var kernel = new Kernel(body);
        return Scalar(name).Fails().Build(s =>
        {
            if (s.Count > count) throw s.WrongCount($"[{string.Join(", ", Enumerable.Range(0, count + 1))}]");
            bool IsSeconds(int i) => endsInSeconds && i == count - 1;
            var given = Enumerable.Range(0, count).Select(i => i < s.Count ? s[i] : IsSeconds(i) ? NoSeconds : TypedLiteral.Of(0)).ToList();
            var arguments = Enumerable.Range(0, count).Select(i => i < s.Count ? s.Coerce(i, IsSeconds(i) ? ArgumentType.Of(Seconds) : ArgumentType.Int) : given[i]).ToSeq();
            return new TypedCall(s.Function, s.Name, arguments, type, attempt || arguments.Any(a => a.Nullable)) { Pretty = PrettyName.Call(s.Name, given), Span = s.Span };
        }).Calls((w, c) => w.Kernel(name, kernel, c.Type, c.Arguments));
    }

    private static CalendarInterval? Calendar(int years, int months, int weeks, int days, int hours, int minutes, DecimalValue seconds)
    {
        long allMonths = years * 12L + months, allDays = weeks * 7L + days;
        var micros = (Int128)hours * 3_600_000_000 + (Int128)minutes * 60_000_000 + seconds.Unscaled;
        return allMonths == (int)allMonths && allDays == (int)allDays && micros == (long)micros ? new CalendarInterval((int)allMonths, (int)allDays, (long)micros) : null;
    }

    public static SparkException Overflow() => new("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION",
        "Integer overflow while operating with intervals. Try devising appropriate values for the interval parameters.");
}
