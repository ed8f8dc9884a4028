using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace CreditNotebooks.LocalS3.Requests;

/// <summary>Documents as S3 reads and writes them.</summary>
internal static class S3Xml
{
    public static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
    private const int DeepestDocument = 32;
    private static readonly XNamespace Schema = "http://www.w3.org/2001/XMLSchema-instance";

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    /// <summary>An element when there is a value, else nothing.</summary>
    public static XElement? Optional(string name, string? value) => value is null ? null : Element(name, value);

    public static string Time(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static XElement Owner(string name, string id, string display) =>
        Element(name, Element("ID", id), Element("DisplayName", display));

    public static XElement CanonicalUser(string id, string display) => Element("Grantee",
        new XAttribute(XNamespace.Xmlns + "xsi", Schema.NamespaceName), new XAttribute(Schema + "type", "CanonicalUser"), Element("ID", id),
            Element("DisplayName", display));

    /// <summary>Keys may hold characters that XML 1.0 has not; as S3 does, they are written as references.</summary>
    public static byte[] Write(XElement root)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer,
            new() { Encoding = new UTF8Encoding(false), CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize }))
        {
            root.Save(writer);
        }
        return buffer.ToArray();
    }

    public static async Task AnswerAsync(HttpResponse response, XElement root, int status = 200)
    {
        var bytes = Write(root);
        response.StatusCode = status;
        response.ContentType = "application/xml";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes).ConfigureAwait(false);
    }

    /// <summary>A document of the given root.</summary>
    /// <exception cref="S3Exception">MalformedXML.</exception>
    public static XElement Parse(byte[] document, string root)
    {
        try
        {
            CheckDepth(document);
            using var reader = Reader(document);
            var element = XElement.Load(reader);
            return element.Name.LocalName == root ? element : throw new S3Exception(S3Error.MalformedXml);
        }
        catch (Exception e) when (e is XmlException or ArgumentException or InvalidOperationException)
        {
            throw new S3Exception(S3Error.MalformedXml);
        }
    }

    /// <summary>The children of that name, in whatever namespace the client wrote them.</summary>
    private static XmlReader Reader(byte[] document) => XmlReader.Create(new MemoryStream(document),
        new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false, IgnoreWhitespace = false });

    // S3's documents are flat; the time and the stack that a deep one takes are an attack.
    private static void CheckDepth(byte[] document)
    {
        using var reader = Reader(document);
        while (reader.Read())
        {
            if (reader.Depth > DeepestDocument) throw new S3Exception(S3Error.MalformedXml);
        }
    }

    public static IEnumerable<XElement> Children(this XElement element, string name) =>
        element.Elements().Where(e => e.Name.LocalName == name);

    public static XElement? Child(this XElement element, string name) => element.Children(name).FirstOrDefault();

    public static string? Text(this XElement element, string name) => element.Child(name)?.Value;
}
