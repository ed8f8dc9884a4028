using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.ArgumentType;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>URLs.</summary>
internal static class UrlFunctions
{
    public static IEnumerable<FunctionEntry> All =>
    [
        Parse("parse_url", false).Fails(),
        Parse("try_parse_url", true),
        Scalar("url_encode").Takes(ArgumentType.String).Gives(DataType.String).Nullable().Compute((string s) => UrlText.Encode(s)),
        Scalar("url_decode").Takes(ArgumentType.String).Gives(DataType.String).Nullable().Fails().Compute((string s) => UrlText.Decode(s, false)),
        Scalar("try_url_decode").Takes(ArgumentType.String).Gives(DataType.String).Nullable().Compute((string s) => UrlText.Decode(s, true)),
    ];

    private static FunctionEntry Parse(string name, bool attempt) => Scalar(name)
        .Takes(ArgumentType.String, ArgumentType.String).Gives(DataType.String).Nullable().Compute((string url, string part) => UrlText.Part(url, part, null, attempt))
        .Takes(ArgumentType.String, ArgumentType.String, ArgumentType.String).Gives(DataType.String).Nullable().Compute((string url, string part, string key) => UrlText.Part(url, part, key, attempt));
}
