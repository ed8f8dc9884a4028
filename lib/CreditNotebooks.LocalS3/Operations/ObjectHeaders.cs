using System.Collections.Immutable;
using System.Text;
using CreditNotebooks.LocalS3.Requests;
using CreditNotebooks.LocalS3.Storage;
using Microsoft.AspNetCore.Http;

namespace CreditNotebooks.LocalS3.Operations;

/// <summary>What an object keeps of the request that wrote it, and gives back in the headers of those that read it.</summary>
internal static class ObjectHeaders
{
    private const string MetadataPrefix = "x-amz-meta-";
    private const int MostMetadataBytes = 2048;
    private static readonly string[] Kept =
        ["Content-Type", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires", "x-amz-storage-class", "x-amz-server-side-encryption"];
    private static readonly string[] StorageClasses = ["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"];
    private static readonly (string Header, string What)[] Missing =
    [
        ("x-amz-server-side-encryption-customer-algorithm", "Encryption with the client's keys"),
        ("x-amz-copy-source-server-side-encryption-customer-algorithm", "Encryption with the client's keys"),
        ("x-amz-object-lock-mode", "Object lock"),
        ("x-amz-object-lock-retain-until-date", "Object lock"),
        ("x-amz-object-lock-legal-hold", "Object lock"),
        ("x-amz-website-redirect-location", "Redirection of websites"),
        ("x-amz-write-offset-bytes", "Appending to objects"),
        ("x-amz-mfa", "Multi-factor authentication"),
    ];

    /// <exception cref="S3Exception">NotImplemented: a header asks for what this server does not have.</exception>
    public static void RefuseMissing(S3Request request)
    {
        if (Missing.FirstOrDefault(m => request.Header(m.Header) is not null).What is { } what) throw S3Exception.NotImplemented(what);
        if (request.Header("x-amz-bucket-object-lock-enabled") is { } locks && locks.Equals("true", StringComparison.OrdinalIgnoreCase)) throw S3Exception.NotImplemented("Object lock");
        switch (request.Header("x-amz-server-side-encryption"))
        {
            case null or "AES256":
                break;
            case "aws:kms" or "aws:kms:dsse":
                throw S3Exception.NotImplemented("Encryption with keys of AWS KMS");
            case var other:
                throw S3Exception.Argument("The encryption method specified is not supported", "x-amz-server-side-encryption", other);
        }
    }

    /// <summary>The version that the request's headers describe, still without content.</summary>
    /// <exception cref="S3Exception">MetadataTooLarge, InvalidTag, InvalidStorageClass, AccessControlListNotSupported.</exception>
    public static ObjectVersion Template(S3Request request, DateTime now)
    {
        AclOperations.RefuseAllButPrivate(request);
        return new()
        {
            VersionId = ObjectVersion.NullId,
            LastModified = now,
            Owner = request.Caller.AccessKey ?? "",
            Headers = KeptOf(request),
            Metadata = MetadataOf(request),
            Tags = TagSet.OfHeader(request.Header("x-amz-tagging")),
        };
    }

    /// <summary>The headers of an answer about a version; the query's <c>response-</c> parameters outweigh what was kept.</summary>
    public static void Write(HttpResponse response, ObjectVersion version, BucketStore bucket, S3Query query)
    {
        response.Headers.LastModified = version.LastModified.ToString("r");
        if (S3Call.ShowsVersions(bucket)) response.Headers["x-amz-version-id"] = version.VersionId;
        if (version.IsDeleteMarker)
        {
            response.Headers["x-amz-delete-marker"] = "true";
            return;
        }
        response.Headers.ETag = $"\"{version.ETag}\"";
        response.Headers.AcceptRanges = "bytes";
        foreach (var (name, value) in version.Headers)
        {
            if (!(name is "x-amz-storage-class" && value is "STANDARD")) response.Headers[name] = value;
        }
        foreach (var (name, value) in version.Metadata)
        {
            response.Headers[MetadataPrefix + name] = Ascii.IsValid(value) ? value : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";
        }
        if (version.Tags.Count > 0) response.Headers["x-amz-tagging-count"] = version.Tags.Count.ToString();
        foreach (var name in Kept.Where(k => query.Has("response-" + k.ToLowerInvariant())))
        {
            var value = query["response-" + name.ToLowerInvariant()]!;
            response.Headers[name] = value.Any(char.IsControl) ? throw S3Exception.Argument("Header value cannot be represented", "response-" + name.ToLowerInvariant(), value) : value;
        }
    }

    public static ImmutableSortedDictionary<string, string> KeptOf(S3Request request)
    {
        var kept = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in Kept)
        {
            if (request.Header(name) is { } value) kept[name] = value;
        }
        if (kept.TryGetValue("x-amz-storage-class", out var storageClass) && !StorageClasses.Contains(storageClass))
        {
            throw new S3Exception(S3Error.InvalidStorageClass) { Details = [("StorageClassRequested", storageClass)] };
        }
        // The framing of the upload is no property of the object.
        if (kept.TryGetValue("Content-Encoding", out var encoding))
        {
            var encodings = encoding.Split(',', StringSplitOptions.TrimEntries).Where(e => e is not "aws-chunked").ToList();
            if (encodings.Count == 0) kept.Remove("Content-Encoding");
            else kept["Content-Encoding"] = string.Join(", ", encodings);
        }
        kept.TryAdd("Content-Type", "binary/octet-stream");
        return kept.ToImmutable();
    }

    public static ImmutableSortedDictionary<string, string> MetadataOf(S3Request request)
    {
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Headers)
        {
            if (name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase)) metadata[name[MetadataPrefix.Length..].ToLowerInvariant()] = value.ToString();
        }
        var size = metadata.Sum(m => Encoding.UTF8.GetByteCount(m.Key) + Encoding.UTF8.GetByteCount(m.Value));
        if (size > MostMetadataBytes)
        {
            throw new S3Exception(S3Error.MetadataTooLarge) { Details = [("Size", size.ToString()), ("MaxSizeAllowed", MostMetadataBytes.ToString())] };
        }
        return metadata.ToImmutable();
    }
}
