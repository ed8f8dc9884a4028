using System.Xml.Linq;
using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>The lists of a bucket's objects and their versions.</summary>
internal static class ListOperations
{
    private const int MostKeys = 1000;

    public static Task ObjectsAsync(S3Call call)
    {
        var list = new Listing(call);
        var marker = call.Request.Query["marker"] ?? "";
        var page = list.Keys.Objects(marker, pastPrefix: true, list.Most);
        // Without a delimiter the last key is where a client goes on.
        var next = page.IsTruncated && list.Delimiter is not null ? page.Items[^1].Name : null;
        return call.AnswerAsync(list.Answer("ListBucketResult", page, line => list.Contents("Contents", line, withOwner: true),
            Element("Marker", list.Encode(marker)), Optional("NextMarker", next is null ? null : list.Encode(next)), Element("MaxKeys", list.Asked)));
    }

    public static Task ObjectsV2Async(S3Call call)
    {
        if (call.Request.Query["list-type"] is not "2") throw S3Exception.Argument("Invalid List Type specified in Request", "list-type", call.Request.Query["list-type"] ?? "");
        var list = new Listing(call);
        var token = call.Request.Query["continuation-token"];
        if (token is "") throw S3Exception.Argument("The continuation token provided is incorrect", "continuation-token", "");
        var startAfter = call.Request.Query["start-after"];
        var page = token is null
            ? list.Keys.Objects(startAfter ?? "", pastPrefix: false, list.Most)
            : list.Keys.Objects(ContinuationToken.Read(token), pastPrefix: true, list.Most);
        var withOwner = call.Request.Query["fetch-owner"] is "true";
        return call.AnswerAsync(list.Answer("ListBucketResult", page, line => list.Contents("Contents", line, withOwner),
            Element("MaxKeys", list.Asked), Element("KeyCount", page.Items.Count), Optional("ContinuationToken", token),
            page.IsTruncated ? Element("NextContinuationToken", ContinuationToken.Write(page.Items[^1].Name)) : null,
            startAfter is { Length: > 0 } ? Element("StartAfter", list.Encode(startAfter)) : null));
    }

    public static Task VersionsAsync(S3Call call)
    {
        var list = new Listing(call);
        var keyMarker = call.Request.Query["key-marker"] ?? "";
        var versionMarker = call.Request.Query["version-id-marker"] is { Length: > 0 } id ? S3Call.CheckVersionId(id) : null;
        if (versionMarker is not null && keyMarker.Length == 0)
        {
            throw S3Exception.Argument("A version-id marker cannot be specified without a key marker.", "version-id-marker", versionMarker);
        }
        var page = list.Keys.Versions(keyMarker, versionMarker, list.Most);
        var last = page.IsTruncated ? page.Items[^1] : null;
        return call.AnswerAsync(list.Answer("ListVersionsResult", page, list.Version,
            Element("KeyMarker", list.Encode(keyMarker)), Element("VersionIdMarker", versionMarker),
            last is null ? null : Element("NextKeyMarker", list.Encode(last.Name)),
            last?.Version is { } version ? Element("NextVersionIdMarker", version.VersionId) : null, Element("MaxKeys", list.Asked)));
    }

    /// <summary>What the three lists have in common.</summary>
    private sealed class Listing
    {
        private readonly string _bucket;
        private readonly string _prefix;
        private readonly bool _encodes;

        public Listing(S3Call call)
        {
            var query = call.Request.Query;
            _bucket = call.Bucket.Name;
            _prefix = query["prefix"] ?? "";
            Delimiter = query["delimiter"] is { Length: > 0 } delimiter ? delimiter : null;
            _encodes = EncodingType.IsUrl(query);
            Asked = query.Number("max-keys", MostKeys, 0, int.MaxValue);
            Keys = new(call.Bucket.State.Keys, _prefix, Delimiter);
        }

        public KeyListing Keys { get; }
        public string? Delimiter { get; }
        public int Asked { get; }
        public int Most => Math.Min(Asked, MostKeys);

        public string Encode(string text) => _encodes ? UriText.Encode(text, keepSlash: true) : text;

        public XElement Answer(string root, ListedPage page, Func<ListedItem, XElement> lineOf, params XElement?[] paging) => Element(root,
            Element("Name", _bucket), Element("Prefix", Encode(_prefix)), paging, Optional("Delimiter", Delimiter is null ? null : Encode(Delimiter)),
            _encodes ? Element("EncodingType", "url") : null, Element("IsTruncated", page.IsTruncated),
            page.Items.Where(i => i.Version is not null).Select(lineOf),
            page.Items.Where(i => i.Version is null).Select(i => Element("CommonPrefixes", Element("Prefix", Encode(i.Name)))));

        public XElement Contents(string name, ListedItem item, bool withOwner) => Element(name, Element("Key", Encode(item.Name)), Facts(item.Version!), withOwner ? OwnerElement() : null);

        public XElement Version(ListedItem item) => Element(item.Version!.IsDeleteMarker ? "DeleteMarker" : "Version",
            Element("Key", Encode(item.Name)), Element("VersionId", item.Version.VersionId), Element("IsLatest", item.IsLatest),
            item.Version.IsDeleteMarker ? Element("LastModified", Time(item.Version.LastModified)) : Facts(item.Version), OwnerElement());

        private static XElement OwnerElement() => Owner("Owner", Caller.CanonicalId, Caller.DisplayName);

        private static IEnumerable<XElement?> Facts(ObjectVersion version) =>
        [
            Element("LastModified", Time(version.LastModified)), Element("ETag", $"\"{version.ETag}\""),
            version.Checksum is { } checksum ? Element("ChecksumAlgorithm", checksum.Algorithm) : null,
            version.Checksum is { } typed ? Element("ChecksumType", typed.Type) : null,
            Element("Size", version.Size), Element("StorageClass", version.StorageClass),
        ];
    }
}

/// <summary>Whether names in a list are to be percent-encoded.</summary>
internal static class EncodingType
{
    /// <exception cref="S3Exception">InvalidArgument: another encoding than <c>url</c>.</exception>
    public static bool IsUrl(S3Query query) => query["encoding-type"] switch
    {
        null => false,
        "url" => true,
        var other => throw S3Exception.Argument("Invalid Encoding Method specified in Request", "encoding-type", other),
    };
}
