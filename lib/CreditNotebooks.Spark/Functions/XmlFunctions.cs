using System.Xml;
using System.Xml.XPath;
using CreditNotebooks.Spark.Analysis;
using CreditNotebooks.Spark.Types;
using static CreditNotebooks.Spark.Catalogue.FunctionEntry;

namespace CreditNotebooks.Spark.Catalogue;

/// <summary>XML in strings: XPath 1.0, which .NET and Java read alike.</summary>
internal static class XmlFunctions
{
    private const string Why = "reading and writing XML is not part of the embedded engine";

    public static IEnumerable<FunctionEntry> All =>
    [
        XPath("xpath", new ArrayType(DataType.String, false), new Kernel(object?[] (string xml, string path) => Nodes(xml, path)!)),
        XPath("xpath_string", DataType.String, new Kernel(string? (string xml, string path) => Find(xml, path, "string") as string)),
        XPath("xpath_boolean", DataType.Boolean, new Kernel(bool? (string xml, string path) => Find(xml, path, "boolean") as bool?)),
        XPath("xpath_double", DataType.Double, new Kernel(double? (string xml, string path) => Find(xml, path, "number") as double?), "xpath_number"),
        XPath("xpath_float", DataType.Float, new Kernel(float? (string xml, string path) => Find(xml, path, "number") is double d ? (float)d : null)),
        XPath("xpath_int", DataType.Integer, new Kernel(int? (string xml, string path) => Find(xml, path, "number") is double d ? Whole(d) : null)),
        XPath("xpath_long", DataType.Long, new Kernel(long? (string xml, string path) => Find(xml, path, "number") is double d ? double.IsNaN(d) ? 0 : (long)Math.Clamp(d, long.MinValue, long.MaxValue) : null)),
        XPath("xpath_short", DataType.Short, new Kernel(short? (string xml, string path) => Find(xml, path, "number") is double d ? unchecked((short)Whole(d)) : null)),
        Scalar("from_xml").NotSupported(Why), Scalar("to_xml").NotSupported(Why), Scalar("schema_of_xml").NotSupported(Why),
    ];

    private static FunctionEntry XPath(string name, DataType result, Kernel kernel, params string[] aliases) => Scalar(name, aliases).Fails().Build(s =>
    {
        s.Need(2);
        var (xml, path) = (s.Coerce(0, ArgumentType.String), s.Coerce(1, ArgumentType.String));
        if (!path.IsFoldable) throw s.Mismatch("NON_FOLDABLE_INPUT", $"the input `path` should be a foldable \"STRING\" expression; however, got \"{PrettyName.Of(path)}\".");
        return s.Typed(result, true, xml, path);
    }).Calls((w, c) => w.Kernel(name, kernel, result, c.Arguments));

    // As Java casts a double.
    private static int Whole(double d) => double.IsNaN(d) ? 0 : (int)Math.Clamp(d, int.MinValue, int.MaxValue);

    private static object?[]? Nodes(string xml, string path)
    {
        if (Navigator(xml, path) is not { } navigator) return null;
        var found = Evaluate(path, () => navigator.Evaluate(path)) as XPathNodeIterator ?? throw SparkException.Unsupported($"The path '{path}', which gives no nodes");
        // An element has no value of its own in Java's tree.
        return found.Cast<XPathNavigator>().Select(object? (n) => n.NodeType is XPathNodeType.Element or XPathNodeType.Root ? null : n.Value).ToArray();
    }

    private static object? Find(string xml, string path, string conversion) =>
        Navigator(xml, path) is not { } navigator ? null : Evaluate(path, () => navigator.Evaluate($"{conversion}({path})"));

    private static XPathNavigator? Navigator(string xml, string path)
    {
        if (xml.Length == 0 || path.Length == 0) return null;
        if (xml.Contains("<![CDATA[", StringComparison.Ordinal) || xml.Contains("<!DOCTYPE", StringComparison.Ordinal) || xml.Contains("xmlns", StringComparison.Ordinal))
            throw SparkException.Unsupported("XPath over XML with CDATA, a DOCTYPE or namespaces");
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return new XPathDocument(reader, XmlSpace.Preserve).CreateNavigator();
        }
        catch (XmlException e)
        {
            throw new SparkException("INVALID_XML", $"The text is no XML document: {e.Message}", e);
        }
    }

    private static object Evaluate(string path, Func<object> evaluate)
    {
        try
        {
            return evaluate();
        }
        catch (Exception e) when (e is XPathException or ArgumentException)
        {
            throw new SparkException("INVALID_XPATH", $"The path '{path}' is no XPath: {e.Message}", e);
        }
    }
}
