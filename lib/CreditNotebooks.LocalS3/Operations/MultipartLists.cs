using CreditNotebooks.LocalS3.Access;
using CreditNotebooks.LocalS3.Checksums;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>The lists of uploads in parts that have begun, and of an upload's parts.</summary>
internal static class MultipartLists
{
    private const int MostLines = 1000;

    public static Task PartsAsync(S3Call call)
    {
        var upload = MultipartOperations.Find(call);
        var query = call.Request.Query;
        var most = Math.Min(query.Number("max-parts", MostLines, 0, int.MaxValue), MostLines);
        var marker = query.Number("part-number-marker", 0, 0, int.MaxValue);
        var parts = upload.Parts.Values.Where(p => p.Number > marker).Take(most + 1).ToList();
        var isTruncated = most > 0 && parts.Count > most;
        var shown = parts.Take(most).ToList();
        var encodes = EncodingType.IsUrl(query);
        return call.AnswerAsync(Element("ListPartsResult",
            Element("Bucket", call.Request.Bucket), Element("Key", encodes ? UriText.Encode(upload.Key, keepSlash: true) : upload.Key), Element("UploadId", upload.Id),
            Owner("Initiator", Caller.CanonicalId, Caller.DisplayName), Owner("Owner", Caller.CanonicalId, Caller.DisplayName), Element("StorageClass", upload.Template.StorageClass),
            Element("PartNumberMarker", marker), Element("NextPartNumberMarker", shown is [.., var last] ? last.Number : 0), Element("MaxParts", most), Element("IsTruncated", isTruncated),
            Optional("ChecksumAlgorithm", upload.ChecksumAlgorithm), Optional("ChecksumType", upload.ChecksumType),
            shown.Select(p => Element("Part", Element("PartNumber", p.Number), Element("LastModified", Time(p.LastModified)), Element("ETag", $"\"{p.ETag}\""), Element("Size", p.Size),
                p.Checksum is { } c ? Element(ChecksumAlgorithm.Find(c.Algorithm)!.Element, c.Value) : null))));
    }

    public static Task UploadsAsync(S3Call call)
    {
        var query = call.Request.Query;
        var prefix = query["prefix"] ?? "";
        var delimiter = query["delimiter"] is { Length: > 0 } text ? text : null;
        var (keyMarker, idMarker) = (query["key-marker"] ?? "", query["upload-id-marker"] ?? "");
        var most = Math.Min(query.Number("max-uploads", MostLines, 0, int.MaxValue), MostLines);
        var encodes = EncodingType.IsUrl(query);
        string Encode(string name) => encodes ? UriText.Encode(name, keepSlash: true) : name;

        // A line is an upload, or what several keys begin with.
        var lines = call.Bucket.State.Uploads.Where(u => u.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(u => u.Key, KeyOrder.Instance).ThenBy(u => u.Id, StringComparer.Ordinal)
            .Select(u => (Upload: u, Common: KeyListing.CommonPrefix(u.Key, prefix, delimiter)))
            .Where(l => IsBehind(l.Common ?? l.Upload.Key, l.Common is null ? l.Upload.Id : null))
            .DistinctBy(l => l.Common ?? l.Upload.Id).Take(most + 1).ToList();
        var isTruncated = most > 0 && lines.Count > most;
        var shown = lines.Take(most).ToList();
        return call.AnswerAsync(Element("ListMultipartUploadsResult",
            Element("Bucket", call.Request.Bucket), Element("KeyMarker", Encode(keyMarker)), Element("UploadIdMarker", idMarker),
            isTruncated ? Element("NextKeyMarker", Encode(shown[^1].Common ?? shown[^1].Upload.Key)) : null,
            isTruncated ? Element("NextUploadIdMarker", shown[^1].Common is null ? shown[^1].Upload.Id : "") : null,
            delimiter is null ? null : Element("Delimiter", Encode(delimiter)), Element("Prefix", Encode(prefix)), encodes ? Element("EncodingType", "url") : null,
            Element("MaxUploads", most), Element("IsTruncated", isTruncated),
            shown.Where(l => l.Common is null).Select(l => Element("Upload", Element("Key", Encode(l.Upload.Key)), Element("UploadId", l.Upload.Id),
                Owner("Initiator", Caller.CanonicalId, Caller.DisplayName), Owner("Owner", Caller.CanonicalId, Caller.DisplayName),
                Element("StorageClass", l.Upload.Template.StorageClass), Element("Initiated", Time(l.Upload.Started)),
                Optional("ChecksumAlgorithm", l.Upload.ChecksumAlgorithm), Optional("ChecksumType", l.Upload.ChecksumType))),
            shown.Where(l => l.Common is not null).Select(l => Element("CommonPrefixes", Element("Prefix", Encode(l.Common!))))));

        bool IsBehind(string name, string? id)
        {
            if (keyMarker.Length == 0) return true;
            var order = KeyOrder.Instance.Compare(name, keyMarker);
            return order > 0 || (order == 0 && id is not null && idMarker.Length > 0 && string.CompareOrdinal(id, idMarker) > 0);
        }
    }
}
