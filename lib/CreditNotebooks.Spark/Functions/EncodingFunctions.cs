using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.ArgumentType;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Bytes and numbers as text, and back.</summary>
internal static class EncodingFunctions
{
    private static readonly Kernel HexOfBytes = new((byte[] b) => HexText.Of(b));
    private static readonly Kernel HexOfText = new((Utf8 s) => HexText.Of(s.Bytes));
    private static readonly Kernel HexOfNumber = new((long n) => HexText.Of(n));
    private static readonly FunctionEntry DecodeBytes = Scalar("decode").Takes(Binary, ArgumentType.String).Gives(DataType.String).Nullable().Fails()
        .Compute((byte[] b, string charset) => CharacterSets.Decode(b, charset));

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("hex").Takes(OneOf(Long, Binary, ArgumentType.String)).Gives(DataType.String)
            .Compute(c => c.Arguments[0].Type switch { BinaryType => HexOfBytes, StringType => HexOfText, _ => HexOfNumber }),
        Scalar("unhex").Takes(ArgumentType.String).Gives(DataType.Binary).Nullable().Compute((Utf8 s) => HexText.Parse(s)),
        Scalar("base64").Takes(Binary).Gives(DataType.String).Compute((byte[] b) => Base64Text.Encode(b)),
        Scalar("unbase64").Takes(ArgumentType.String).Gives(DataType.Binary).Fails().Compute((Utf8 s) => Base64Text.Decode(s)),
        Scalar("encode").Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.Binary).Nullable().Fails().Compute((string s, string charset) => CharacterSets.Encode(s, charset)),
        Scalar("decode").Fails().Build(Decode),
        Scalar("to_binary").Fails().Build(s => ToBinary(s, attempt: false)),
        Scalar("try_to_binary").Build(s => ToBinary(s, attempt: true)),
        Scalar("bin").Takes(Long).Gives(DataType.String).Compute((long n) => Convert.ToString(n, 2)),
        Scalar("conv").Takes(ArgumentType.String, Int, Int).Gives(DataType.String).Nullable().Fails().Compute((string s, int from, int to) => NumberBases.Convert(s, from, to)),
    ];

    // With two arguments it reads bytes; with more it is a CASE, where NULL equals NULL.
    private static TypedExpression Decode(CallSite s)
    {
        if (s.Count < 2) throw s.WrongCount("2");
        if (s.Count == 2) return s.Analyzer.BySignature(new CallSite(s.Analyzer, DecodeBytes, s.Name, s.Arguments, s.Span));
        var pairs = (s.Count - 1) / 2;
        var conditions = Enumerable.Range(0, pairs).Select(i => s.Invoke("<=>", s[0], s[1 + i * 2])).ToSeq();
        var values = Enumerable.Range(0, pairs).Select(i => s[2 + i * 2]).ToList();
        return s.Rewrite(ExpressionAnalyzer.BuildCase(conditions, values, s.Count % 2 == 0 ? s[s.Count - 1] : TypedLiteral.Null(DataType.String), s.Span));
    }

    private static readonly FunctionEntry FromHex = Binary1("to_binary", (Utf8 s) => HexText.Parse(s) ?? throw Malformed(s, "HEX")).Nullable().Fails();
    private static readonly FunctionEntry FromBase64 = Binary1("to_binary", (Utf8 s) => Base64Text.DecodeStrictly(s) ?? throw Malformed(s, "BASE64")).Fails();
    private static readonly FunctionEntry FromText = Binary1("to_binary", (Utf8 s) => s.Bytes.ToArray()).Nullable();
    private static readonly FunctionEntry TryHex = Binary1("try_to_binary", (Utf8 s) => HexText.Parse(s)).Nullable();
    private static readonly FunctionEntry TryBase64 = Binary1("try_to_binary", (Utf8 s) => Base64Text.DecodeStrictly(s)).Nullable();
    private static readonly FunctionEntry TryText = Binary1("try_to_binary", (Utf8 s) => s.Bytes.ToArray()).Nullable();

    private static FunctionEntry Binary1(string name, Func<Utf8, byte[]?> body) => Scalar(name).Takes(ArgumentType.String).Gives(DataType.Binary).Compute(body);

    private static TypedExpression ToBinary(CallSite s, bool attempt)
    {
        if (s.Count is not (1 or 2)) throw s.WrongCount("[1, 2]");
        if (s.Count == 2 && !s[1].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `fmt` should be a foldable \"STRING\" expression; however, got \"{PrettyName.Of(s[1])}\".");
        var format = s.Count == 1 ? "hex" : (string?)s.Constant(1, ArgumentType.String);
        if (format is null) return s.Rewrite(TypedLiteral.Null(DataType.Binary));
        var entry = format.ToLowerInvariant() switch
        {
            "hex" => attempt ? TryHex : FromHex,
            "base64" => attempt ? TryBase64 : FromBase64,
            "utf-8" or "utf8" => attempt ? TryText : FromText,
            _ when attempt => null,
            _ => throw s.Mismatch("INVALID_ARG_VALUE", $"The fmt value must to be a case-insensitive \"STRING\" literal of 'hex', 'utf-8', 'utf8', or 'base64', but got '{format}'."),
        };
        if (entry is null) return s.Rewrite(TypedLiteral.Null(DataType.Binary));
        return s.Rewrite(s.Analyzer.BySignature(new CallSite(s.Analyzer, entry, s.Name, [s[0]], s.Span)));
    }

    private static SparkException Malformed(Utf8 text, string format) => new("CONVERSION_INVALID_INPUT",
        $"The value '{text}' ('{format}') cannot be converted to \"BINARY\" because it is malformed. Correct the value as per the syntax, or change its format. Use `try_to_binary` to tolerate malformed input and return NULL instead.");
}
