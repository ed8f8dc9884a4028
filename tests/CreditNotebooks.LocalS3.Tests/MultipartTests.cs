using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Uploads in parts.</summary>
public sealed class MultipartTests : IAsyncLifetime
{
    private const int PartSize = 5 * 1024 * 1024;
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(2 * PartSize + 1000);
    private LocalS3 _s3 = null!;

    private AmazonS3Client Client => _s3.Client;

    public async Task InitializeAsync() => _s3 = await LocalS3.StartAsync("bucket");

    public async Task DisposeAsync() => await _s3.DisposeAsync();

    private async Task<string> StartAsync(string key = "k", ChecksumAlgorithm? algorithm = null, ChecksumType? type = null) =>
        (await Client.InitiateMultipartUploadAsync(new() { BucketName = "bucket", Key = key, ChecksumAlgorithm = algorithm,
            ChecksumType = type })).UploadId;

    private Task<UploadPartResponse> PartAsync(string id, int number, byte[] bytes, ChecksumAlgorithm? algorithm = null,
        AmazonS3Client? client = null) => (client ?? Client).UploadPartAsync(new()
    {
        BucketName = "bucket", Key = "k", UploadId = id, PartNumber = number, InputStream = new MemoryStream(bytes),
            PartSize = bytes.Length, ChecksumAlgorithm = algorithm,
    });

    private async Task<List<UploadPartResponse>> PartsAsync(string id, ChecksumAlgorithm? algorithm = null, AmazonS3Client? client = null)
    {
        var parts = new List<UploadPartResponse>();
        foreach (var (bytes, index) in Content.Chunk(PartSize).Select((b, i) => (b, i)))
        {
            parts.Add(await PartAsync(id, index + 1, bytes, algorithm, client));
        }
        return parts;
    }

    private Task<CompleteMultipartUploadResponse> CompleteAsync(string id, IEnumerable<UploadPartResponse> parts)
    {
        var request = new CompleteMultipartUploadRequest { BucketName = "bucket", Key = "k", UploadId = id };
        request.AddPartETags(parts);
        return Client.CompleteMultipartUploadAsync(request);
    }

    private async Task<string> CodeAsync(Func<Task> work) => (await Assert.ThrowsAnyAsync<AmazonS3Exception>(work)).ErrorCode;

    [Fact]
    public async Task The_parts_become_one_object_that_outlives_a_restart()
    {
        var id = await StartAsync();
        var parts = await PartsAsync(id);
        await _s3.RestartAsync();
        var listed = await Client.ListPartsAsync(new ListPartsRequest { BucketName = "bucket", Key = "k", UploadId = id, MaxParts = 2 });
        Assert.Equal((true, 2, PartSize), (listed.IsTruncated, listed.Parts.Count, listed.Parts[0].Size));
        var completed = await CompleteAsync(id, parts);
        var md5s = Content.Chunk(PartSize).SelectMany(MD5.HashData).ToArray();
        Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(md5s))}-3\"", completed.ETag);
        await _s3.RestartAsync();
        using var got = await Client.GetObjectAsync(new GetObjectRequest { BucketName = "bucket", Key = "k" });
        var copy = new MemoryStream();
        await got.ResponseStream.CopyToAsync(copy);
        Assert.Equal(Content, copy.ToArray());
        using var range =
            await Client.GetObjectAsync(new GetObjectRequest { BucketName = "bucket", Key = "k",
            ByteRange = new(PartSize - 10, PartSize + 9) });
        copy = new();
        await range.ResponseStream.CopyToAsync(copy);
        Assert.Equal(Content[(PartSize - 10)..(PartSize + 10)], copy.ToArray());
        var second = await Client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = "bucket", Key = "k", PartNumber = 2 });
        Assert.Equal((PartSize, 3), (second.ContentLength, second.PartsCount));
    }

    [Fact]
    public async Task What_is_wrong_with_parts_has_its_own_code()
    {
        var id = await StartAsync();
        var parts = await PartsAsync(id);
        var body = "<CompleteMultipartUpload>"
            + string.Concat(new[] { 2, 1 }.Select(n => $"<Part><PartNumber>{n}</PartNumber><ETag>{parts[n - 1].ETag}</ETag></Part>"))
            + "</CompleteMultipartUpload>";
        var answer = await new RawRequest("POST",
            $"/bucket/k?uploadId={id}") { Body = System.Text.Encoding.UTF8.GetBytes(body) }.Signed(LocalS3.Account)
            .SendAsync(_s3.Server.Endpoint);
        Assert.Equal("InvalidPartOrder", answer.Code);
        Assert.Equal("InvalidPart", await CodeAsync(() => CompleteAsync(id, [parts[0], new() { PartNumber = 4, ETag = parts[0].ETag }])));
        await PartAsync(id, 1, [1, 2, 3]);
        Assert.Equal("InvalidPart", await CodeAsync(() => CompleteAsync(id, parts)));
        Assert.Equal("EntityTooSmall", await CodeAsync(async () => await CompleteAsync(id, [await PartAsync(id, 1, [1, 2, 3]), parts[1]])));
        Assert.Equal("NoSuchUpload", await CodeAsync(() => CompleteAsync("nothing", parts)));
        Assert.Equal("InvalidArgument", await CodeAsync(() => PartAsync(id, 10_001, [1])));
        Assert.Equal("NoSuchKey", await CodeAsync(() => Client.GetObjectAsync("bucket", "k")));
    }

    [Fact]
    public async Task An_aborted_upload_leaves_nothing()
    {
        var id = await StartAsync();
        await PartsAsync(id);
        await Client.AbortMultipartUploadAsync("bucket", "k", id);
        Assert.Empty(_s3.Blobs());
        Assert.Equal("NoSuchUpload", await CodeAsync(() => PartAsync(id, 1, [1])));
        Assert.Empty(_s3.Blobs());
    }

    [Fact]
    public async Task Uploads_are_listed_in_order_and_page_by_page()
    {
        foreach (var key in new[] { "b", "a/1", "a/2", "a", "b" }) await StartAsync(key);
        var keys = new List<string>();
        var request = new ListMultipartUploadsRequest { BucketName = "bucket", MaxUploads = 2 };
        ListMultipartUploadsResponse page;
        do
        {
            page = await Client.ListMultipartUploadsAsync(request);
            keys.AddRange(page.MultipartUploads.Select(u => u.Key));
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated is true);
        Assert.Equal(["a", "a/1", "a/2", "b", "b"], keys);
        var rolled = await Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = "bucket", Delimiter = "/" });
        Assert.Equal(["a/"], rolled.CommonPrefixes);
    }

    [Fact]
    public async Task Parts_are_copied_from_ranges_of_objects()
    {
        await Client.PutObjectAsync(new() { BucketName = "bucket", Key = "source", InputStream = new MemoryStream(Content) });
        var id = await StartAsync();
        CopyPartRequest Copy(int number, long first, long last) => new()
        {
            SourceBucket = "bucket", SourceKey = "source", DestinationBucket = "bucket", DestinationKey = "k", UploadId = id,
                PartNumber = number, FirstByte = first, LastByte = last,
        };
        var one = await Client.CopyPartAsync(Copy(1, 100, PartSize + 99));
        var two = await Client.CopyPartAsync(Copy(2, 0, 9));
        Assert.Equal("InvalidArgument", await CodeAsync(() => Client.CopyPartAsync(Copy(3, 0, Content.Length))));
        await Client.CompleteMultipartUploadAsync(new() { BucketName = "bucket", Key = "k", UploadId = id,
            PartETags = [new(1, one.ETag), new(2, two.ETag)] });
        await Client.DeleteObjectAsync("bucket", "source");
        using var got = await Client.GetObjectAsync("bucket", "k");
        var copy = new MemoryStream();
        await got.ResponseStream.CopyToAsync(copy);
        Assert.Equal([.. Content[100..(PartSize + 100)], .. Content[..10]], copy.ToArray());
        Assert.Single(_s3.Blobs());
    }

    [Theory]
    [InlineData("CRC32", "COMPOSITE")]
    [InlineData("CRC32", "FULL_OBJECT")]
    [InlineData("CRC32C", "FULL_OBJECT")]
    [InlineData("CRC64NVME", "FULL_OBJECT")]
    [InlineData("SHA256", "COMPOSITE")]
    public async Task Checksums_of_parts_are_joined(string algorithm, string type)
    {
        // AWS's client computes CRC32 and the hashes itself; the others are left to the server.
        var own = algorithm is "CRC32" or "SHA256" ? ChecksumAlgorithm.FindValue(algorithm) : null;
        using var plain = _s3.ClientOf(LocalS3.Account,
            c => c.RequestChecksumCalculation = Amazon.Runtime.RequestChecksumCalculation.WHEN_REQUIRED);
        var id = await StartAsync("k", ChecksumAlgorithm.FindValue(algorithm), ChecksumType.FindValue(type));
        await CompleteAsync(id, await PartsAsync(id, own, plain));
        await Client.CopyObjectAsync(new() { SourceBucket = "bucket", SourceKey = "k", DestinationBucket = "bucket",
            DestinationKey = "whole", ChecksumAlgorithm = ChecksumAlgorithm.FindValue(algorithm) });
        var joined = await AttributesAsync("k");
        var whole = await AttributesAsync("whole");
        Assert.Equal(type, joined.ChecksumType.Value);
        if (type is "FULL_OBJECT") Assert.Equal(Value(whole), Value(joined));
        else Assert.EndsWith("-3", Value(joined), StringComparison.Ordinal);

        string Value(Checksum c) => (string)typeof(Checksum).GetProperty("Checksum" + algorithm)!.GetValue(c)!;
    }

    [Theory]
    [InlineData("COMPOSITE")]
    [InlineData("FULL_OBJECT")]
    public async Task The_checksum_that_completes_an_upload_is_the_objects_and_not_the_documents(string type)
    {
        var id = await StartAsync("k", ChecksumAlgorithm.CRC32, ChecksumType.FindValue(type));
        var request = new CompleteMultipartUploadRequest { BucketName = "bucket", Key = "k", UploadId = id,
            ChecksumType = ChecksumType.FindValue(type) };
        request.AddPartETags(await PartsAsync(id, ChecksumAlgorithm.CRC32));
        request.ChecksumCRC32 = "AAAAAA==";
        Assert.Equal("BadDigest", await CodeAsync(() => Client.CompleteMultipartUploadAsync(request)));
        var other = await StartAsync("k", ChecksumAlgorithm.CRC32, ChecksumType.FindValue(type));
        request.ChecksumCRC32 = (await CompleteAsync(other, await PartsAsync(other, ChecksumAlgorithm.CRC32))).ChecksumCRC32;
        Assert.Equal(request.ChecksumCRC32, (await Client.CompleteMultipartUploadAsync(request)).ChecksumCRC32);
    }

    private async Task<Checksum> AttributesAsync(string key) =>
        (await Client.GetObjectAttributesAsync(new() { BucketName = "bucket", Key = key,
            ObjectAttributes = [ObjectAttributes.Checksum] })).Checksum;
}
