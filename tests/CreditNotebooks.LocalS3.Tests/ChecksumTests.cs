using System.Security.Cryptography;
using System.Text;
using CreditNotebooks.LocalS3.Checksums;

namespace CreditNotebooks.LocalS3.Tests;

/// <summary>Checksums: the published check values, and what is done with them.</summary>
public sealed class ChecksumTests
{
    [Theory]
    [InlineData("CRC32", "cbf43926")]
    [InlineData("CRC32C", "e3069283")]
    [InlineData("CRC64NVME", "ae8b14860a799888")]
    [InlineData("SHA1", "f7c3bc1d808e04732adf679965ccc34ca7ae3441")]
    [InlineData("SHA256", "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225")]
    public void The_check_value_of_123456789(string name, string expected)
    {
        using var state = ChecksumAlgorithm.Find(name)!.Start();
        state.Append("1234"u8);
        state.Append("56789"u8);
        Assert.Equal(expected, Convert.ToHexStringLower(state.Finish()));
    }

    /// <summary>Byte by byte nothing is folded: the long way and the short one lead to the same.</summary>
    [Fact]
    public void The_check_of_any_length_is_that_of_its_bytes_one_by_one()
    {
        var content = RandomNumberGenerator.GetBytes(1200);
        foreach (var crc in new[] { Crc.Crc32, Crc.Crc32C, Crc.Crc64Nvme })
        {
            var check = crc.Append(0, "before"u8);
            for (var length = 0; length < content.Length; length++)
            {
                Assert.Equal(check, crc.Append(crc.Append(0, "before"u8), content.AsSpan(0, length)));
                check = crc.Append(check, content.AsSpan(length, 1));
            }
        }
    }

    [Fact]
    public void Joined_checks_are_the_check_of_the_joined()
    {
        foreach (var crc in new[] { Crc.Crc32, Crc.Crc32C, Crc.Crc64Nvme })
        {
            foreach (var (first, second) in new[] { (0, 0), (1, 0), (0, 1), (5, 7), (1000, 1), (3, 100_003) })
            {
                var (a, b) = (RandomNumberGenerator.GetBytes(first), RandomNumberGenerator.GetBytes(second));
                Assert.Equal(crc.Append(0, [.. a, .. b]), crc.Combine(crc.Append(0, a), crc.Append(0, b), second));
            }
        }
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32", "y/Q5Jg==", 200, "")]
    [InlineData("x-amz-checksum-crc32c", "4waSgw==", 200, "")]
    [InlineData("x-amz-checksum-crc64nvme", "rosUhgp5mIg=", 200, "")]
    [InlineData("x-amz-checksum-crc32", "y/Q5Jw==", 400, "BadDigest")]
    [InlineData("x-amz-checksum-sha1", "y/Q5Jg==", 400, "InvalidDigest")]
    [InlineData("content-md5", "JfnnlDI7RTiF9RgfG2JNCw==", 200, "")]
    [InlineData("content-md5", "JfnnlDI7RTiF9RgfG2JNDA==", 400, "BadDigest")]
    [InlineData("content-md5", "short", 400, "InvalidDigest")]
    public async Task A_checksum_is_verified_kept_and_returned(string header, string value, int status, string code)
    {
        await using var s3 = await LocalS3.StartAsync("bucket");
        var put = await new RawRequest("PUT", "/bucket/k") { Body = "123456789"u8.ToArray() }.With(header, value).Signed(LocalS3.Account)
            .SendAsync(s3.Server.Endpoint);
        Assert.Equal(status, put.Status);
        Assert.Equal(status == 200 ? 1 : 0, s3.Blobs().Length);
        if (status != 200)
        {
            Assert.Equal(code, put.Code);
            return;
        }
        var head = await new RawRequest("HEAD", "/bucket/k").With("x-amz-checksum-mode", "ENABLED").Signed(LocalS3.Account)
            .SendAsync(s3.Server.Endpoint);
        Assert.Equal(header is "content-md5" ? null : value, head.Headers.GetValueOrDefault(header));
        var plain = await new RawRequest("HEAD", "/bucket/k").Signed(LocalS3.Account).SendAsync(s3.Server.Endpoint);
        Assert.False(plain.Headers.ContainsKey(header));
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32:y/Q5Jg==\r\n", "9", 200, "")]
    [InlineData("x-amz-checksum-crc32:y/Q5Jw==\r\n", "9", 400, "BadDigest")]
    [InlineData("", "9", 400, "IncompleteBody")]
    [InlineData("x-amz-checksum-crc32:y/Q5Jg==\r\n", "8", 400, "IncompleteBody")]
    [InlineData("x-amz-checksum-crc32:y/Q5Jg==\r\n", "10", 400, "IncompleteBody")]
    public async Task An_unsigned_trailer_is_verified(string trailer, string length, int status, string code)
    {
        await using var s3 = await LocalS3.StartAsync("bucket");
        var answer = await new RawRequest("PUT",
            "/bucket/k") { Body = Encoding.ASCII.GetBytes($"4\r\n1234\r\n5\r\n56789\r\n0\r\n{trailer}\r\n"),
            ContentHash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER" }
            .With("content-encoding", "aws-chunked").With("x-amz-trailer", "x-amz-checksum-crc32")
                .With("x-amz-decoded-content-length", length)
            .Signed(LocalS3.Account).SendAsync(s3.Server.Endpoint);
        Assert.Equal(status, answer.Status);
        if (status != 200) Assert.Equal(code, answer.Code);
        Assert.Equal(status == 200 ? 1 : 0, s3.Blobs().Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWSs_client_sends_signed_trailers_and_reads_them_back(bool tamper)
    {
        await using var s3 = await LocalS3.StartAsync("bucket");
        await s3.Client.PutObjectAsync(new() { BucketName = "bucket", Key = "k", InputStream = new MemoryStream(new byte[200_000]),
            ChecksumAlgorithm = Amazon.S3.ChecksumAlgorithm.SHA256 });
        if (tamper)
        {
            using (var blob = File.OpenWrite(Assert.Single(s3.Blobs()))) blob.WriteByte(1);
            await Assert.ThrowsAsync<Amazon.Runtime.AmazonClientException>(async () =>
            {
                using var broken =
                    await s3.Client.GetObjectAsync(new Amazon.S3.Model.GetObjectRequest { BucketName = "bucket", Key = "k",
                    ChecksumMode = "ENABLED" });
                await broken.ResponseStream.CopyToAsync(Stream.Null);
            });
            return;
        }
        using var got =
            await s3.Client.GetObjectAsync(new Amazon.S3.Model.GetObjectRequest { BucketName = "bucket", Key = "k",
            ChecksumMode = "ENABLED" });
        await got.ResponseStream.CopyToAsync(Stream.Null);
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(new byte[200_000])), got.ChecksumSHA256);
    }
}
