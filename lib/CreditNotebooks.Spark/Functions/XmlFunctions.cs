namespace CreditNotebooks.Spark.Catalogue;

/// <summary>XML text and XPath.</summary>
internal static class XmlFunctions
{
    public static IEnumerable<FunctionEntry> All => [];
}
