using System.Collections.Immutable;
using System.Xml.Linq;
using CreditNotebooks.LocalS3.Requests;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>Tags: as a document, and as the header <c>x-amz-tagging</c>.</summary>
internal static class TagSet
{
    public const int MostObjectTags = 10;

    public static List<(string Key, string Value)> Pairs(XElement tagging)
    {
        var set = tagging.Child("TagSet") ?? throw new S3Exception(S3Error.MalformedXml);
        return [.. set.Children("Tag").Select(t => (t.Text("Key") ?? throw new S3Exception(S3Error.MalformedXml), t.Text("Value") ?? throw new S3Exception(S3Error.MalformedXml)))];
    }

    /// <exception cref="S3Exception">InvalidTag or InvalidArgument.</exception>
    public static ImmutableSortedDictionary<string, string> OfHeader(string? header)
    {
        if (header is null) return ImmutableSortedDictionary<string, string>.Empty;
        var query = S3Query.Parse(header);
        var names = query.Names.ToList();
        return Check([.. names.Select(n => (n, query[n] ?? ""))], MostObjectTags);
    }

    /// <exception cref="S3Exception">InvalidTag: too long, twice, or reserved. BadRequest: too many.</exception>
    public static ImmutableSortedDictionary<string, string> Check(IReadOnlyList<(string Key, string Value)> pairs, int most)
    {
        if (pairs.Count > most) throw new S3Exception(new("BadRequest", 400, $"Object tags cannot be greater than {most}"));
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            if (key.Length is 0 or > 128) throw new S3Exception(S3Error.InvalidTag, "The TagKey you have provided is invalid") { Details = [("TagKey", key)] };
            if (value.Length > 256) throw new S3Exception(S3Error.InvalidTag, "The TagValue you have provided is invalid") { Details = [("TagKey", key), ("TagValue", value)] };
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw new S3Exception(S3Error.InvalidTag, "System tags cannot be added/updated by requester");
            if (!tags.TryAdd(key, value)) throw new S3Exception(S3Error.InvalidTag, "Cannot provide multiple Tags with the same key") { Details = [("TagKey", key)] };
        }
        return tags.ToImmutable();
    }
}
