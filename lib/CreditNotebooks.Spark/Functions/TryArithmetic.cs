using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>try_add and its like: NULL where + - * / % would fail.</summary>
internal static class TryArithmetic
{
    public static IEnumerable<FunctionEntry> All => [Try("try_add", "+"), Try("try_subtract", "-"), Try("try_multiply", "*"), Try("try_divide", "/"), Try("try_mod", "%")];

    // Between numbers only the operation itself is tried: what fails in an operand still fails. All else is tried as a whole.
    private static FunctionEntry Try(string name, string symbol) => Scalar(name).Build(s =>
    {
        if (s.Count != 2) throw s.WrongCount("2");
        var pretty = PrettyName.Call(name, s.Arguments);
        var numeric = s.Arguments.All(a => a.Type.IsNumeric || a.Type is NullType);
        var plain = s.Invoke(symbol, s[0], s[1]);
        Seq<TypedExpression> arguments = plain is not TypedCall { Arguments: [{ Type.IsNumeric: true }, { Type.IsNumeric: true }] } c ? [plain]
            : numeric ? c.Arguments : [.. c.Arguments, TypedLiteral.Of(true)];
        return new TypedCall(s.Function, name, arguments, plain.Type, true) { Pretty = pretty, Span = s.Span };
    }).Calls((w, c) =>
    {
        if (c.Arguments.Count == 1) return $"TRY({w.Write(c.Arguments[0])})";
        var operands = c.Arguments.Take(2).ToList();
        return w.Kernel(name, KernelFor(symbol, operands[0].Type, c.Type), operands.Select(o => o.Type), c.Type, operands.Select(o => c.Arguments.Count == 3 ? $"TRY({w.Write(o)})" : w.Write(o)));
    });

    private static Kernel KernelFor(string symbol, DataType operands, DataType result) => TypedKernels.Get($"try_{symbol}", () => operands switch
    {
        DecimalType => ArithmeticFunctions.DecimalKernel(symbol, result, attempt: true),
        ByteType => new Kernel((sbyte a, sbyte b) => Within(symbol, a, b, sbyte.MinValue, sbyte.MaxValue) is { } n ? (sbyte)n : (sbyte?)null),
        ShortType => new Kernel((short a, short b) => Within(symbol, a, b, short.MinValue, short.MaxValue) is { } n ? (short)n : (short?)null),
        IntegerType => new Kernel((int a, int b) => Within(symbol, a, b, int.MinValue, int.MaxValue) is { } n ? (int)n : (int?)null),
        LongType => new Kernel((long a, long b) => Within(symbol, a, b, long.MinValue, long.MaxValue) is { } n ? (long)n : (long?)null),
        FloatType => new Kernel((float a, float b) => symbol switch { "+" => a + b, "-" => a - b, "*" => a * b, "/" => b == 0 ? null : a / b, _ => b == 0 ? (float?)null : a % b }),
        _ => new Kernel((double a, double b) => symbol switch { "+" => a + b, "-" => a - b, "*" => a * b, "/" => b == 0 ? null : a / b, _ => b == 0 ? (double?)null : a % b }),
    }, operands, result);

    private static Int128? Within(string symbol, Int128 a, Int128 b, long least, long most)
    {
        if (symbol == "%" && b == 0) return null;
        var n = symbol switch { "+" => a + b, "-" => a - b, "*" => a * b, _ => a % b };
        return n >= least && n <= most ? n : null;
    }
}
