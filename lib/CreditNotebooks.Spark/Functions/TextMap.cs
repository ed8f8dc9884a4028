using System.Text;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary><c>str_to_map</c>.</summary>
internal static class TextMap
{
    private const string Special = @"\[](){}.*+?^$|#";

    private static readonly Kernel Fails = new(MapValue (string text, string pairs, string keys) => Read(text, pairs, keys, false));
    private static readonly Kernel LastWins = new(MapValue (string text, string pairs, string keys) => Read(text, pairs, keys, true));

    public static readonly FunctionEntry StrToMap = Scalar("str_to_map").Fails().Build(s =>
    {
        s.NeedOneOf(1, 3);
        var text = s.Coerce(0, ArgumentType.String);
        var pairs = s.Count > 1 ? s.Coerce(1, ArgumentType.String) : TypedLiteral.Of(",");
        var keys = s.Count > 2 ? s.Coerce(2, ArgumentType.String) : TypedLiteral.Of(":");
        return s.Typed(new MapType(DataType.String, DataType.String), text.Nullable || pairs.Nullable || keys.Nullable, text, pairs, keys)
            with { Pretty = $"{s.Name}({PrettyName.Of(s[0])}, {PrettyName.Of(pairs)}, {PrettyName.Of(keys)})" };
    }).Calls((w, c) => w.Kernel("str_to_map", MapBuilder.KeepsLast(w.Context) ? LastWins : Fails, c.Type, c.Arguments));

    private static MapValue Read(string text, string pairDelimiter, string keyDelimiter, bool lastWins)
    {
        var pairs = Split(text, pairDelimiter, -1).Select(p => Split(p, keyDelimiter, 2)).ToList();
        return MapBuilder.Of(pairs.Select(object? (p) => p[0]).ToArray(), pairs.Select(object? (p) => p.Count > 1 ? p[1] : null).ToArray(), lastWins);
    }

    private static List<string> Split(string text, string pattern, int limit)
    {
        // The delimiters are regular expressions; most are plain text.
        if (pattern.Length > 0 && !pattern.AsSpan().ContainsAny(Special)) return text.Split(pattern, limit < 0 ? int.MaxValue : limit).ToList();
        var (characters, expression) = (Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(pattern));
        unsafe
        {
            fixed (byte* c = characters, e = expression)
                return RegexKernels.Split(new Utf8(c, characters.Length), new Utf8(e, expression.Length), limit).Select(p => (string)p!).ToList();
        }
    }
}
