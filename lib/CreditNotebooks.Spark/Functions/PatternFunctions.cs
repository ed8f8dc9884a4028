using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using CreditNotebooks.Spark.Writing;
using static CreditNotebooks.Spark.Catalogue.ArgumentType;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>LIKE and regular expressions.</summary>
internal static class PatternFunctions
{
    private static readonly Kernel LikeKernel = new((Utf8 s, Utf8 p) => LikePattern.Matches(s, p, "\\"u8));
    private static readonly Kernel EscapedLikeKernel = new((Utf8 s, Utf8 p, Utf8 escape) => LikePattern.Matches(s, p, escape.Bytes));

    // Where the pattern is a constant without a mistake, nothing fails, and no order has to be kept.
    private static readonly FunctionEntry SafeLike = Scalar("like").Calls(WriteLike);
    private static readonly FunctionEntry SafeRegex = Scalar("regexp");

    public static IEnumerable<FunctionEntry> All =>
    [
        Scalar("like").Fails()
            .Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.Boolean)
            .Takes(ArgumentType.String, ArgumentType.String, ArgumentType.String).Gives(DataType.Boolean)
            .Build(Like).Calls(WriteLike),
        Scalar("ilike").Fails().Build(ILike),
        Regex("rlike", "regexp", "regexp_like").Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.Boolean)
            .Compute((Utf8 s, Utf8 p) => RegexKernels.IsMatch(s, p)),
        Regex("regexp_extract").Takes(ArgumentType.String, ArgumentType.String, Int).Defaults(1).Gives(DataType.String)
            .Compute((Utf8 s, Utf8 p, int group) => RegexKernels.Extract(s, p, group)),
        Regex("regexp_extract_all").Takes(ArgumentType.String, ArgumentType.String, Int).Defaults(1).Gives(new ArrayType(DataType.String))
            .Compute((Utf8 s, Utf8 p, int group) => RegexKernels.ExtractAll(s, p, group)),
        Regex("regexp_replace").Takes(ArgumentType.String, ArgumentType.String, ArgumentType.String, Int).Defaults(1).Gives(DataType.String)
            .Compute((Utf8 s, Utf8 p, Utf8 by, int from) => RegexKernels.Replace(s, p, by, from)),
        Regex("regexp_count").Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.Integer).Compute((Utf8 s, Utf8 p) => RegexKernels.Count(s, p)),
        Regex("regexp_instr").Takes(ArgumentType.String, ArgumentType.String, Int).Defaults(0).Gives(DataType.Integer)
            .Compute((Utf8 s, Utf8 p, int _) => RegexKernels.Position(s, p)),
        Regex("regexp_substr").Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.String).Nullable()
            .Compute((Utf8 s, Utf8 p) => RegexKernels.FirstNotEmpty(s, p)),
        Regex("split").Takes(ArgumentType.String, ArgumentType.String, Int).Defaults(-1).Gives(new ArrayType(DataType.String, false))
            .Compute((Utf8 s, Utf8 p, int limit) => RegexKernels.Split(s, p, limit)),
    ];

    private static FunctionEntry Regex(string name, params string[] aliases) => Scalar(name, aliases).Fails().Build(BuildRegex);

    private static TypedExpression Like(CallSite s)
    {
        var call = (TypedCall)s.Analyzer.BySignature(s);
        var escape = "\\";
        if (s.Count == 3)
        {
            escape = s[2] is TypedLiteral { Value: string text } && text.EnumerateRunes().Count() == 1 ? text
                : throw new SparkException("INVALID_ESCAPE_CHAR", $"`EscapeChar` should be a string literal of length one, but got \"{PrettyName.Of(s[2])}\".", s.Span);
        }
        var pretty = $"{PrettyName.Of(s[0])} LIKE {PrettyName.Of(s[1])}{(escape == "\\" ? "" : $" ESCAPE '{escape}'")}";
        return call with { Function = IsSafe(call.Arguments[1], escape) ? SafeLike : call.Function, Pretty = pretty };
    }

    private static bool IsSafe(TypedExpression pattern, string escape)
    {
        if (pattern is not TypedLiteral literal) return false;
        try
        {
            if (literal.Value is string text) LikePattern.Check(text, escape);
            return true;
        }
        catch (SparkException)
        {
            return false;
        }
    }

    private static TypedExpression ILike(CallSite s)
    {
        if (s.Count is not (2 or 3)) throw s.WrongCount("[2, 3]");
        var (text, pattern) = (s.Coerce(0, ArgumentType.String), s.Coerce(1, ArgumentType.String));
        // A constant pattern stays one.
        var lowered = s.Invoke("lower", pattern) is var call && pattern is TypedLiteral { Value: string } ? s.Analyzer.Fold(call) : call;
        var like = s.Count == 2 ? s.Invoke("like", s.Invoke("lower", text), lowered) : s.Invoke("like", s.Invoke("lower", text), lowered, s[2]);
        return (TypedCall)like with { Pretty = $"ilike({PrettyName.Of(s[0])}, {PrettyName.Of(s[1])})" };
    }

    private static string WriteLike(ExpressionWriter w, TypedCall c)
    {
        var text = w.Write(c.Arguments[0]);
        if (c.Arguments is [_, TypedLiteral { Value: string pattern }] && Simple(text, pattern) is { } simple) return simple;
        return w.Kernel("like", c.Arguments.Count == 2 ? LikeKernel : EscapedLikeKernel, DataType.Boolean, c.Arguments);
    }

    // Patterns with % at their ends only are what DuckDB has functions for.
    private static string? Simple(string text, string pattern)
    {
        if (pattern.AsSpan().IndexOfAny('_', '\\') >= 0) return null;
        var (starts, ends) = (pattern.StartsWith('%'), pattern.Length > 1 && pattern.EndsWith('%'));
        var inner = pattern[(starts ? 1 : 0)..(ends ? pattern.Length - 1 : pattern.Length)];
        if (inner.Contains('%') || inner.Length == 0) return null;
        var constant = DuckDbText.String(inner);
        return (starts, ends) switch
        {
            (true, true) => $"contains({text}, {constant})",
            (true, false) => $"suffix({text}, {constant})",
            (false, true) => $"starts_with({text}, {constant})",
            _ => $"({text} = {constant})",
        };
    }

    private static TypedExpression BuildRegex(CallSite s)
    {
        if (s.Function.Name == "regexp_replace" && s.Count == 4)
        {
            if (!s[3].IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `position` should be a foldable \"INT\" expression; however, got \"{PrettyName.Of(s[3])}\".");
            if (s.Constant(3, Int) is int and <= 0 and var position) throw s.Mismatch("VALUE_OUT_OF_RANGE", $"The position must be between (0, {int.MaxValue}] (current value = {position}).");
        }
        var call = (TypedCall)s.Analyzer.BySignature(s);
        if (s.Function.Name == "rlike") call = call with { Pretty = PrettyName.Call(s.Call is null ? "RLIKE" : s.Name.ToUpperInvariant(), s.Arguments) };
        return CannotFail(call, s) ? call with { Function = SafeRegex } : call;
    }

    /// <summary>Whether the constants in the call leave nothing that may fail. A constant pattern that has no translation is refused here, where it stands.</summary>
    private static bool CannotFail(TypedCall call, CallSite s)
    {
        if (call.Arguments[1] is not TypedLiteral { Value: var value }) return false;
        if (value is not string pattern) return true;
        int groups;
        try
        {
            groups = JavaRegexParser.Parse(pattern).Parser.Groups;
        }
        catch (SparkException e) when (e.Condition == "UNSUPPORTED_FEATURE")
        {
            throw e.At(s.Span);
        }
        catch (SparkException)
        {
            return false;
        }
        return call.Function.Name switch
        {
            "regexp_extract" or "regexp_extract_all" => call.Arguments[2] is TypedLiteral { Value: int group } && group >= 0 && group <= groups,
            "regexp_replace" => call.Arguments[2] is TypedLiteral { Value: string by } && !by.Contains('$') && !by.Contains('\\'),
            _ => true,
        };
    }
}
