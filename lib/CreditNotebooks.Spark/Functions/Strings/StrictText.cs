using System.Text;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>Bytes as text. Spark keeps bytes in a STRING that are no UTF-8; this engine cannot, and says so rather than change them.</summary>
internal static class StrictText
{
    public static string Of(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes)
        : throw SparkException.Unsupported("A STRING of bytes that are not valid UTF-8 (make_valid_utf8 and decode repair them)");
}
