namespace CreditNotebooks.Spark.Types;

/// <summary>How Spark SQL writes names.</summary>
internal static class Identifier
{
    /// <summary>A name as it stands where it is plain, else in back quotes: Spark's <c>quoteIfNeeded</c>.</summary>
    public static string Quote(string name) => IsPlain(name) ? name : QuoteAlways(name);

    public static string QuoteAlways(string name) => $"`{name.Replace("`", "``")}`";

    public static string QuoteAlways(IEnumerable<string> parts) => string.Join(".", parts.Select(QuoteAlways));

    private static bool IsPlain(string name) =>
        name.Length > 0 && !name.All(char.IsAsciiDigit) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
