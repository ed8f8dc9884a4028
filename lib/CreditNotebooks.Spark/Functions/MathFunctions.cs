using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Functions over numbers.</summary>
internal static class MathFunctions
{
    private static readonly ArgumentType NumericOrInterval = ArgumentType.OneOf(ArgumentType.Numeric, ArgumentType.DayTimeInterval, ArgumentType.YearMonthInterval);

    public static IEnumerable<FunctionEntry> All =>
    [
        .. Rounding.All,
        Scalar("abs").Takes(NumericOrInterval).Gives(a => a[0].Type).Fails().Sql("abs({0})"),
        Shown("sqrt", "SQRT", Math.Sqrt),
        Scalar("power", "pow").Fails().Build(s => s.Count != 2 ? throw s.WrongCount("2") : s.Coerce(0, ArgumentType.Double) is var x && s.Coerce(1, ArgumentType.Double) is var y
            ? s.Typed(DataType.Double, x.Nullable || y.Nullable, x, y) with { Pretty = $"{(s.Name == "power" ? "POWER" : "pow")}({PrettyName.Of(s[0])}, {PrettyName.Of(s[1])})" } : throw s.WrongCount("2"))
            .Calls((w, c) => w.Kernel("power", Power, c.Type, c.Arguments)),
    ];

    private static readonly Kernel Power = new(JavaMath.Pow);

    // A function of one double that shows in capitals; Spark calls its result nullable.
    private static FunctionEntry Shown(string name, string shown, Func<double, double> body)
    {
        var kernel = new Kernel(body);
        return Scalar(name).Build(s => s.Count != 1 ? throw s.WrongCount("1") : s.Typed(DataType.Double, true, s.Coerce(0, ArgumentType.Double)) with { Pretty = $"{shown}({PrettyName.Of(s[0])})" })
            .Calls((w, c) => w.Kernel(name, kernel, c.Type, c.Arguments));
    }
}
