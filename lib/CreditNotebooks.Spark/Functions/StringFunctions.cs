using System.Text;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Engines.Embedded;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.ArgumentType;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Text.</summary>
internal static class StringFunctions
{
    private static readonly ArgumentType TextOrBytes = OneOf(ArgumentType.String, Binary);

    private static readonly FunctionEntry PadBytesLeft = BinaryPad("lpad", left: true);
    private static readonly FunctionEntry PadBytesRight = BinaryPad("rpad", left: false);

    public static IEnumerable<FunctionEntry> All =>
    [
        Text("upper", CaseMapping.ToUpper, "ucase"),
        Text("lower", CaseMapping.ToLower, "lcase"),
        Text("initcap", CaseMapping.ToTitle),
        Text("soundex", TextKernels.Soundex),
        Text("quote", TextKernels.Quote).Nullable(),
        Scalar("length", "len", "char_length", "character_length").Takes(TextOrBytes).Gives(DataType.Integer)
            .Sql((w, c) => $"CAST({(IsBinary(c) ? "octet_length" : "length")}({w.Write(c.Arguments[0])}) AS INTEGER)"),
        Scalar("octet_length").Takes(TextOrBytes).Gives(DataType.Integer)
            .Sql((w, c) => $"CAST({(IsBinary(c) ? "octet_length" : "strlen")}({w.Write(c.Arguments[0])}) AS INTEGER)"),
        Scalar("bit_length").Takes(TextOrBytes).Gives(DataType.Integer)
            .Sql((w, c) => $"CAST({(IsBinary(c) ? "octet_length" : "strlen")}({w.Write(c.Arguments[0])}) * 8 AS INTEGER)"),
        Scalar("ascii").Takes(ArgumentType.String).Gives(DataType.Integer).Compute((Utf8 s) => TextKernels.CodeOfFirst(s)),
        Scalar("chr", "char").Takes(Long).Gives(DataType.String).Compute((long n) => TextKernels.Character(n)),
        Scalar("space").Takes(Int).Gives(DataType.String).Compute((int n) => TextKernels.Space(n)),
        Scalar("repeat").Takes(ArgumentType.String, Int).Gives(DataType.String).Compute((Utf8 s, int n) => TextKernels.Repeat(s, n)),
        Scalar("substring", "substr")
            .Takes(ArgumentType.String, Int, Int).Defaults(int.MaxValue).Gives(DataType.String).Compute((Utf8 s, int p, int n) => TextKernels.Substring(s, p, n))
            .Takes(Binary, Int, Int).Defaults(int.MaxValue).Gives(DataType.Binary).Compute((byte[] b, int p, int n) => TextKernels.SubstringOfBytes(b, p, n)),
        Scalar("left")
            .Takes(ArgumentType.String, Int).Gives(DataType.String).Compute((Utf8 s, int n) => TextKernels.Substring(s, 1, n))
            .Takes(Binary, Int).Gives(DataType.Binary).Compute((byte[] b, int n) => TextKernels.SubstringOfBytes(b, 1, n)),
        Scalar("right").Takes(ArgumentType.String, Int).Gives(DataType.String).Nullable().Compute((Utf8 s, int n) => TextKernels.Right(s, n)),
        Pad("lpad", PadBytesLeft, (Utf8 s, int n, Utf8 p) => TextKernels.Pad(s, n, p, true)),
        Pad("rpad", PadBytesRight, (Utf8 s, int n, Utf8 p) => TextKernels.Pad(s, n, p, false)),
        Trim("trim", "BOTH", (Utf8 s) => TextKernels.Trim(s, true, true), (Utf8 set, Utf8 s) => TextKernels.TrimSet(s, set, true, true)),
        Trim("ltrim", "LEADING", (Utf8 s) => TextKernels.Trim(s, true, false), (Utf8 set, Utf8 s) => TextKernels.TrimSet(s, set, true, false)),
        Trim("rtrim", "TRAILING", (Utf8 s) => TextKernels.Trim(s, false, true), (Utf8 set, Utf8 s) => TextKernels.TrimSet(s, set, false, true)),
        Scalar("btrim")
            .Takes(ArgumentType.String).Gives(DataType.String).Compute((Utf8 s) => TextKernels.Trim(s, true, true))
            .Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.String).Compute((Utf8 s, Utf8 set) => TextKernels.TrimSet(s, set, true, true)),
        Scalar("instr").Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.Integer).Compute((Utf8 s, Utf8 part) => TextKernels.Locate(part, s, 1)),
        Scalar("locate", "position").Takes(ArgumentType.String, ArgumentType.String, Int).Defaults(1).Gives(DataType.Integer).NullableWhen(a => a[0].Nullable || a[1].Nullable)
            .ComputeWithNulls((Utf8? part, Utf8? s, int? from) => TextKernels.LocateOrNull(part, s, from)),
        Found("contains", "contains"), Found("startswith", "starts_with"), Found("endswith", "suffix"),
        Scalar("replace").Takes(ArgumentType.String, ArgumentType.String, ArgumentType.String).Defaults("").Gives(DataType.String)
            .Compute((Utf8 s, Utf8 part, Utf8 by) => TextKernels.Replace(s, part, by)),
        Scalar("translate").Takes(ArgumentType.String, ArgumentType.String, ArgumentType.String).Gives(DataType.String).Compute((Utf8 s, Utf8 from, Utf8 to) => Translation.Apply(s, from, to)),
        Scalar("overlay").Takes(TextOrBytes, TextOrBytes, Int, Int).Defaults(-1).SameTypeStrictly(0, 1).Gives(a => a[0].Type)
            .Compute(c => c.Type is BinaryType ? OverlayBytes : OverlayText),
        Scalar("reverse").Takes(OneOf(ArgumentType.String, ArgumentType.Array)).Gives(a => a[0].Type).Build(Reverse)
            .Sql((w, c) => c.Type is ArrayType ? $"list_reverse({w.Write(c.Arguments[0])})" : w.Kernel("reverse", ReverseText, DataType.String, c.Arguments)),
        Scalar("concat").Build(Concat).Calls(WriteConcat),
        Scalar("||").Build(s => s.Count == 2 ? Concat(s) : throw s.WrongCount("2")).Calls(WriteConcat),
        Scalar("concat_ws").Takes(ArgumentType.String, OneOf(ArrayOf(ArgumentType.String), ArgumentType.String)).Repeats().Gives(DataType.String).NullableWhen(a => a[0].Nullable).Sql(WriteConcatWs),
        Scalar("elt").Fails().Build(Elt).Calls((w, c) => w.Kernel("elt", EltKernel, c.Type, c.Arguments)),
        Scalar("find_in_set").Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.Integer).Compute((Utf8 word, Utf8 set) => TextKernels.FindInSet(word, set)),
        Scalar("substring_index").Takes(ArgumentType.String, ArgumentType.String, Int).Gives(DataType.String).Compute((Utf8 s, Utf8 d, int n) => TextKernels.SubstringIndex(s, d, n)),
        Scalar("split_part").Takes(ArgumentType.String, ArgumentType.String, Int).Gives(DataType.String).Nullable().Fails().Compute((Utf8 s, Utf8 d, int n) => TextKernels.SplitPart(s, d, n)),
        Scalar("levenshtein")
            .Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.Integer).Compute((Utf8 a, Utf8 b) => Levenshtein.Distance(a, b))
            .Takes(ArgumentType.String, ArgumentType.String, Int).Gives(DataType.Integer).Compute((Utf8 a, Utf8 b, int n) => Levenshtein.Distance(a, b, n)),
        Scalar("luhn_check").Takes(ArgumentType.String).Gives(DataType.Boolean).Nullable().Compute((Utf8 s) => TextKernels.Luhn(s)),
        Scalar("mask").Takes(ArgumentType.String, Constant(ArgumentType.String), Constant(ArgumentType.String), Constant(ArgumentType.String), Constant(ArgumentType.String))
            .Defaults("X", "x", "n", null).Named("str", "upperChar", "lowerChar", "digitChar", "otherChar").Gives(DataType.String).Nullable().Build(Mask)
            .ComputeWithNulls((string? s, string? u, string? l, string? d, string? o) => Masking.Mask(s, u, l, d, o)),
        Scalar("is_valid_utf8").Takes(TextOrBytes).Gives(DataType.Boolean).Nullable().Compute(c => IsBinary(c) ? ValidBytes : ValidText),
        Scalar("make_valid_utf8").Takes(TextOrBytes).Gives(DataType.String).Nullable().Compute(c => IsBinary(c) ? RepairedBytes : SameText),
        Scalar("validate_utf8").Takes(TextOrBytes).Gives(DataType.String).Nullable().Fails().Compute(c => IsBinary(c) ? ValidatedBytes : SameText),
        Scalar("try_validate_utf8").Takes(TextOrBytes).Gives(DataType.String).Nullable().Compute(c => IsBinary(c) ? TriedBytes : SameText),
        Scalar("collate").Build(Collate),
        Scalar("collation").Build(s => s.Count != 1 ? throw s.WrongCount("1") : s[0].Type is StringType or NullType ? s.Rewrite(TypedLiteral.Of("SYSTEM.BUILTIN.UTF8_BINARY")) : throw s.Unexpected(0, ArgumentType.String)),
        Scalar("sentences").NotSupported("it follows Java's rules of where a sentence ends"),
    ];

    private static readonly Kernel OverlayText = new((Utf8 s, Utf8 by, int p, int n) => TextKernels.Overlay(s, by, p, n));
    private static readonly Kernel OverlayBytes = new((byte[] s, byte[] by, int p, int n) => TextKernels.OverlayBytes(s, by, p, n));
    private static readonly Kernel ReverseText = new((Utf8 s) => TextKernels.Reverse(s));
    private static readonly Kernel ValidText = new((Utf8 _) => true);
    private static readonly Kernel SameText = new((Utf8 s) => s);
    private static readonly Kernel ValidBytes = new((byte[] b) => System.Text.Unicode.Utf8.IsValid(b));
    private static readonly Kernel RepairedBytes = new((byte[] b) => Encoding.UTF8.GetString(b));
    private static readonly Kernel TriedBytes = new((byte[] b) => System.Text.Unicode.Utf8.IsValid(b) ? Encoding.UTF8.GetString(b) : null);
    private static readonly Kernel ValidatedBytes = new((byte[] b) => System.Text.Unicode.Utf8.IsValid(b) ? Encoding.UTF8.GetString(b)
        : throw new SparkException("INVALID_UTF8_STRING", $"Invalid UTF8 byte sequence found in string: {string.Concat(b.Select(x => $"\\x{x:X2}"))}."));

    private static readonly Kernel EltKernel = new((object?[] arguments) => arguments[0] is not int index ? null
        : index >= 1 && index < arguments.Length ? arguments[index]
        : throw new SparkException("INVALID_ARRAY_INDEX", $"The index {index} is out of bounds. The array has {arguments.Length - 1} elements. Use the SQL function `get()` to tolerate accessing element at invalid index and return NULL instead."),
        SeesNulls: true);

    private static readonly Kernel JoinKernel = new((object?[] arguments) => arguments[0] is not string separator ? null
        : string.Join(separator, arguments.Skip(1).SelectMany(a => a is object?[] items ? items : [a]).Where(a => a is not null)), SeesNulls: true);

    private static bool IsBinary(TypedCall c) => c.Arguments[0].Type is BinaryType;

    private static FunctionEntry Text(string name, Func<Utf8, Utf8> body, params string[] aliases) =>
        Scalar(name, aliases).Takes(ArgumentType.String).Gives(DataType.String).Compute(body);

    private static FunctionEntry Found(string name, string duckDb) => Scalar(name)
        .Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.Boolean).Sql($"{duckDb}({{0}}, {{1}})")
        .Takes(Binary, Binary).Gives(DataType.Boolean).Nullable().Compute(name switch
        {
            "contains" => (byte[] b, byte[] part) => b.AsSpan().IndexOf(part) >= 0,
            "startswith" => (byte[] b, byte[] part) => b.AsSpan().StartsWith(part),
            _ => (Func<byte[], byte[], bool>)((b, part) => b.AsSpan().EndsWith(part)),
        });

    private static FunctionEntry Pad(string name, FunctionEntry bytes, Delegate body) =>
        Scalar(name).Takes(ArgumentType.String, Int, ArgumentType.String).Defaults(" ").Gives(DataType.String).Compute(body)
            .Build(s => s.Count is 2 or 3 && s[0].Type is BinaryType && (s.Count == 2 || s[2].Type is BinaryType)
                ? s.Analyzer.BySignature(new CallSite(s.Analyzer, bytes, s.Name, s.Arguments, s.Span)) : s.Analyzer.BySignature(s));

    private static FunctionEntry BinaryPad(string name, bool left) =>
        Scalar(name).Takes(Binary, Int, Binary).Defaults(new Seq<byte>([0])).Gives(DataType.Binary).Compute((byte[] b, int n, byte[] pad) => TextKernels.PadBytes(b, n, pad, left));

    // trim(characters, text), as TRIM(characters FROM text) is read; btrim has them the other way round.
    private static FunctionEntry Trim(string name, string side, Delegate spaces, Delegate set) => Scalar(name)
        .Takes(ArgumentType.String).Gives(DataType.String).Compute(spaces)
        .Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.String).Compute(set)
        .Build(s => s.Analyzer.BySignature(s) is TypedCall { Arguments.Count: 2 } c ? c with { Pretty = $"TRIM({side} {PrettyName.Of(s[0])} FROM {PrettyName.Of(s[1])})" } : s.Analyzer.BySignature(s));

    private static TypedExpression Reverse(CallSite s) => s.Analyzer.BySignature(s);

    private static TypedExpression Mask(CallSite s)
    {
        var names = s.Function.Signatures[0].Names;
        for (var i = 1; i < Math.Min(s.Count, 5); i++)
        {
            if (!s[i].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `{names[i]}` should be a foldable \"STRING\" expression; however, got \"{PrettyName.Of(s[i])}\".");
            if (s.Constant(i, ArgumentType.String) is string text && text.EnumerateRunes().Count() != 1) throw s.Mismatch("INPUT_SIZE_NOT_ONE", $"Length of {names[i]} should be 1.");
        }
        return s.Analyzer.BySignature(s);
    }

    /// <summary>Bytes where all are bytes, arrays of what they meet in; all else becomes text.</summary>
    private static TypedExpression Concat(CallSite s)
    {
        var arguments = s.Arguments.ToList();
        if (arguments.Exists(a => a.Type != arguments[0].Type) && arguments.Exists(a => a.Type is not ArrayType))
            arguments = arguments.ConvertAll(a => a.Type is BinaryType && arguments.TrueForAll(b => b.Type is BinaryType) ? a : TypeCoercion.Implicit(a.Type, DataType.String) is null ? a : s.Cast(a, DataType.String));
        else if (arguments.Count > 0 && arguments[0].Type is not (ArrayType or BinaryType) && TypeCoercion.Implicit(arguments[0].Type, DataType.String) is not null)
            arguments = arguments.ConvertAll(a => s.Cast(a, DataType.String));
        for (var i = 0; i < arguments.Count; i++)
            if (arguments[i].Type is not (StringType or BinaryType or ArrayType)) throw s.Unexpected(i, OneOf(ArgumentType.String, Binary, ArgumentType.Array));
        var type = arguments.Count == 0 ? DataType.String : arguments.TrueForAll(a => a.Type is ArrayType) ? TypeCoercion.Wider(arguments.Select(a => a.Type)) : arguments.TrueForAll(a => a.Type == arguments[0].Type) ? arguments[0].Type : null;
        if (type is null) throw s.Mismatch("DATA_DIFF_TYPES", $"Input to `concat` should all be the same type, but it's ({string.Join(" or ", arguments.Select(a => $"\"{a.Type.Sql}\""))}).");
        return new TypedCall(s.Function, "concat", arguments.Select(a => s.Cast(a, type)).ToSeq(), type, arguments.Exists(a => a.Nullable)) { Pretty = PrettyName.Call("concat", s.Arguments), Span = s.Span };
    }

    private static string WriteConcat(ExpressionWriter w, TypedCall c)
    {
        if (c.Arguments.Count == 0) return "''";
        var written = c.Arguments.Select(w.Write).ToList();
        if (written.Count == 1) return written[0];
        if (c.Type is not ArrayType)
        {
            var text = $"({string.Join(" || ", written)})";
            // DuckDB gives a bare NULL for a constant one, which has no type.
            return c.Arguments.Any(a => a.Nullable && a.IsFoldable) ? $"CAST({text} AS {PhysicalTypes.Sql(c.Type)})" : text;
        }
        // list_concat takes a NULL list for an empty one.
        var nulls = c.Arguments.Zip(written).Where(a => a.First.Nullable).Select(a => $"{a.Second} IS NULL").ToList();
        var joined = written.Aggregate((a, b) => $"list_concat({a}, {b})");
        return nulls.Count == 0 ? joined : $"CASE WHEN {string.Join(" OR ", nulls)} THEN NULL ELSE {joined} END";
    }

    private static string WriteConcatWs(ExpressionWriter w, TypedCall c)
    {
        var arguments = c.Arguments.Select(w.Write).ToList();
        if (arguments.Count == 1) return $"CASE WHEN {arguments[0]} IS NOT NULL THEN '' END";
        return c.Arguments.Any(a => a.Type is ArrayType) ? w.Kernel("concat_ws", JoinKernel, DataType.String, c.Arguments) : $"concat_ws({string.Join(", ", arguments)})";
    }

    private static TypedExpression Elt(CallSite s)
    {
        if (s.Count < 2) throw s.WrongCount("> 1");
        var type = s.Arguments.Skip(1).All(a => a.Type is BinaryType) ? Binary : ArgumentType.String;
        var arguments = Enumerable.Range(0, s.Count).Select(i => s.Coerce(i, i == 0 ? Int : type)).ToSeq();
        return new TypedCall(s.Function, s.Name, arguments, arguments[1].Type, true) { Span = s.Span };
    }

    private static TypedExpression Collate(CallSite s)
    {
        if (s.Count != 2) throw s.WrongCount("2");
        if (s[0].Type is not StringType) throw s.Unexpected(0, ArgumentType.String);
        if (s.Constant(1, ArgumentType.String) is not string name) throw s.Mismatch("UNEXPECTED_NULL", "the collation must not be null.");
        return name.Equals("UTF8_BINARY", StringComparison.OrdinalIgnoreCase) ? s.Rewrite(s[0]) : throw s.Unsupported($"The collation {name}");
    }
}
