using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.ArgumentType;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Numbers in formats and back, and text put together by a format.</summary>
internal static class FormatFunctions
{
    private static readonly Kernel FormatKernel = new((object?[] values) => JavaFormat.Format(values), SeesNulls: true);
    private static readonly Kernel FormatAlone = new((object? format) => JavaFormat.Format([format]), SeesNulls: true);

    private static readonly Kernel DecimalByDigits = new((DecimalValue d, int n) => n < 0 ? null : DecimalPattern.For(n).Write(d));
    private static readonly Kernel DecimalByPattern = new((DecimalValue d, string p) => DecimalPattern.For(p).Write(d));
    private static readonly Kernel DoubleByDigits = new((double d, int n) => n < 0 ? null : DecimalPattern.For(n).Write(d));
    private static readonly Kernel DoubleByPattern = new((double d, string p) => DecimalPattern.For(p).Write(d));

    private static readonly FunctionEntry FormatDouble = Formatting(ArgumentType.Double, Int, DoubleByDigits);
    private static readonly FunctionEntry FormatDoubleByPattern = Formatting(ArgumentType.Double, ArgumentType.String, DoubleByPattern);
    private static readonly FunctionEntry FormatDecimal = Formatting(ArgumentType.Decimal, Int, DecimalByDigits);
    private static readonly FunctionEntry FormatDecimalByPattern = Formatting(ArgumentType.Decimal, ArgumentType.String, DecimalByPattern);

    private static readonly Kernel ToNumberKernel = new((string s, string f) => NumberFormat.For(f).Parse(s) ?? throw new SparkException("INVALID_FORMAT.MISMATCH_INPUT",
        $"The format is invalid: {f}. The input \"STRING\" {s} does not match the format."));

    private static readonly Kernel TryToNumberKernel = new((string s, string f) => NumberFormat.For(f).Parse(s));

    private static readonly FunctionEntry NumberToText = Scalar("to_char").Takes(ArgumentType.Decimal, ArgumentType.String).Gives(DataType.String)
        .Compute((DecimalValue d, string f) => NumberFormat.For(f).Write(d));

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("format_string", "printf").Fails().Takes(ArgumentType.String, Any).Repeats().Gives(DataType.String).NullableWhen(a => a[0].Nullable)
            .Compute(c => c.Arguments.Count == 1 ? FormatAlone : FormatKernel).Build(FormatString),
        Scalar("format_number").Build(FormatNumber),
        Scalar("to_number").Fails().Takes(ArgumentType.String, ArgumentType.String).Gives(a => NumberType(a)).Compute(_ => ToNumberKernel).Build(ToNumber),
        Scalar("try_to_number").Takes(ArgumentType.String, ArgumentType.String).Gives(a => NumberType(a)).Nullable().Compute(_ => TryToNumberKernel).Build(ToNumber),
        Scalar("to_char", "to_varchar").Build(ToChar),
    ];

    private static FunctionEntry Formatting(ArgumentType number, ArgumentType format, Kernel kernel) =>
        Scalar("format_number").Takes(number, format).Gives(DataType.String).Nullable().Compute(_ => kernel);

    private static TypedExpression FormatString(CallSite s)
    {
        if (s.Count > 0 && s[0] is TypedLiteral { Value: string format } && format.Contains("%0$", StringComparison.Ordinal))
            throw new SparkException("INVALID_PARAMETER_VALUE.ZERO_INDEX", $"The value of parameter(s) `strfmt` in `{s.Name}` is invalid: expects %1$, %2$ and so on, but got %0$.", s.Span);
        for (var i = 1; i < s.Count; i++)
            if (s[i].Type.IsNested || s[i].Type is BinaryType or CalendarIntervalType or VariantType) throw s.Unsupported($"{s.Name} of a value of type {s[i].Type.Sql}");
        return s.Analyzer.BySignature(s);
    }

    private static TypedExpression FormatNumber(CallSite s)
    {
        if (s.Count != 2) throw s.WrongCount("2");
        if (!s[0].Type.IsNumeric && s[0].Type is not NullType) throw s.Unexpected(0, Numeric);
        if (s[1].Type is not (IntegerType or StringType or NullType)) throw s.Unexpected(1, OneOf(Int, ArgumentType.String));
        var entry = (s[0].Type is DoubleType or FloatType, s[1].Type is StringType) switch
        {
            (true, false) => FormatDouble, (true, true) => FormatDoubleByPattern, (false, false) => FormatDecimal, _ => FormatDecimalByPattern,
        };
        return s.Analyzer.BySignature(new CallSite(s.Analyzer, entry, s.Name, s.Arguments, s.Span));
    }

    private static TypedExpression ToNumber(CallSite s)
    {
        if (s.Count != 2) throw s.WrongCount("2");
        CheckFormat(s);
        return s.Analyzer.BySignature(s);
    }

    private static DecimalType NumberType(Seq<TypedExpression> arguments)
    {
        var format = NumberFormat.For((string)((TypedLiteral)arguments[1]).Value!);
        return format.Precision <= DecimalType.MaxPrecision ? new DecimalType(format.Precision, format.Scale)
            : throw new SparkException("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", $"Decimal precision {format.Precision} exceeds max precision {DecimalType.MaxPrecision}.");
    }

    /// <summary>The format, a constant without mistakes; null for NULL.</summary>
    private static NumberFormat? CheckFormat(CallSite s)
    {
        if (!s[1].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `format` should be a foldable \"STRING\" expression; however, got \"{PrettyName.Of(s[1])}\".");
        if (s[1] is not TypedLiteral { Type: StringType }) throw s.Unsupported($"{s.Name} with a computed format");
        if (s.Constant(1, ArgumentType.String) is not string text) throw s.Unsupported($"{s.Name} with the format NULL");
        var format = NumberFormat.For(text);
        return format.Problem() is var (kind, why) ? throw new SparkException($"INVALID_FORMAT.{kind}", $"The format is invalid: '{text.ToUpperInvariant()}'. {why}", s.Span) : format;
    }

    private static TypedExpression ToChar(CallSite s)
    {
        if (s.Count != 2) throw s.WrongCount("2");
        switch (s[0].Type)
        {
            case DateType or TimestampType or TimestampNTZType: return s.Invoke("date_format", s[0], s[1]);
            case BinaryType:
                var format = s[1].IsFoldable ? (string?)s.Constant(1, ArgumentType.String) : null;
                var text = format?.ToLowerInvariant() switch
                {
                    null => throw new SparkException("NON_FOLDABLE_ARGUMENT", $"The function `{s.Name}` requires the parameter `format` to be a foldable expression of the type \"STRING\", but the actual argument is a non-foldable.", s.Span),
                    "base64" => s.Invoke("base64", s[0]),
                    "hex" => s.Invoke("hex", s[0]),
                    "utf-8" => s.Invoke("decode", s[0], TypedLiteral.Of("UTF-8") with { Value = format }),
                    _ => throw new SparkException("INVALID_PARAMETER_VALUE.BINARY_FORMAT", $"The value of parameter(s) `format` in `{s.Name}` is invalid: expects one of binary formats 'base64', 'hex', 'utf-8', but got '{format}'.", s.Span),
                };
                return s.Name == "to_char" ? text : text is TypedCall call ? call with { Pretty = PrettyName.Call(s.Name, call.Arguments) } : text;
            default:
                var argument = s.Coerce(0, ArgumentType.Decimal);
                if (s[1] is TypedLiteral { Value: null }) return new Rewritten(PrettyName.Call("to_char", s.Arguments), TypedLiteral.Null(DataType.String)) { Span = s.Span };
                CheckFormat(s);
                return s.Analyzer.BySignature(new CallSite(s.Analyzer, NumberToText, "to_char", [argument, s[1]], s.Span));
        }
    }
}
