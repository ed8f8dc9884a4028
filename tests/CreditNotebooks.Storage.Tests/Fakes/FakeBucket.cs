using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace CreditNotebooks.Storage.Tests.Fakes;

internal sealed record FakeObject(byte[] Content, string ETag, Dictionary<string, string> Metadata);

/// <summary>As much of S3 as the store uses, on a dictionary. Listings have pages of three lines.</summary>
internal sealed class FakeBucket
{
    private const int LinesOfPage = 3;

    private readonly Lock _lock = new();

    public string Name { get; } = "bucket";

    /// <summary>False for an endpoint that overwrites whatever the conditions say.</summary>
    public bool KeepsConditions { get; init; } = true;

    /// <summary>Something to do to the objects after the next request that reads.</summary>
    public Action? AfterRead { get; set; }

    public SortedDictionary<string, FakeObject> Objects { get; } = new(Comparer<string>.Create(
        (x, y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))));

    public Dictionary<string, (Dictionary<string, string> Metadata, SortedDictionary<int, byte[]> Parts)> Uploads { get; } = [];

    public void Put(string key, byte[] content)
    {
        lock (_lock) Objects[key] = new FakeObject(content, Convert.ToHexStringLower(MD5.HashData(content)), []);
    }

    public void Remove(string key)
    {
        lock (_lock) Objects.Remove(key);
    }

    public FakeAnswer Answer(FakeRequest request)
    {
        lock (_lock)
        {
            if (request.Bucket != Name) return FakeAnswer.Error(404, "NoSuchBucket");
            return request switch
            {
                { Key: "", Method: "GET" } => List(request),
                { Key: "", Method: "POST" } => DeleteMany(request),
                { Method: "POST" } when request.Query.ContainsKey("uploads") => Start(request),
                { Method: "POST" } => Complete(request),
                { Method: "PUT", IsPart: true } => Part(request),
                { Method: "PUT" } when request.Header("x-amz-copy-source") is { } source => Copy(request, source),
                { Method: "PUT" } => Write(request, request.Body, MetadataOf(request)),
                { Method: "DELETE" } => Delete(request),
                { Method: "GET" or "HEAD" } => Read(request),
                _ => FakeAnswer.Error(501, "NotImplemented"),
            };
        }
    }

    private FakeAnswer Read(FakeRequest request)
    {
        if (!Objects.TryGetValue(request.Key, out var found)) return FakeAnswer.Error(404, "NoSuchKey") is var no
            && request.Method == "HEAD" ? no with { Body = [] } : no;
        if (request.Header("If-Match") is { } wanted && wanted.Trim('"') != found.ETag) return FakeAnswer.Error(412, "PreconditionFailed");
        var headers = new Dictionary<string,
            string> { ["ETag"] = $"\"{found.ETag}\"", ["Last-Modified"] = "Tue, 03 Mar 2026 10:00:00 GMT" };
        foreach (var (name, value) in found.Metadata) headers["x-amz-meta-" + name] = value;
        var (status, content) = (200, found.Content);
        if (request.Header("Range") is { } range)
        {
            var ends = range["bytes=".Length..].Split('-');
            var first = long.Parse(ends[0], CultureInfo.InvariantCulture);
            if (first >= content.Length) return FakeAnswer.Error(416, "InvalidRange");
            var last = ends[1].Length == 0 ? content.Length - 1
                : Math.Min(content.Length - 1, long.Parse(ends[1], CultureInfo.InvariantCulture));
            headers["Content-Range"] = $"bytes {first}-{last}/{content.Length}";
            (status, content) = (206, content[(int)first..(int)(last + 1)]);
        }

        AfterRead?.Invoke();
        AfterRead = null;
        return new FakeAnswer(status, content, headers, content.Length);
    }

    private FakeAnswer Write(FakeRequest request, byte[] content, Dictionary<string, string> metadata, string? eTag = null)
    {
        var old = Objects.GetValueOrDefault(request.Key);
        if (KeepsConditions && request.Header("If-None-Match") == "*" && old is not null) return FakeAnswer.Error(412,
            "PreconditionFailed");
        if (KeepsConditions && request.Header("If-Match") is { } wanted)
        {
            if (old is null) return FakeAnswer.Error(404, "NoSuchKey");
            if (wanted.Trim('"') != old.ETag) return FakeAnswer.Error(412, "PreconditionFailed");
        }

        var written = new FakeObject(content, eTag ?? Convert.ToHexStringLower(MD5.HashData(content)), metadata);
        Objects[request.Key] = written;
        return FakeAnswer.Empty() with { Headers = new() { ["ETag"] = $"\"{written.ETag}\"" } };
    }

    private FakeAnswer Copy(FakeRequest request, string source)
    {
        var key = Uri.UnescapeDataString(source).TrimStart('/').Split('/', 2)[1];
        if (!Objects.TryGetValue(key, out var found)) return FakeAnswer.Error(404, "NoSuchKey");
        var metadata = request.Header("x-amz-metadata-directive") == "REPLACE" ? MetadataOf(request) : found.Metadata;
        var answer = Write(request, found.Content, metadata, found.ETag);
        return answer.Status != 200 ? answer : FakeAnswer.Xml($"<CopyObjectResult><ETag>\"{found.ETag}\"</ETag></CopyObjectResult>");
    }

    private FakeAnswer Start(FakeRequest request)
    {
        var id = Guid.NewGuid().ToString("n");
        Uploads[id] = (MetadataOf(request), []);
        return FakeAnswer.Xml(
            $"<InitiateMultipartUploadResult><Bucket>{Name}</Bucket><Key>key</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
    }

    private FakeAnswer Part(FakeRequest request)
    {
        if (!Uploads.TryGetValue(request.Query["uploadId"], out var upload)) return FakeAnswer.Error(404, "NoSuchUpload");
        upload.Parts[int.Parse(request.Query["partNumber"], CultureInfo.InvariantCulture)] = request.Body;
        return FakeAnswer.Empty() with { Headers = new() { ["ETag"] = $"\"{Convert.ToHexStringLower(MD5.HashData(request.Body))}\"" } };
    }

    private FakeAnswer Complete(FakeRequest request)
    {
        var id = request.Query["uploadId"];
        if (!Uploads.TryGetValue(id, out var upload)) return FakeAnswer.Error(404, "NoSuchUpload");
        var parts = upload.Parts.Values.ToList();
        var eTag = $"{Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(MD5.HashData)]))}-{parts.Count}";
        var answer = Write(request, [.. parts.SelectMany(part => part)], upload.Metadata, eTag);
        if (answer.Status != 200) return answer;
        Uploads.Remove(id);
        return FakeAnswer.Xml(
            $"<CompleteMultipartUploadResult><Bucket>{Name}</Bucket><Key>key</Key><ETag>\"{eTag}\"</ETag></CompleteMultipartUploadResult>");
    }

    private FakeAnswer Delete(FakeRequest request)
    {
        if (request.Query.TryGetValue("uploadId", out var id)) Uploads.Remove(id);
        else Objects.Remove(request.Key);
        return FakeAnswer.Empty(204);
    }

    private FakeAnswer DeleteMany(FakeRequest request)
    {
        var xml = XDocument.Parse(Encoding.UTF8.GetString(request.Body));
        foreach (var key in xml.Descendants().Where(element => element.Name.LocalName == "Key")) Objects.Remove(key.Value);
        return FakeAnswer.Xml("<DeleteResult></DeleteResult>");
    }

    private FakeAnswer List(FakeRequest request)
    {
        var prefix = request.Query.GetValueOrDefault("prefix", "");
        var delimiter = request.Query.GetValueOrDefault("delimiter", "");
        var token = request.Query.GetValueOrDefault("continuation-token",
            "0:" + request.Query.GetValueOrDefault("start-after", "")).Split(':', 2);
        var after = token[1];
        var lines = Objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal) && Objects.Comparer.Compare(o.Key, after) > 0)
            .Select(o =>
        {
            var at = delimiter.Length == 0 ? -1 : o.Key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            return at < 0 ? (o.Key, o.Value) : (Key: o.Key[..(at + delimiter.Length)], Value: null);
        }).DistinctBy(line => line.Key).ToList();
        var skip = int.Parse(token[0], CultureInfo.InvariantCulture);
        var page = lines.Skip(skip).Take(LinesOfPage).ToList();
        var more = skip + page.Count < lines.Count;
        var xml = new XElement("ListBucketResult", new XElement("Name", Name), new XElement("EncodingType", "url"),
            new XElement("IsTruncated", more ? "true" : "false"));
        if (more) xml.Add(new XElement("NextContinuationToken", $"{skip + page.Count}:{after}"));
        foreach (var (key, value) in page)
        {
            var encoded = Uri.EscapeDataString(key).Replace("%20", "+", StringComparison.Ordinal).Replace("%2F", "/",
                StringComparison.Ordinal);
            xml.Add(value is null
                ? new XElement("CommonPrefixes", new XElement("Prefix", encoded))
                : new XElement("Contents", new XElement("Key", encoded), new XElement("ETag", $"\"{value.ETag}\""),
                    new XElement("Size", value.Content.Length),
                    new XElement("LastModified", "2026-03-03T10:00:00.000Z")));
        }

        return FakeAnswer.Xml(xml.ToString(SaveOptions.DisableFormatting));
    }

    private static Dictionary<string, string> MetadataOf(FakeRequest request) =>
        request.Headers.Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key["x-amz-meta-".Length..], header => header.Value);
}
