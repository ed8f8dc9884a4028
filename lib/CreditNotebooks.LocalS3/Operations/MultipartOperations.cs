using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Xml.Linq;
using CreditNotebooks.LocalS3.Checksums;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using static CreditNotebooks.LocalS3.Requests.S3Xml;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>Uploads in parts. The object is the list of its parts' segments; nothing is copied when it is completed.</summary>
internal static class MultipartOperations
{
    public const int MostParts = 10_000;
    private const long SmallestPart = 5 * 1024 * 1024;

    public static async Task CreateAsync(S3Call call)
    {
        ObjectWrites.RequireTagging(call);
        var template = ObjectHeaders.Template(call.Request, call.Now);
        var (algorithm, type) = ChecksumOf(call.Request);
        // Ids are in the order of time, so that lists are too.
        var id = $"{call.Now.Ticks:x16}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var upload = new MultipartUpload(id, call.Key, call.Now, template) { ChecksumAlgorithm = algorithm?.Name, ChecksumType = type };
        await call.Bucket.CommitAsync<bool>([id], _ => ([new UploadStarted(upload)], true)).ConfigureAwait(false);
        if (algorithm is not null)
        {
            call.Response.Headers["x-amz-checksum-algorithm"] = algorithm.Name;
            call.Response.Headers["x-amz-checksum-type"] = type;
        }
        if (template.Headers.TryGetValue("x-amz-server-side-encryption", out var encryption))
        {
            call.Response.Headers["x-amz-server-side-encryption"] = encryption;
        }
        await call.AnswerAsync(Element("InitiateMultipartUploadResult", Element("Bucket", call.Request.Bucket), Element("Key", call.Key),
            Element("UploadId", id))).ConfigureAwait(false);
    }

    public static async Task PartAsync(S3Call call)
    {
        var upload = Find(call);
        var number = PartNumber(call.Request.Query);
        var payload = call.OpenPayload();
        payload.RequireLength();
        if (upload.ChecksumAlgorithm is { } expected && payload.Algorithm is { } given && given.Name != expected)
        {
            throw new S3Exception(S3Error.InvalidRequest,
                $"Checksum Type mismatch occurred, expected checksum Type: {expected.ToLowerInvariant()}, actual checksum "
                    + $"Type: {given.Name.ToLowerInvariant()}");
        }
        using var blob = call.Store.Blobs.Create();
        var digest = await payload.CopyAsync(blob.WriteAsync, ChecksumAlgorithm.Find(upload.ChecksumAlgorithm)).ConfigureAwait(false);
        var part = await StoreAsync(call, number, digest, [.. blob.Finish()]).ConfigureAwait(false);
        call.Response.Headers.ETag = $"\"{part.ETag}\"";
        if (part.Checksum is { } checksum) call.Response.Headers[ChecksumAlgorithm.Find(checksum.Algorithm)!.Header] = checksum.Value;
        await call.AnswerAsync(200).ConfigureAwait(false);
    }

    public static async Task CompleteAsync(S3Call call)
    {
        // A checksum in the headers is that of the object: see CheckWhole.
        var document = await call.ReadXmlAsync("CompleteMultipartUpload", hasChecksum: false).ConfigureAwait(false);
        var upload = Find(call);
        var listed = document.Children("Part").ToList();
        if (listed.Count is 0 or > MostParts) throw new S3Exception(S3Error.MalformedXml);
        var parts = CompletedParts.Check(upload, listed);
        var version = CompletedParts.Join(upload, parts);
        CompletedParts.CheckWhole(call.Request, version);
        version = await ObjectWrites.AddAsync(call, call.Bucket, version, [new UploadEnded(upload.Id)], upload.Id, state =>
        {
            // The parts that were looked over are those that are joined.
            if (!ReferenceEquals(state.FindUpload(upload.Id), upload))
            {
                throw state.FindUpload(upload.Id) is null ? Absent(upload.Id) : new S3Exception(S3Error.InvalidPart);
            }
        }).ConfigureAwait(false);
        ObjectWrites.WriteFacts(call, call.Bucket, version);
        await call.AnswerAsync(Element("CompleteMultipartUploadResult",
            Element("Location",
                $"http://{call.Request.Http.Request.Host}/{call.Request.Bucket}/{UriText.Encode(call.Key, keepSlash: true)}"),
            Element("Bucket", call.Request.Bucket), Element("Key", call.Key), Element("ETag", $"\"{version.ETag}\""),
            version.Checksum is { } c ? Element(ChecksumAlgorithm.Find(c.Algorithm)!.Element, c.Value) : null,
            version.Checksum is { } typed ? Element("ChecksumType", typed.Type) : null)).ConfigureAwait(false);
    }

    public static async Task AbortAsync(S3Call call)
    {
        var id = Find(call).Id;
        await call.Bucket.CommitAsync<bool>([id],
            state => state.FindUpload(id) is null ? throw Absent(id) : ([new UploadEnded(id)], true)).ConfigureAwait(false);
        await call.AnswerAsync(204).ConfigureAwait(false);
    }

    /// <summary>The upload that the request names.</summary>
    /// <exception cref="S3Exception">NoSuchUpload.</exception>
    public static MultipartUpload Find(S3Call call)
    {
        var id = call.Request.Query["uploadId"] ?? "";
        return call.Bucket.State.FindUpload(id) is { } upload && upload.Key == call.Key ? upload : throw Absent(id);
    }

    /// <exception cref="S3Exception">InvalidArgument.</exception>
    public static int PartNumber(S3Query query) => query.Has("partNumber")
        ? query.Number("partNumber", 0, 1, MostParts)
        : throw S3Exception.Argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", "");

    /// <summary>Keeps a part for the request's upload.</summary>
    public static Task<StoredPart> StoreAsync(S3Call call, int number, PayloadDigest digest, ImmutableArray<Segment> segments)
    {
        var id = call.Request.Query["uploadId"]!;
        return call.Bucket.CommitAsync<StoredPart>([id], state =>
        {
            if (state.FindUpload(id) is null) throw Absent(id);
            var part = new StoredPart(number, digest.Length, Convert.ToHexStringLower(digest.Md5), call.Now, ObjectWrites.Stored(digest),
                segments);
            return ([new PartStored(id, part)], part);
        });
    }

    private static S3Exception Absent(string id) => new(S3Error.NoSuchUpload) { Details = [("UploadId", id)] };

    private static (ChecksumAlgorithm?, string?) ChecksumOf(S3Request request)
    {
        var name = request.Header("x-amz-checksum-algorithm");
        var type = request.Header("x-amz-checksum-type");
        if (name is null)
        {
            return type is null ? (null, null)
                : throw new S3Exception(S3Error.InvalidRequest,
                "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }
        var algorithm = ChecksumAlgorithm.Find(name)
            ?? throw new S3Exception(S3Error.InvalidRequest, $"Checksum algorithm provided is unsupported: {name}");
        return (algorithm, type ?? algorithm.DefaultType) switch
        {
            ({ Crc: null }, ChecksumType.FullObject) or ({ Name: "CRC64NVME" }, ChecksumType.Composite) =>
                throw new S3Exception(S3Error.InvalidRequest,
                    $"The {type} checksum type cannot be used with the {algorithm.Name.ToLowerInvariant()} checksum algorithm."),
            (_, ChecksumType.FullObject or ChecksumType.Composite) valid => valid,
            _ => throw new S3Exception(S3Error.InvalidRequest, $"Value for x-amz-checksum-type header is invalid: {type}"),
        };
    }

    /// <summary>The parts that make an object.</summary>
    private static class CompletedParts
    {
        /// <exception cref="S3Exception">InvalidPartOrder, InvalidPart or EntityTooSmall.</exception>
        public static List<StoredPart> Check(MultipartUpload upload, List<XElement> listed)
        {
            var parts = new List<StoredPart>();
            foreach (var item in listed)
            {
                if (!int.TryParse(item.Text("PartNumber"), out var number)) throw new S3Exception(S3Error.MalformedXml);
                if (parts.Count > 0 && number <= parts[^1].Number) throw new S3Exception(S3Error.InvalidPartOrder);
                var etag = item.Text("ETag")?.Trim('"') ?? throw new S3Exception(S3Error.MalformedXml);
                var isThere = upload.Parts.TryGetValue(number, out var part) && part.ETag == etag
                    && ChecksumAlgorithm.All.All(a => item.Text(a.Element) is not { } given || part.Checksum is not { } kept
                        || kept.Algorithm != a.Name || kept.Value == given);
                if (!isThere)
                {
                    throw new S3Exception(S3Error.InvalidPart) { Details = [("UploadId", upload.Id), ("PartNumber", number.ToString()),
                        ("ETag", etag)] };
                }
                parts.Add(part!);
            }
            if (parts.SkipLast(1).FirstOrDefault(p => p.Size < SmallestPart) is { } small)
            {
                throw new S3Exception(S3Error.EntityTooSmall)
                {
                    Details = [("ProposedSize", small.Size.ToString()), ("MinSizeAllowed", SmallestPart.ToString()),
                        ("PartNumber", small.Number.ToString()), ("ETag", small.ETag)],
                };
            }
            return parts;
        }

        public static ObjectVersion Join(MultipartUpload upload, List<StoredPart> parts) => upload.Template with
        {
            Size = parts.Sum(p => p.Size),
            ETag = $"{Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(p => Convert.FromHexString(p.ETag))]))}-{parts.Count}",
            Checksum = Checksum(upload, parts),
            Parts = [.. parts.Select(p => new ObjectPart(p.Number, p.Size, p.Checksum?.Value))],
            Segments = [.. parts.SelectMany(p => p.Segments)],
        };

        /// <exception cref="S3Exception">InvalidRequest or BadDigest.</exception>
        public static void CheckWhole(S3Request request, ObjectVersion version)
        {
            if (request.Header("x-amz-mp-object-size") is { } size && size != version.Size.ToString())
            {
                throw new S3Exception(S3Error.InvalidRequest,
                    $"The provided 'x-amz-mp-object-size' header does not match what was computed. ({size} and {version.Size})");
            }
            if (version.Checksum is not { } checksum || request.Header(ChecksumAlgorithm.Find(checksum.Algorithm)!.Header) is not { } given)
            {
                return;
            }
            if (given != checksum.Value && given != checksum.Value.Split('-')[0])
            {
                throw new S3Exception(S3Error.BadDigest,
                    $"The {checksum.Algorithm.ToLowerInvariant()} you specified did not match the calculated checksum.");
            }
        }

        private static StoredChecksum? Checksum(MultipartUpload upload, List<StoredPart> parts)
        {
            if (ChecksumAlgorithm.Find(upload.ChecksumAlgorithm) is not { } algorithm) return null;
            var values = parts.Select(p => Convert.FromBase64String(p.Checksum!.Value)).ToList();
            if (upload.ChecksumType is ChecksumType.Composite)
            {
                using var state = algorithm.Start();
                values.ForEach(v => state.Append(v));
                return new(algorithm.Name, $"{Convert.ToBase64String(state.Finish())}-{parts.Count}", ChecksumType.Composite);
            }
            var crc = algorithm.Crc!;
            var whole = 0UL;
            foreach (var (value, part) in values.Zip(parts))
            {
                whole = crc.Combine(whole, crc.FromBytes(value), part.Size);
            }
            return new(algorithm.Name, Convert.ToBase64String(crc.ToBytes(whole)), ChecksumType.FullObject);
        }
    }
}
