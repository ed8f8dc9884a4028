using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Sources;
using CreditNotebooks.Spark.Types;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>The options of functions that read and write JSON and CSV: a call of <c>map()</c> with constant strings.</summary>
internal sealed record FunctionOptions(Seq<KeyValuePair<string, string>> Pairs)
{
    public SourceOptions Source => new(Pairs);

    public static FunctionOptions At(CallSite s, int index)
    {
        if (index >= s.Count) return new FunctionOptions([]);
        if (s[index] is not TypedCall { Function.Name: "map" } map) throw new SparkException("INVALID_OPTIONS.NON_MAP_FUNCTION", "Invalid options: Must use the `map()` function for options.", s.Span);
        if (map.Type is not MapType { KeyType: StringType, ValueType: StringType })
            throw new SparkException("INVALID_OPTIONS.NON_STRING_TYPE", $"Invalid options: A type of keys and values in `map()` must be string, but got \"{map.Type.Sql}\".", s.Span);
        var texts = map.Arguments.Select(a => s.Analyzer.Fold(a) is TypedLiteral { Value: string text } ? text : throw s.Unsupported("An option that is no constant")).ToList();
        return new FunctionOptions(texts.Chunk(2).Select(p => KeyValuePair.Create(p[0], p[1])).ToSeq());
    }

    public void RefuseDropMalformed(CallSite s)
    {
        if (Source.Mode() == ParseMode.DropMalformed)
            throw new SparkException("PARSE_MODE_UNSUPPORTED", $"The function `{s.Name}` doesn't support the DROPMALFORMED mode. Acceptable modes are PERMISSIVE and FAILFAST.", s.Span);
    }
}
