namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Text and bytes in other forms: base64, hex, url_encode, encode, compress.</summary>
internal static class EncodingFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
