using System.Xml.Linq;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Policies;

/// <summary>The four switches that keep a bucket from being opened to everybody by mistake.</summary>
internal sealed record PublicAccessBlock(bool BlockPublicAcls, bool IgnorePublicAcls, bool BlockPublicPolicy, bool RestrictPublicBuckets)
{
    public const string Root = "PublicAccessBlockConfiguration";

    /// <summary>What a bucket without the setting has.</summary>
    public static readonly PublicAccessBlock None = new(false, false, false, false);

    /// <summary>What a new bucket has.</summary>
    public static readonly PublicAccessBlock All = new(true, true, true, true);

    /// <exception cref="S3Exception">MalformedXML.</exception>
    public static PublicAccessBlock Parse(XElement root)
    {
        return new(Flag(nameof(BlockPublicAcls)), Flag(nameof(IgnorePublicAcls)), Flag(nameof(BlockPublicPolicy)), Flag(nameof(RestrictPublicBuckets)));

        bool Flag(string name) => root.Text(name)?.Trim().ToLowerInvariant() switch
        {
            "true" => true,
            "false" or null => false,
            _ => throw new S3Exception(S3Error.MalformedXml),
        };
    }

    public XElement ToXml() => S3Xml.Element(Root, S3Xml.Element(nameof(BlockPublicAcls), BlockPublicAcls), S3Xml.Element(nameof(IgnorePublicAcls), IgnorePublicAcls),
        S3Xml.Element(nameof(BlockPublicPolicy), BlockPublicPolicy), S3Xml.Element(nameof(RestrictPublicBuckets), RestrictPublicBuckets));
}
