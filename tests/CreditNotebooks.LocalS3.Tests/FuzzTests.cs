using System.Text;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Requests that nobody should send: the server answers with an error of S3's or not at all, lives on, and touches nothing outside its folder.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "FOO"];
    private static readonly string[] Targets =
    [
        "/", "/bucket", "/bucket/k", "//", "/bucket//", "/../../etc/passwd", "/bucket/../../etc/passwd", "/bucket/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/bucket/a%00b", "/bucket/%",
        "/bucket/%zz", "/bucket/%ff%fe", "/%2e%2e/x", "/.%2e/x", "/buckets/.hidden", "/bucket/\\..\\..\\x", "/bucket/k?versionId=../../x", "/bucket/k?uploadId=../../x&partNumber=1",
        "/bucket?list-type=2&prefix=%00&delimiter=%00&max-keys=2147483648", "/bucket?delete", "/bucket/k?uploads", "/bucket?versions&key-marker=%ff", "/bucket?policy", "/bucket?lifecycle",
        "/bucket?cors", "/bucket?&&&===&", "/bucket/k?partNumber=99999999999999", "http://other/bucket/k", "*", "bucket",
    ];

    private static readonly string[] Names =
    [
        "range", "if-match", "if-none-match", "if-modified-since", "content-md5", "x-amz-copy-source", "x-amz-copy-source-range", "x-amz-tagging", "x-amz-checksum-crc32", "x-amz-trailer",
        "x-amz-decoded-content-length", "content-encoding", "x-amz-meta-a", "x-amz-acl", "x-amz-storage-class", "x-amz-metadata-directive", "expect", "x-amz-checksum-algorithm",
        "x-amz-server-side-encryption", "origin", "access-control-request-method", "x-amz-object-attributes", "x-amz-sdk-checksum-algorithm", "x-amz-mp-object-size",
    ];

    private static readonly string[] Values =
    [
        "", "bytes=0-", "bytes=-1", "bytes=9999999999999999999-", "*", "\"x\"", "-1", "0", "99999999999999999999", "/bucket/k", "/bucket/../../etc/passwd", "%", "a=b&a=c", "AAAAAA==", "COPY",
        "REPLACE", "Sat, 99 Foo 2026", "../../x", "CRC32", "x-amz-checksum-sha256", "aws-chunked", "100-continue", "\u0080ü", "AES256", "private",
    ];

    private static readonly string[] Hashes =
        ["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "STREAMING-X", "xyz"];

    private static readonly string[] Bodies =
    [
        "", "x", "0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "ffffffffffffffff\r\n", "7fffffffffffffff\r\nabc", "-1\r\n", "3;chunk-signature=00\r\nabc\r\n0;chunk-signature=\r\n\r\n",
        "0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n", "\r\n\r\n\r\n", "<a/>", "<Delete><Object><Key>../../x</Key></Object></Delete>", "{\"Statement\":{}}", "{\"Statement\":[1,null]}",
        "<CompleteMultipartUpload><Part/></CompleteMultipartUpload>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
    ];

    [Fact]
    public async Task Three_thousand_random_requests()
    {
        var around = Directory.CreateTempSubdirectory("credit-s3-fuzz-").FullName;
        try
        {
            var log = new List<string>();
            await using (var server = await LocalS3Server.StartAsync(new() { DataFolder = Path.Combine(around, "inner", "data"), Users = [LocalS3.Account] }, log.Add))
            {
                Assert.Equal(200, (await new RawRequest("PUT", "/bucket").Signed(LocalS3.Account).SendAsync(server.Endpoint)).Status);
                await new RawRequest("PUT", "/bucket/k") { Body = "0123456789"u8.ToArray() }.Signed(LocalS3.Account).SendAsync(server.Endpoint);
                var random = new Random(6);
                var requests = Enumerable.Range(0, 3000).Select(_ => Random(random)).ToList();
                await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (request, _) =>
                {
                    var answer = await RawRequest.SendAsync(server.Endpoint, request.Bytes, request.IsDamaged);
                    if (answer is null) return;
                    Assert.NotEqual(500, answer.Status);
                    Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
                });
                Assert.Empty(log);
                Assert.Equal(200, (await new RawRequest("GET", "/").Signed(LocalS3.Account).SendAsync(server.Endpoint)).Status);
            }
            Assert.Equal(["inner"], Directory.GetFileSystemEntries(around).Select(Path.GetFileName));
            Assert.Equal(["data"], Directory.GetFileSystemEntries(Path.Combine(around, "inner")).Select(Path.GetFileName));
            Assert.Equal(["blobs", "buckets", "lock"], Directory.GetFileSystemEntries(Path.Combine(around, "inner", "data")).Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(around, recursive: true);
        }
    }

    /// <summary>A request that is mostly well signed, so that it comes far.</summary>
    private static (byte[] Bytes, bool IsDamaged) Random(Random random)
    {
        string Any(string[] from) => from[random.Next(from.Length)];
        var request = new RawRequest(Any(Methods), Any(Targets)) { Body = Encoding.UTF8.GetBytes(Any(Bodies)) };
        if (random.Next(3) == 0) request.ContentHash = Any(Hashes);
        foreach (var name in Enumerable.Range(0, random.Next(4)).Select(_ => Any(Names)).Distinct())
        {
            request.With(name, Any(Values));
        }
        if (random.Next(8) > 0) request.Signed(random.Next(10) > 0 ? LocalS3.Account : LocalS3.Reader);
        var bytes = request.ToBytes();
        // Now and then a byte is another one, or the rest is missing.
        switch (random.Next(10))
        {
            case 0:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return (bytes, true);
            case 1:
                return (bytes[..random.Next(bytes.Length)], true);
            default:
                return (bytes, false);
        }
    }
}
